"""What a notice says on each channel: whole where it fits, else shortly with a link to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.core.community import community
from madang.core.languages import in_korean
from madang.delivery.mailings.letters import Content, filled
from madang.delivery.texts import EUC_KR_LMS_BYTES, euc_kr_length, foreign_letters
from madang.delivery.web_push.channel import OPENS

from ..clocks import rules_of
from ..law.rules import NoticeItem
from ..models import Notice, NoticeKind
from .alimtalk_texts import ALIMTALK_TEXTS

# How many people a letter is for, where several stand behind one contact.
HOW_MANY = "몇 분"
# The same where a variable may not be empty.
WHO = "누구"
# What variables may take at most of a text message.
ROOM_FOR_VARIABLES = 60


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one channel says; `is_whole` tells whether all that the law asks for stands in it."""

    channel: str
    subject: str
    text: str
    is_whole: bool
    foreign: tuple[str, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    @in_korean
    def content(self) -> Content:
        """The same as a mailing has it."""
        return Content(
            self.text,
            self.subject,
            dict(self.templates),
            {**_for_one(), **self.variables},
            _several(),
        )

    @property
    def preview(self) -> str:
        """What most people read: of those behind whose contact nobody else stands."""
        return filled(self.text, _for_one())

    @property
    def bytes(self) -> int:
        """The length that carriers count."""
        return euc_kr_length(self.text)


def parts_of(notice: Notice) -> dict[str, str]:
    """Return the texts of a notice by the keys of the law's items."""
    return msgspec.json.decode(notice.parts, type=dict[str, str])


def items_of(notice: Notice) -> tuple[NoticeItem, ...]:
    """Return what the law asks a notice of this kind to say."""
    return rules_of(notice.incident).items_of(notice.kind)


def address_of(notice: Notice) -> str:
    """Return where the whole notice stands, on the site's own domain."""
    return f"{settings.SITE_ADDRESS}/incidents/{notice.incident_id}/notices/{notice.pk}"


@in_korean
def heading(notice: Notice) -> str:
    """Return a notice's subject: who tells, and what."""
    return f"[{community().name}] {NoticeKind(notice.kind).label!s}"


@in_korean
def render(notice: Notice, channel: str) -> Rendered:
    """Return what a channel says, in Korean whoever looks at it."""
    subject, whole = heading(notice), _whole(notice)
    if channel == "alimtalk":
        return _alimtalk(notice)
    if channel == "push":
        said = _("회원님의 정보에 관한 안내예요. 눌러서 읽어 주세요.")
        opens = {OPENS: reverse("incidents_mine")}
        return Rendered(channel, subject, said, is_whole=False, variables=opens)
    if channel != "sms":
        return Rendered(channel, subject, whole, is_whole=True)
    room = EUC_KR_LMS_BYTES - ROOM_FOR_VARIABLES
    fits = euc_kr_length(whole) <= room
    text = whole if fits else _short(notice)
    lacking = tuple(foreign_letters(f"{subject}{text}"))
    return Rendered(channel, subject[:20], text, is_whole=fits, foreign=lacking)


def templates_of(kind: str) -> dict[str, str]:
    """Return the approved Alimtalk template of a kind of notice at each provider that has one."""
    name, known = kind.replace(" ", "_"), settings.ALIMTALK_TEMPLATES
    found = {"solapi": known.get(name, ""), "nhn": known.get(f"nhn/{name}", "")}
    return {provider: template for provider, template in found.items() if template}


def _alimtalk(notice: Notice) -> Rendered:
    """Return what stands in the template: who tells, what of, and where the whole is."""
    variables = {
        "가게": community().name,
        "사고": notice.incident.name,
        "링크": address_of(notice),
    }
    text = filled(ALIMTALK_TEXTS[NoticeKind(notice.kind)], {**variables, WHO: _("고객님")})
    return Rendered(
        "alimtalk",
        heading(notice),
        text,
        is_whole=False,
        templates=templates_of(notice.kind),
        variables=variables,
    )


def _whole(notice: Notice) -> str:
    parts = parts_of(notice)
    said = [
        f"■ {item.title}\n{parts[item.key].strip()}"
        for item in items_of(notice)
        if parts.get(item.key, "").strip()
    ]
    return "\n\n".join([_greeting(notice), *said, _ending(notice)])


def _short(notice: Notice) -> str:
    parts = parts_of(notice)
    shortened = [
        parts[key].strip() for key in ("data", "finding", "contact") if parts.get(key, "").strip()
    ]
    room = EUC_KR_LMS_BYTES - ROOM_FOR_VARIABLES - 400
    told = "\n\n".join(shortened)
    while euc_kr_length(told) > room:
        told = told[: len(told) * 9 // 10].rstrip() + "…"
    whole = _("전체 내용: %s") % address_of(notice)
    return "\n\n".join([_greeting(notice), told, whole])


def _greeting(notice: Notice) -> str:
    said = {
        NoticeKind.POSSIBLE: _("고객님의 개인정보가 유출되었을 수 있어 알려 드립니다."),
        NoticeKind.CONFIRMED: _("고객님의 개인정보가 유출되어 알려 드립니다."),
        NoticeKind.NOT_A_LEAK: _("앞서 알려 드린 일이 유출이 아닌 것으로 확인되어 알려 드립니다."),
        NoticeKind.CORRECTION: _("앞서 알려 드린 내용에 틀린 것이 있어 바로잡습니다."),
    }[NoticeKind(notice.kind)]
    return f"{community().name}: {said}#{{{HOW_MANY}}}"


def _ending(notice: Notice) -> str:
    page = f"{settings.SITE_ADDRESS}/incidents/{notice.incident_id}"
    return _("진짜 안내인지, 내 정보 가운데 무엇인지 확인: %s") % page


def _several() -> dict[str, str]:
    """Return what letters say where one contact is several people's."""
    return {
        HOW_MANY: _(" (이 연락처로 등록된 %d분께 드리는 안내)"),
        WHO: _("이 연락처로 등록된 %d분"),
    }


def _for_one() -> dict[str, str]:
    """Return the same for nearly everybody."""
    return {HOW_MANY: "", WHO: _("고객님")}
