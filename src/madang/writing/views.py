"""What the editor asks for while one writes."""

from allauth.core import ratelimit
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.accounts.signed_in import signed_in
from madang.images import NotAPicture, read_upload

from . import pictures


@require_POST
def send_picture(request: HttpRequest) -> JsonResponse:
    """Keep a picture; answer where it is and how large."""
    account = signed_in(request)
    if account is None:
        return _refused(_("로그인이 풀렸어요. 새 창에서 로그인한 뒤 다시 올려 주세요."), 403)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _refused(_("사진을 골라 주세요."), 422)
    if not ratelimit.consume(request, action="picture", key=str(account.pk)):
        return _refused(_("오늘은 사진을 더 올릴 수 없어요."), 429)
    try:
        kept = pictures.keep_picture(read_upload(file, pictures.bytes_most()))
    except NotAPicture as refused:
        return _refused(str(refused), 422)
    size = {"width": kept.width, "height": kept.height}
    return JsonResponse({"src": pictures.address_of(kept), "alt": "", **size})


def _refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"error": said}, status=status)
