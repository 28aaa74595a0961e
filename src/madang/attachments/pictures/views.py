"""Keeping the pictures that the editor sends while one writes."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.decorators import current_account
from madang.boards.api import pictures_per_member
from madang.boards.extensions import Writing, WritingRefused, check_can_write
from madang.core.http import rate_limits
from madang.core.uploaded_images import NotAPicture, read_upload
from madang.media import pictures


@require_POST
def send_picture(request: HttpRequest) -> JsonResponse:
    """Keep a picture; answer where it is and how large."""
    account = current_account(request)
    if account is None:
        return _refused(_("로그인이 풀렸어요. 새 창에서 로그인한 뒤 다시 올려 주세요."), 403)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _refused(_("사진을 골라 주세요."), 422)
    if not rate_limits.allow("picture", str(account.pk), limit=pictures_per_member()):
        said = _("오늘은 사진을 더 올릴 수 없어요. 하루에 %(most)d장까지예요.")
        return _refused(said % {"most": settings.PICTURES_A_DAY}, 429)
    try:
        check_can_write(Writing(account, 0, None))
        kept = pictures.keep_picture(read_upload(file, pictures.bytes_most()))
    except (NotAPicture, WritingRefused) as refused:
        return _refused(str(refused), 422)
    size = {"width": kept.width, "height": kept.height}
    return JsonResponse({"src": pictures.address_of(kept), "alt": "", **size})


def _refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"error": said}, status=status)
