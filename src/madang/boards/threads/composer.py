"""What is added to a text as lines of its own: a sticker that was chosen, pictures."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.http import rate_limits
from madang.core.text.door import can_be_seen

from ..directory.directory import BoardInfo
from ..extensions import AttachmentRefused, WritingRefused, composer_attachments
from .wording import NOTHING_WRITTEN

MAX_PICTURES_AT_ONCE = 10


def pictures_per_member() -> str:
    """Return the limit of pictures that a member may send."""
    return f"{settings.PICTURES_A_DAY}/day"


def stickers(board_id: int) -> Sequence[Any]:
    """Return the stickers of a board. One query."""
    return composer_attachments.provider.stickers(board_id)


def check_picture_count(pictures: int) -> None:
    """Raise AttachmentRefused for more pictures than are taken at once."""
    if pictures > MAX_PICTURES_AT_ONCE:
        said = _("사진은 한 번에 %(most)d장까지 올릴 수 있어요.")
        raise AttachmentRefused(said % {"most": MAX_PICTURES_AT_ONCE})


def with_attachments(
    request: HttpRequest, board: BoardInfo, by: Account, text: str, sticker: int | None = None
) -> str:
    """Return a typed text with the sticker and the pictures that came with its form.

    Raises WritingRefused, also for a text that is nothing but a sticker that is not there.
    """
    files = [one for one in request.FILES.getlist("pictures") if isinstance(one, UploadedFile)]
    # Each picture counts, whether or not those before it were too many.
    allowed = [rate_limits.allow("picture", str(by.pk), limit=pictures_per_member()) for _ in files]
    if not all(allowed):
        said = _("오늘은 사진을 더 올릴 수 없어요. 하루에 %(most)d장까지예요.")
        raise WritingRefused(said % {"most": settings.PICTURES_A_DAY})
    provider = composer_attachments.provider
    try:
        check_picture_count(len(files))
        added = [provider.sticker_line(board.id, sticker) if sticker else ""]
        added += [provider.picture_line(one, by) for one in files]
    except AttachmentRefused as refused:
        raise WritingRefused(str(refused)) from None
    whole = "\n\n".join(filter(None, (text, *added)))
    if not can_be_seen(whole):
        raise WritingRefused(str(NOTHING_WRITTEN))
    return whole
