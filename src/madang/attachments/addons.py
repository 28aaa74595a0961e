"""What may stand under a post: a poll or a test, as its form, its row and its page have them."""

import json
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.api import PostView
from madang.boards.extensions import SavedText
from madang.boards.models import Post
from madang.core.text.door import tidy_lines
from madang.core.text.fields import LineField, TextField

from .models import Poll, PollChoice, QuizText
from .polls import polls
from .polls.polls import MAX_CHOICES, MIN_CHOICES, PollDraft, PollView
from .quizzes.quizzes import Quiz, QuizRefused, read_quiz, write_quiz

NOTHING, POLL, QUIZ = 0, 1, 2
NONE, CHOOSE, TEST = "", "poll", "quiz"
CHOICE_MAX, QUESTION_MAX, QUIZ_MAX = 80, 100, 8_000
DAYS = {
    "1": _lazy("하루 동안"),
    "3": _lazy("3일 동안"),
    "7": _lazy("7일 동안"),
    "30": _lazy("30일 동안"),
}
# Of a poll that has an end already.
SAME_END = "same"


class AddonForm(forms.Form):
    """A poll or a test; `what` says which."""

    what = forms.ChoiceField(
        label=_lazy("투표·테스트"),
        choices=[
            (NONE, _lazy("넣지 않음")),
            (CHOOSE, _lazy("투표")),
            (TEST, _lazy("테스트 (점수와 결과)")),
        ],
        required=False,
    )
    question = LineField(label=_lazy("질문"), longest=QUESTION_MAX, required=False)
    choices = TextField(
        label=_lazy("선택지 (한 줄에 하나)"),
        required=False,
        longest=MAX_CHOICES * (CHOICE_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_many = forms.BooleanField(label=_lazy("여러 개를 고를 수 있어요"), required=False)
    is_hidden = forms.BooleanField(label=_lazy("투표하기 전에는 결과를 감춰요"), required=False)
    days = forms.ChoiceField(
        label=_lazy("마감"),
        choices=[("", _lazy("기한 없음")), *DAYS.items(), (SAME_END, _lazy("기존 마감 유지"))],
        required=False,
    )
    quiz = TextField(
        label=_lazy("테스트"),
        required=False,
        longest=QUIZ_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("what") == CHOOSE:
            self._clean_poll(data)
        elif data.get("what") == TEST and "quiz" in data:
            try:
                data["read"] = read_quiz(data["quiz"])
            except QuizRefused as refused:
                self.add_error("quiz", str(refused))
        return data

    def _clean_poll(self, data: dict[str, Any]) -> None:
        choices = tidy_lines(data.get("choices", ""))
        if not data.get("question"):
            self.add_error("question", _("무엇에 대한 투표인지 적어 주세요."))
        if not MIN_CHOICES <= len(choices) <= MAX_CHOICES:
            said = _("선택지는 %(least)d개에서 %(most)d개까지예요.")
            self.add_error("choices", said % {"least": MIN_CHOICES, "most": MAX_CHOICES})
        elif any(len(line) > CHOICE_MAX for line in choices):
            self.add_error("choices", _("한 줄은 %(most)d자까지예요.") % {"most": CHOICE_MAX})
        data["read"] = choices


def name_of(addon: int) -> str:
    """Return what lists call a poll or a test."""
    return {POLL: _("투표"), QUIZ: _("테스트")}.get(addon, "")


def form(data: Any, post: Post | None) -> AddonForm:
    """Return the fields, as they are sent or as the post has them. Four queries at most."""
    made = AddonForm(data, initial=_now(post) if post and data is None else None)
    if not (post and post.addon == POLL and _has_end(post)):
        days = made.fields["days"]
        days.choices = [one for one in days.choices if one[0] != SAME_END]  # type: ignore[attr-defined]
    return made


def _has_end(post: Post) -> bool:
    return Poll.objects.filter(post_id=post.pk, closes__isnull=False).exists()


def save(post: Post, filled: forms.Form) -> int:
    """Save what was filled in. A poll that somebody voted in stays what it is."""
    if post.addon == POLL and polls.has_votes(post.pk):
        return POLL
    before = Poll.objects.filter(post_id=post.pk).first()
    drop(post.pk)
    data = filled.cleaned_data
    if data["what"] == CHOOSE:
        closes = _end(data["days"], before)
        question = data["question"]
        polls.ask(
            post.pk, PollDraft(question, data["read"], data["is_many"], data["is_hidden"], closes)
        )
        return POLL
    if data["what"] == TEST:
        values = json.dumps(data["read"].to_values(), ensure_ascii=False)
        QuizText.objects.create(post_id=post.pk, values=values)
        return QUIZ
    return NOTHING


def _end(days: str, before: Poll | None) -> datetime | None:
    if days == SAME_END:
        return before.closes if before else None
    return timezone.now() + timedelta(days=int(days)) if days else None


def render(request: HttpRequest, post: PostView, path: str, account: Account | None) -> str:
    """Return what the page of a post shows, as HTML: a poll, or a test. Three queries at most."""
    if post.addon == POLL:
        return _rendered(request, {"poll": polls.show(post, account), "quiz": None}, path, account)
    return _rendered(request, {"poll": None, "quiz": quiz_of(post.id)}, path, account)


def render_form(request: HttpRequest, filled: forms.Form) -> str:
    """Return the fields as HTML."""
    return render_to_string("attachments/addon_form.html", {"form": filled}, request)


def render_preview(request: HttpRequest, filled: forms.Form) -> str:
    """Return what the page would show of the filled-in fields, as HTML."""
    data = filled.cleaned_data
    if data["what"] == TEST:
        return _rendered(request, {"poll": None, "quiz": data["read"]}, "", None)
    if data["what"] != CHOOSE:
        return ""
    choices = [PollChoice(place=n, words=words) for n, words in enumerate(data["read"])]
    question = data["question"]
    poll = PollView(question, choices, data["is_many"], None, True, 0, None, not data["is_hidden"])
    return _rendered(request, {"poll": poll, "quiz": None}, "", None)


def _rendered(
    request: HttpRequest, addon: dict[str, Any], path: str, account: Account | None
) -> str:
    context = {"addon": addon, "path": path, "account": account}
    return render_to_string("attachments/addon.html", context, request)


def quiz_of(post_id: int) -> Quiz | None:
    """Return a post's test. One query."""
    found = QuizText.objects.filter(post_id=post_id).first()
    return Quiz.from_values(json.loads(found.values)) if found else None


def forget_with(text: SavedText) -> None:
    """Drop what stood under a post that is deleted; belongs in its transaction."""
    if text.seq == 0 and not text.html and not text.is_new:
        drop(text.post)


def drop(post_id: int) -> None:
    Poll.objects.filter(post_id=post_id).delete()
    QuizText.objects.filter(post_id=post_id).delete()


def words_of(filled: forms.Form) -> str:
    """Return all words of the filled-in fields, to be checked."""
    data = filled.cleaned_data
    return "\n".join((data.get("question", ""), data.get("choices", ""), data.get("quiz", "")))


def _now(post: Post) -> dict[str, Any]:
    if post.addon == QUIZ and (quiz := quiz_of(post.pk)):
        return {"what": TEST, "quiz": write_quiz(quiz)}
    poll = Poll.objects.filter(post_id=post.pk).first() if post.addon == POLL else None
    if poll is None:
        return {}
    return {
        "what": CHOOSE,
        "question": poll.question,
        "choices": "\n".join(poll.choices.order_by("place").values_list("words", flat=True)),
        "is_many": poll.is_many,
        "is_hidden": poll.is_hidden,
        "days": SAME_END if poll.closes else "",
    }
