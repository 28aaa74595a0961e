"""Writing a notice, approving it, letting it go, and holding it up."""

from collections.abc import Mapping

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.db.transactions import writing
from madang.delivery.mailings import adding, control
from madang.delivery.mailings.providers import channels_that_send
from madang.delivery.models import Mailing
from madang.identity import named_keys
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.staff.work_records import note

from ..affected.lists import count_lines
from ..models import Incident, Notice, NoticeKind
from ..people import account_in, boxed
from ..public.members import on_pages_lately
from ..timeline import enter
from .checks import ALONE_UP_TO, BESIDE, channels_of, problems
from .rendering import render, templates_of
from .templates import first_parts


class NoticeRefused(Exception):
    """A notice cannot be written, approved or sent so; the messages say why."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def draft(
    incident: Incident, kind: NoticeKind, *, by: StaffMember, follows: Notice | None = None
) -> Notice:
    """Begin a notice, with what is known of the incident in its places."""
    must(by, May.WRITE_NOTICES)
    if follows is not None and follows.released is None:
        raise NoticeRefused(_("아직 보내지 않은 통지에는 이어 보낼 수 없어요."))
    offered = [*(["alimtalk"] if templates_of(kind.value) else []), "sms", "email"]
    if incident.imports.filter(members__gt=0).exists():
        offered += BESIDE
    sending = [channel for channel in offered if channel in channels_that_send()]
    return Notice.objects.create(
        incident=incident,
        kind=kind,
        follows=follows,
        parts=_as_json(first_parts(incident, kind)),
        channels=" ".join(sending or ["email"]),
        author=boxed(by),
    )


def write(
    notice: Notice,
    parts: Mapping[str, str],
    *,
    by: StaffMember,
    channels: list[str],
    lawyer_agreed: bool,
    sends_unknown_again: bool,
) -> None:
    """Change what a notice says; who approved it has to look again."""
    must(by, May.WRITE_NOTICES)
    _must_be_open(notice)
    _change(
        notice,
        parts=_as_json(parts),
        channels=" ".join(channels),
        lawyer_agreed=lawyer_agreed,
        sends_unknown_again=sends_unknown_again,
        author=boxed(by),
        approver="",
        approved=None,
        revision=notice.revision + 1,
    )


def approve(notice: Notice, *, by: StaffMember) -> None:
    """Approve these very words as the second person; raises NoticeRefused, PermissionDenied."""
    must(by, May.APPROVE_NOTICES)
    _must_be_open(notice)
    if account_in(notice.author) == by.account:
        raise NoticeRefused(_("쓴 사람은 스스로 승인할 수 없어요. 다른 사람이 해야 해요."))
    _must_be_whole(notice)
    with writing():
        _change(notice, approver=boxed(by), approved=timezone.now())
        note("approve notice", notice.incident.about, by, reason=notice.about)


def _change(notice: Notice, **columns: object) -> None:
    """Change a notice as it was read; raises NoticeRefused where somebody has changed it since."""
    same = Notice.objects.filter(pk=notice.pk, revision=notice.revision, released=None)
    if not same.update(**columns):
        raise NoticeRefused(_("그사이에 다른 사람이 고쳤거나 보냈어요. 다시 열어서 확인해 주세요."))
    notice.refresh_from_db()


def needs_approval(notice: Notice) -> bool:
    """Tell whether so many people are told that a second person has to approve."""
    return count_lines(notice.incident) > ALONE_UP_TO


def release(notice: Notice, *, by: StaffMember) -> Mailing:
    """Let a notice go; raises NoticeRefused with all that is lacking, and PermissionDenied."""
    must(by, May.WRITE_NOTICES)
    _must_be_open(notice)
    _must_be_whole(notice)
    _must_have_an_audience(notice)
    if needs_approval(notice) and notice.approved is None:
        said = _("%d명이 넘는 사람에게 보내려면 다른 사람의 승인이 필요해요.")
        raise NoticeRefused(said % ALONE_UP_TO)
    contents = {channel: render(notice, channel).content for channel in channels_of(notice)}
    with writing():
        _change(notice, released=timezone.now())
        if notice.follows is not None and (earlier := mailing_of(notice.follows)) is not None:
            # Whoever is not reached by it any more would get what is wrong, and no correction.
            control.stop(earlier)
        mailing = adding.begin(
            notice.about,
            contents,
            key_name=notice.incident.key_name,
            sends_unknown_again=notice.sends_unknown_again,
        )
        kind = NoticeKind(notice.kind)
        enter(notice.incident, lambda: _("%s: 보내기 시작했어요.") % kind.label, by=by)
        note("release notice", notice.incident.about, by, reason=notice.about)
    on_pages_lately.forget()
    return mailing


def _must_have_an_audience(notice: Notice) -> None:
    incident = notice.incident
    if not named_keys.is_open(incident.key_name):
        raise NoticeRefused(_("명단의 열쇠가 없어져서 아무에게도 보낼 수 없어요."))
    if incident.published is None:
        raise NoticeRefused(
            _("공개 페이지를 먼저 열어 주세요. 통지의 링크가 그 페이지로 연결돼요.")
        )
    if incident.imports.filter(ended=None).exists():
        raise NoticeRefused(_("명단을 아직 읽고 있어요. 다 읽은 뒤에 보내 주세요."))
    if notice.follows is None and not count_lines(incident):
        raise NoticeRefused(_("명단이 비어 있어요. 먼저 대상자를 등록해 주세요."))
    if notice.follows is not None and notice.follows.told is None:
        earlier = mailing_of(notice.follows)
        if earlier is None or not earlier.is_stopped:
            raise NoticeRefused(_("앞의 통지를 아직 보내고 있어요. 먼저 마치거나 그만 보내세요."))


def mailing_of(notice: Notice) -> Mailing | None:
    """Return the mailing of a notice that was let go. One query."""
    return Mailing.objects.filter(about=notice.about).first()


def steer(notice: Notice, what: str, *, by: StaffMember) -> None:
    """Pause the sending of a notice, go on, or stop it for good."""
    must(by, May.WRITE_NOTICES)
    mailing = mailing_of(notice)
    steps = {"pause": control.pause, "go on": control.go_on, "stop": control.stop}

    def said() -> str:
        words = {
            "pause": _("%s: 잠시 멈췄어요."),
            "go on": _("%s: 이어서 보내요."),
            "stop": _("%s: 그만 보내요."),
        }
        return words[what] % NoticeKind(notice.kind).label

    if mailing is None or what not in steps:
        raise NoticeRefused(_("보내고 있지 않아요."))
    with writing():
        steps[what](mailing)
        enter(notice.incident, said, by=by)
        note(f"{what} notice", notice.incident.about, by, reason=notice.about)


def _must_be_open(notice: Notice) -> None:
    if notice.released is not None:
        raise NoticeRefused(_("이미 보낸 통지는 고칠 수 없어요. 정정 안내를 쓰세요."))


def _must_be_whole(notice: Notice) -> None:
    if lacking := problems(notice):
        raise NoticeRefused(*(problem.message for problem in lacking))


def _as_json(parts: Mapping[str, str]) -> str:
    return msgspec.json.encode(dict(parts)).decode()
