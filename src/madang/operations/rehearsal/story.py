"""The story of a rehearsal: noticed, opened, told, corrected; with a crash in the middle."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.community import found_community
from madang.delivery.local_gateways.smtp import SmtpSink
from madang.delivery.local_gateways.solapi import SolapiGateway
from madang.delivery.mailings.progress import MailingProgress, progress_of
from madang.delivery.models import Mailing
from madang.incidents import actions, decisions, facts
from madang.incidents.affected import imports
from madang.incidents.clocks import clocks_of
from madang.incidents.facts import Statement
from madang.incidents.models import FactStatus, Incident, ListImport, Notice, NoticeKind
from madang.incidents.notices import actions as notices
from madang.incidents.notices.following import follow
from madang.incidents.notices.rendering import parts_of
from madang.staff.members import StaffMember
from madang.staff.roles import Role

from .company import ITEMS, as_csv
from .people import staff

POLL_SECONDS = 0.2
LONGEST_SECONDS = 3600.0
Tell = Callable[[str], None]
# Done and to do of what goes on now, for a bar.
Advance = Callable[[str, int, int], None]

CONTACT = "개인정보보호팀 02-0000-1234, privacy@rehearsal.example (평일 09:00-18:00)"
WHAT_TO_DO = (
    "같은 비밀번호를 쓰는 곳이 있으면 바꾸세요.\n"
    "공동현관 비밀번호를 바꾸도록 관리사무소에 알리세요.\n"
    "링크가 든 문자는 누르지 말고, 이 안내의 주소로 직접 들어오세요."
)
RESPONSE = "침입한 경로를 막고 비밀번호를 모두 새로 정하게 했어요. 경찰과 KISA에 신고했어요."


@dataclass(slots=True)
class Rehearsal:
    """A rehearsal as it goes: who works, what was opened, what came of it."""

    people: int
    gateway: SolapiGateway
    mail: SmtpSink
    crash: Callable[[], bool]
    tell: Tell
    advance: Advance
    officer: StaffMember = field(init=False)
    approver: StaffMember = field(init=False)
    incident: Incident = field(init=False)
    crashes: int = 0
    sent: list[Notice] = field(default_factory=list)

    def run(self) -> None:
        """Go through all of it; raises TimeoutError where something does not come to its end."""
        self._found()
        self._open()
        self._take_list()
        self._tell_people(NoticeKind.POSSIBLE, crash=True)
        self._report()
        self._confirm()
        confirmed = self._tell_people(NoticeKind.CONFIRMED)
        self._correct(confirmed)
        actions.close(self.incident, by=self.officer)

    def _found(self) -> None:
        found_community("느티나무 상점", "연습용 회사예요")
        self.officer = staff("rehearsal-officer", "김책임", Role.PRIVACY_OFFICER)
        self.approver = staff("rehearsal-approver", "이승인", Role.APPROVER)

    def _open(self) -> None:
        self.tell(_("보안팀의 연락을 받고 사고를 등록해요."))
        self.incident = actions.open_incident(
            by=self.officer,
            name="주문 시스템 개인정보 유출",
            noticed=timezone.now() - timedelta(hours=1),
            noticed_how="보안팀이 주문 시스템에서 평소의 40배가 넘는 조회를 보았어요.",
            is_intrusion=True,
        )
        actions.set_items(self.incident, ITEMS, by=self.officer)
        said = actions.Description(
            name=self.incident.name,
            is_intrusion=True,
            is_grave=False,
            people=self.people,
            since=timezone.now() - timedelta(days=159),
            until=timezone.now() - timedelta(minutes=30),
            contact=CONTACT,
            official_numbers="0215881588 (문자)\nprivacy@rehearsal.example",
            what_to_do=WHAT_TO_DO,
        )
        actions.describe(self.incident, said, by=self.officer)
        for text in ("조회된 주문이 밖으로 나갔는지", "공동현관 비밀번호도 나갔는지"):
            unknown = Statement(
                FactStatus.INVESTIGATING,
                text,
                "보안팀",
                self.officer,
                timezone.now() + timedelta(hours=6),
                is_released=True,
            )
            facts.state(self.incident, unknown, by=self.officer)
        tomorrow = timezone.now() + timedelta(days=1)
        actions.publish(self.incident, by=self.officer, next_update=tomorrow)

    def _take_list(self) -> None:
        self.tell(_("고객 %s명의 명단을 등록해요.") % f"{self.people:,}")
        content = BytesIO(b"".join(as_csv(self.people)))
        waiting = imports.queue(self.incident, content, is_csv=True, by=self.officer)

        def done() -> bool:
            now = ListImport.objects.get(pk=waiting.pk)
            self.advance(_("명단"), now.rows, self.people)
            return now.ended is not None

        _wait(done)

    def _tell_people(
        self, kind: NoticeKind, *, follows: Notice | None = None, crash: bool = False
    ) -> Notice:
        notice = notices.draft(self.incident, kind, by=self.officer, follows=follows)
        parts = {**parts_of(notice), "response": RESPONSE}
        if kind is NoticeKind.CORRECTION:
            parts["changed"] = "공동현관 비밀번호는 나가지 않은 것으로 확인했어요."
        notices.write(
            notice,
            parts,
            by=self.officer,
            channels=["sms", "email"],
            lawyer_agreed=True,
            sends_unknown_again=False,
        )
        notices.approve(notice, by=self.approver)
        notices.release(notice, by=self.officer)
        self.tell(_("%s: 보내기 시작했어요.") % kind.label)
        self._follow(notice, crash=crash)
        self.sent.append(notice)
        return notice

    def _follow(self, notice: Notice, *, crash: bool) -> None:
        crashed = not crash

        def done() -> bool:
            nonlocal crashed
            mailing = Mailing.objects.get(about=notice.about)
            progress = progress_of(mailing)
            given = progress.letters - progress.waiting
            self.advance(str(NoticeKind(notice.kind).label), given, max(progress.letters, 1))
            if not crashed and given > progress.letters // 4 > 0:
                crashed = self.crash()
                self.crashes += crashed
                if crashed:
                    self.tell(_("보내는 중에 작업 프로세스를 kill -9 로 죽였어요."))
            if progress.is_settled:
                follow()
            return Notice.objects.get(pk=notice.pk).told is not None

        _wait(done)

    def _report(self) -> None:
        for clock in clocks_of([self.incident]):
            if clock.is_running and clock.rule.met_by == "decision":
                decisions.decide(
                    self.incident,
                    clock,
                    by=self.officer,
                    is_done=True,
                    done=timezone.now(),
                    reason="연습: 접수 번호 R-2026-0001",
                )

    def _confirm(self) -> None:
        self.tell(_("사실을 확인하고, 확인한 것마다 24시간 안에 보완신고를 해요."))
        known = facts.facts_of(self.incident)
        said = ("주문 정보가 밖으로 나간 것을 확인했어요.", "공동현관 비밀번호도 나갔어요.")
        for fact, text in zip(known, said, strict=True):
            statement = Statement(FactStatus.CONFIRMED, text, "보안팀, KISA", is_released=True)
            facts.change(_fact(fact.id), statement, by=self.officer)
        self._report()

    def _correct(self, confirmed: Notice) -> None:
        self.tell(_("사실이 하나 바뀌어요. 통지를 받은 사람에게만 정정을 보내요."))
        door = max(facts.facts_of(self.incident), key=lambda fact: fact.id)
        ruled_out = Statement(
            FactStatus.RULED_OUT,
            "공동현관 비밀번호는 나가지 않았어요.",
            "KISA",
            is_released=True,
        )
        facts.change(_fact(door.id), ruled_out, by=self.officer)
        self._tell_people(NoticeKind.CORRECTION, follows=confirmed)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the gateway's own ledger says: letters that people got, too often, or not at all."""

    got: int
    doubled: int
    missed: int


def ledger_of(rehearsal: Rehearsal) -> Ledger:
    """Compare the text gateway's ledger with whom the mailings were for."""
    times = Counter(reference for _number, reference in rehearsal.gateway.sent)
    delivered = sum(progress.delivered for progress in progresses(rehearsal, "sms"))
    handed = sum(
        channel.letters - channel.failed
        for progress in progresses(rehearsal, "sms")
        for channel in progress.channels
        if channel.channel == "sms"
    )
    doubled = sum(count - 1 for count in times.values() if count > 1)
    return Ledger(sum(times.values()), doubled, max(handed, delivered) - len(times))


def progresses(rehearsal: Rehearsal, channel: str = "") -> list[MailingProgress]:
    """Return how each notice went."""
    mailings = Mailing.objects.filter(about__in=[notice.about for notice in rehearsal.sent])
    return [progress_of(mailing) for mailing in mailings.order_by("pk")]


def _fact(number: int) -> "facts.Fact":
    return facts.Fact.objects.get(pk=number)


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while not done():
        if time.monotonic() > until:
            raise TimeoutError("the rehearsal does not go on")
        time.sleep(POLL_SECONDS)
