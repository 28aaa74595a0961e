"""Whether a notice may go: what the law asks for and is lacking, and what could be said better."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..affected.contacts import ContactKind
from ..models import Notice, NoticeKind
from .rendering import Rendered, items_of, parts_of, render

# So many people at most are told without a second person's approval.
ALONE_UP_TO = 1000
LONG_SENTENCE = 90
# Which contacts a channel reaches.
REACHES = {
    "alimtalk": ContactKind.PHONE,
    "sms": ContactKind.PHONE,
    "email": ContactKind.EMAIL,
    "page": ContactKind.ACCOUNT,
    "push": ContactKind.ACCOUNT,
}
# What somebody is told by beside the first of the others that reaches them.
BESIDE = ("page", "push")
_SENTENCES = re.compile(r"[^.!?\n]+[.!?]?")
_REGRET = re.compile(r"유감|송구|심려|사과드|죄송")
_ACTION = re.compile(r"했(습니다|어요)|하고 있(습니다|어요)|하겠(습니다|어요)|합니다|드립니다|해요")
_ADVERTISING = re.compile(r"\(광고\)|쿠폰|할인|이벤트|특가|적립금|무료 체험")
_VAGUE = re.compile(r"양해|추후 안내|확인 중이니|최선을 다하")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a notice cannot go as it is: `part` is what lacks, empty where it is the whole."""

    message: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What could be said better; nobody has to."""

    message: str
    words: str


def channels_of(notice: Notice) -> list[str]:
    """Return the channels by which a notice goes, in the order in which they are tried."""
    return notice.channels.split()


def problems(notice: Notice) -> list[Problem]:
    """Return all that keeps a notice from going, as rendered on each of its channels."""
    return [*_of_parts(notice), *_of_channels(notice)]


def suggestions(notice: Notice) -> list[Suggestion]:
    """Return what could be said in plainer words."""
    return [one for text in parts_of(notice).values() for one in _in_text(text)]


def _of_parts(notice: Notice) -> Iterator[Problem]:
    parts = parts_of(notice)
    for item in items_of(notice):
        if not parts.get(item.key, "").strip():
            said = _("“%(item)s” 항목이 비어 있어요 (%(law)s).")
            yield Problem(said % {"item": item.name, "law": item.source}, item.key)
    contact = parts.get("contact", "")
    if contact.strip() and not re.search(r"\d|@", contact):
        yield Problem(_("연락처에 전화번호나 이메일 주소가 없어요."), "contact")
    course = parts.get("course", "")
    if course.strip() and not re.search(r"\d", course):
        yield Problem(_("언제 있었던 일인지 날짜와 시각이 없어요."), "course")
    yield from _of_follows(notice)


def _of_follows(notice: Notice) -> Iterator[Problem]:
    needs_earlier = notice.kind in (NoticeKind.CORRECTION, NoticeKind.NOT_A_LEAK)
    if needs_earlier and notice.follows_id is None:
        yield Problem(_("어느 통지를 받은 사람에게 보낼지 골라 주세요."), "follows")
    if notice.follows is not None:
        kinds = {REACHES.get(channel) for channel in channels_of(notice)}
        if any(REACHES.get(channel) not in kinds for channel in channels_of(notice.follows)):
            said = _("앞의 통지를 다른 채널로 받은 사람이 있어요. 그 채널도 골라 주세요.")
            yield Problem(said, "channels")


def _of_channels(notice: Notice) -> Iterator[Problem]:
    if not channels_of(notice):
        yield Problem(_("보낼 채널을 하나 이상 골라 주세요."), "channels")
    if channels_of(notice) == ["push"]:
        said = _("브라우저 알림만으로는 알린 것이 되지 않아요. 다른 채널도 골라 주세요.")
        yield Problem(said, "channels")
    for channel in channels_of(notice):
        rendered = render(notice, channel)
        if channel == "alimtalk" and not rendered.templates:
            yield Problem(
                _("승인된 알림톡 템플릿이 없어요 (MADANG_ALIMTALK_TEMPLATES)."), "channels"
            )
        if rendered.foreign:
            letters = " ".join(rendered.foreign[:10])
            yield Problem(_("문자로 보낼 수 없는 글자가 있어요: %s") % letters)
        # A push is beside what says all.
        if not rendered.is_whole and channel != "push" and not notice.lawyer_agreed:
            yield Problem(
                _(
                    "문자나 알림톡에 다 들어가지 않아서 짧은 글과 링크로 나가요. "
                    "이래도 되는지 변호사에게 확인하고 표시해 주세요."
                ),
                "lawyer_agreed",
            )
        yield from _lacking_as_rendered(notice, rendered)


def _lacking_as_rendered(notice: Notice, rendered: Rendered) -> Iterator[Problem]:
    """Find items that are written and do not stand in what a channel says as a whole."""
    if not rendered.is_whole:
        return
    parts = parts_of(notice)
    for item in items_of(notice):
        text = parts.get(item.key, "").strip()
        if text and text not in rendered.text:
            said = _("“%(item)s” 항목이 %(channel)s에서 빠져요.")
            yield Problem(said % {"item": item.name, "channel": rendered.channel}, item.key)


def _in_text(text: str) -> Iterator[Suggestion]:
    if "노출" in text:
        yield Suggestion(
            _("유출이라면 “유출”이라고 말하세요. 2025년에 감독 기관이 그렇게 고치라고 했어요."),
            "노출",
        )
    for found in _ADVERTISING.finditer(text):
        yield Suggestion(_("광고로 읽힐 수 있어요. 통지에는 광고를 넣을 수 없어요."), found[0])
    for found in _VAGUE.finditer(text):
        yield Suggestion(_("언제까지 무엇을 하는지로 바꿔 보세요."), found[0])
    regret = _REGRET.search(text)
    others = " ".join(one for one in _SENTENCES.findall(text) if not _REGRET.search(one))
    if regret is not None and not _ACTION.search(others):
        yield Suggestion(_("사과만 있고 한 일이 없어요. 무엇을 했는지도 적어 보세요."), regret[0])
    for sentence in _SENTENCES.findall(text):
        if len(sentence.strip()) > LONG_SENTENCE:
            yield Suggestion(_("문장이 길어요. 나누어 보세요."), sentence.strip()[:40] + "…")
