"""Pictures that programs send, to be shown in what they write."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from madang.boards.api import pictures_per_member
from madang.boards.extensions import AttachmentRefused, Writing, check_can_write
from madang.core.http import rate_limits
from madang.web_api.calling import NotAllowed, Refused, member_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.tokens import Scope

from .composer import picture_line

router = Router()
operation = partial(web_operation, router, tag=_lazy("쓰기"))


class PictureKept(Schema):
    """A picture that was kept: the line that shows it in a text."""

    line: str


@operation(
    "POST",
    "/pictures",
    PictureKept,
    says=_lazy("사진 올리기"),
    scope=Scope.WRITE,
    status=201,
)
def send_picture(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Keep a picture, drawn anew; its line is to be put into a text."""
    by = member_in(request)
    if not rate_limits.allow("picture", str(by.pk), limit=pictures_per_member()):
        said = _("오늘은 사진을 더 올릴 수 없어요. 하루에 %(most)d장까지예요.")
        raise NotAllowed(429, said % {"most": settings.PICTURES_A_DAY})
    check_can_write(Writing(by, 0, None))
    try:
        return Status(201, PictureKept(line=picture_line(file)))
    except AttachmentRefused as refused:
        raise Refused({"file": [refused]}) from None


ROUTERS = [("", router)]
