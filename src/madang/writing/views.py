"""What the editor asks for while one writes; voting, and the results of tests."""

import re

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.accounts.for_operators import for_operators
from madang.accounts.models import Account
from madang.accounts.signed_in import signed_in
from madang.boards.events import Writing, WritingRefused, must_be_welcome
from madang.boards.models import State
from madang.boards.structure import BoardInfo
from madang.boards.views import board_to_enter, post_or_404
from madang.boards.writing_views import for_members
from madang.images import NotAPicture, read_upload

from . import extras, pictures, polls, withholding
from .quizzes import Quiz

_PLACES = frozenset(map(str, range(polls.CHOICES_MOST)))
NO_SUM = 10**9
_NAME = re.compile(r"[0-9a-f]{32}(-\d+)?")
_STORED = re.compile(r"[a-z]+/[\w-]+\.webp")


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
        said = _("오늘은 사진을 더 올릴 수 없어요. 하루에 %(most)d장까지예요.")
        return _refused(said % {"most": settings.PICTURES_A_DAY}, 429)
    try:
        must_be_welcome(Writing(account, 0, None))
        kept = pictures.keep_picture(read_upload(file, pictures.bytes_most()))
    except (NotAPicture, WritingRefused) as refused:
        return _refused(str(refused), 422)
    size = {"width": kept.width, "height": kept.height}
    return JsonResponse({"src": pictures.address_of(kept), "alt": "", **size})


@require_GET
def stored(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to a picture that is kept in a store; from the data folder the server sends it."""
    if not settings.MEDIA_ORIGIN or not _STORED.fullmatch(path):
        raise Http404
    response = HttpResponseRedirect(default_storage.url(path))
    response["Cache-Control"] = "public, max-age=600"
    return response


@for_operators
def withheld_picture(request: HttpRequest, by: Account, name: str) -> HttpResponse:
    """Show operators a picture of what is hidden, which nobody else is sent."""
    data = withholding.read(f"{pictures.FOLDER}/{name}.webp") if _NAME.fullmatch(name) else None
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": "no-store"})


@require_POST
@for_members
def vote(request: HttpRequest, board: BoardInfo, by: Account, post_id: int) -> HttpResponse:
    chosen = {int(each) for each in request.POST.getlist("choice") if each in _PLACES}
    try:
        polls.vote(post_id, chosen, by=by)
    except polls.VoteRefused as refused:
        messages.error(request, str(refused))
    return redirect(f"{board.path}/{post_id}#poll")


@require_GET
def result(
    request: HttpRequest, slug: str, post_id: int, number: int | None = None
) -> HttpResponse:
    """Show a result of a test; without its number, go to the one of what was answered."""
    board = board_to_enter(request, slug)
    post = post_or_404(post_id)
    quiz = extras.quiz_of(post_id) if post.board_id == board.id else None
    if quiz is None or post.state != State.LIVE:
        raise Http404(_("그 글은 없어요."))
    path = f"{board.path}/{post_id}"
    if number is None:
        place = quiz.result_of(_points(request, quiz))
        if place is None:
            messages.error(request, _("모든 질문에 답해 주세요."))
            return redirect(f"{path}#quiz")
        return redirect("quiz_result", slug, post_id, place)
    if number >= len(quiz.results):
        raise Http404(_("그런 결과는 없어요."))
    context = {
        "board": board,
        "post": post,
        "result": quiz.results[number],
        "address": request.build_absolute_uri(request.path),
        "back": path,
    }
    return render(request, "writing/result.html", context)


def _points(request: HttpRequest, quiz: Quiz) -> int:
    """Return the sum of the points of what was answered; what no sum is where one is missing."""
    points = 0
    for number, question in enumerate(quiz.questions):
        place = request.GET.get(f"q{number}", "")
        if place not in _PLACES or int(place) >= len(question.answers):
            return NO_SUM
        points += question.answers[int(place)][1]
    return points


def _refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"error": said}, status=status)
