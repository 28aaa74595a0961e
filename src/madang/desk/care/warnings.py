"""What whoever writes or shouts abuse is told: a request, a warning, and the end, in set wording.

As public bodies do it (민원인의 위법행위 대응 지침): for sexual harassment and threats after one
warning, for abuse after at most three; the agent decides, and nobody has to approve.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy


class AbuseKind(StrEnum):
    """What kind of abuse it is."""

    ABUSE = "abuse"
    HARASSMENT = "harassment"
    THREAT = "threat"


KIND_NAMES = {
    AbuseKind.ABUSE: _lazy("욕설·폭언"),
    AbuseKind.HARASSMENT: _lazy("성희롱"),
    AbuseKind.THREAT: _lazy("협박"),
}
WARNINGS_BEFORE_END = {AbuseKind.ABUSE: 3, AbuseKind.HARASSMENT: 1, AbuseKind.THREAT: 1}


@dataclass(frozen=True, slots=True)
class Abuse:
    """Abuse of one kind, and what is said to it."""

    kind: AbuseKind

    def warning(self, language: str, number: int) -> str:
        """Return the warning of a number, in the language of whoever wrote."""
        with translation.override(language):
            left = WARNINGS_BEFORE_END[self.kind] - number
            what = str(KIND_NAMES[self.kind])
            said = _(
                "답하는 사람도 보호받아야 해서 말씀드려요. 보내신 글에 %(what)s이 있었어요. "
                "문의하신 일은 그대로 돕고 싶으니, 그 내용을 다시 적어 보내 주세요."
            ) % {"what": what}
            if left <= 0:
                return f"{said} {_('다시 그러시면 상담을 마칠 수밖에 없어요.')}"
            return said

    def ending(self, language: str) -> str:
        """Return what is said at the end, with how it can be appealed."""
        with translation.override(language):
            return _(
                "%(what)s이 이어져서 이 상담을 마쳐요. 잘못 마쳤다고 생각하시면 문의 "
                "페이지에서 이의를 제기할 수 있고, 다른 담당자가 다시 봐요. 남긴 "
                "글은 보관돼요."
            ) % {"what": str(KIND_NAMES[self.kind])}


def spoken(kind: AbuseKind) -> tuple[str, str]:
    """Return the sentences to be read on the telephone: the warning, and the end."""
    what = str(KIND_NAMES[kind])
    warning = _(
        "고객님, 지금 하신 말씀은 %(what)s에 해당해요. 계속하시면 통화를 마칠 수 있어요. "
        "문의하신 일을 먼저 도와드릴게요."
    )
    ending = _("말씀드린 대로 %(what)s이 이어져 통화를 마칠게요. 문의는 글로 남기실 수 있어요.")
    return warning % {"what": what}, ending % {"what": what}
