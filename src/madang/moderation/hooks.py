"""What moderation adds to boards, to calls and to the site."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from madang.boards.extensions import BoardsExtension, Writing
from madang.boards.models import State
from madang.calls.extensions import CallsExtension
from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension
from madang.core.wording import text as _

from .decisions import described, state_on_restore
from .refused_words import check_refused_words
from .reports import count_open_cases
from .sanctions import check_not_muted


class ModerationInBoards(BoardsExtension):
    def check_can_write(self, writing: Writing) -> None:
        check_not_muted(writing)

    def check_text_allowed(self, text: str) -> None:
        check_refused_words(text)

    def comment_link(self) -> str:
        return _("더보기")

    def state_on_restore(self, post_id: int, seq: int, state: State) -> State | None:
        return state_on_restore(post_id, seq, state)


class ModerationInCalls(CallsExtension):
    def describe_decisions(self, numbers: Collection[int]) -> dict[int, str]:
        return described(numbers)

    def decision_address(self, epoch: int, number: int) -> str | None:
        return reverse("moderation_notice", args=[epoch, number])


class ModerationInSite(SiteExtension):
    slots = {
        "page.operator_links": "moderation/slots/work.html",
        "post.buttons": "moderation/slots/post_button.html",
        "post.operator_links": "moderation/slots/operator_link.html",
        "hidden.reason": "moderation/slots/reason.html",
        "anonymity.end": "moderation/slots/register.html",
    }

    def template_globals(self) -> dict[str, Any]:
        return {"count_open_cases": count_open_cases}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        about = ConsoleSection.MODERATION
        return [
            ConsoleEntry(about, 10, "reports", _lazy("신고함"), "console_reports", True),
            ConsoleEntry(about, 20, "decisions", _lazy("처리 기록"), "console_decisions", True),
            ConsoleEntry(about, 30, "words", _lazy("금지어"), "console_words"),
            ConsoleEntry(about, 80, "openings", _lazy("작성자 확인"), "console_openings"),
        ]


EXTENSIONS = [ModerationInBoards(), ModerationInCalls(), ModerationInSite()]
