"""Pictures that nobody but moderators is sent."""

import re

from django.http import Http404, HttpRequest, HttpResponse

from madang.accounts.models import Account
from madang.boards.api import moderator_required
from madang.media import withholding
from madang.media.pictures import FOLDER

_NAME = re.compile(r"[0-9a-f]{32}(-\d+)?")


@moderator_required
def withheld_picture(request: HttpRequest, by: Account, name: str) -> HttpResponse:
    """Show moderators a picture of what is hidden, which nobody else is sent.

    Its name is known to those who read the text that it stands in.
    """
    data = withholding.read(f"{FOLDER}/{name}.webp") if _NAME.fullmatch(name) else None
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": "no-store"})
