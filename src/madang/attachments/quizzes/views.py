"""The results of tests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.boards.api import board_to_enter, post_or_404
from madang.boards.models import State
from madang.core.http.errors import PageNotFound

from .. import addons
from .quizzes import ANSWERS, Quiz

NO_SUM = 10**9
_PLACES = frozenset(map(str, range(ANSWERS)))


@require_GET
def result(
    request: HttpRequest, slug: str, post_id: int, number: int | None = None
) -> HttpResponse:
    """Show a result of a test; without its number, go to the result of the answers given."""
    board = board_to_enter(request, slug)
    post = post_or_404(post_id)
    quiz = addons.quiz_of(post_id) if post.board_id == board.id else None
    if quiz is None or post.state != State.LIVE:
        raise PageNotFound(_("삭제되었거나 없는 글이에요."))
    path = f"{board.path}/{post_id}"
    if number is None:
        place = quiz.result_of(_points(request, quiz))
        if place is None:
            messages.error(request, _("모든 질문에 답해 주세요."))
            return redirect(f"{path}#quiz")
        return redirect("quiz_result", slug, post_id, place)
    if number >= len(quiz.results):
        raise PageNotFound(_("결과를 찾을 수 없어요."))
    context = {
        "board": board,
        "post": post,
        "result": quiz.results[number],
        "address": request.build_absolute_uri(request.path),
        "back": path,
    }
    return render(request, "attachments/result.html", context)


def _points(request: HttpRequest, quiz: Quiz) -> int:
    """Return the sum of the points of the answers; NO_SUM where an answer is missing."""
    points = 0
    for number, question in enumerate(quiz.questions):
        place = request.GET.get(f"q{number}", "")
        if place not in _PLACES or int(place) >= len(question.answers):
            return NO_SUM
        points += question.answers[int(place)][1]
    return points
