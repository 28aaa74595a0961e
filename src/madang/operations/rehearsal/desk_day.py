"""A desk's day pressed into minutes: people ask, others answer, and a fact changes midway.

The desk's clock goes faster by as much, so that pauses, breaks and caps are those of a whole day.
Everything goes through the server's own pages, as browsers use them.
"""

import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from madang.core.community import found_community
from madang.desk import clock
from madang.desk.care import shifts
from madang.desk.guide import actions as guide
from madang.desk.guide.actions import Said
from madang.desk.models import Inquiry, InquiryMessage, InquiryState, MessageKind, ShiftRow
from madang.incidents import actions as incidents
from madang.incidents import facts
from madang.incidents.facts import Statement
from madang.incidents.models import Fact, FactStatus, Incident
from madang.staff.members import StaffMember
from madang.staff.models import WorkRecord
from madang.staff.roles import Role

from .browser import Browser, session_of
from .people import staff
from .wordings import OTHERS, WORDINGS

SEED, HANDLING_MINUTES, LONGEST_MINUTES = 20261130, 5.0, 9.0
ASKERS, DAY_HOURS = 4, 9
PASS_ON = {"pass_on_when": "금액이나 법을 물으면", "pass_on_to": "법무"}
POLL_SECONDS, LEAD_SECONDS, FEWEST_ALIKE = 0.4, 15.0, 12
_HELD = re.compile(r'action="/work/desk/(\d+)/answer"')
_UNTIL = re.compile(r'data-until="([^"]+)"')
_NUMBER = re.compile(r'<dd class="big">(\d{4})-(\d{4})</dd>')
_STATE = re.compile(r'data-state="(\w+)" data-news="([^"]+)"')
_GROUP = re.compile(r'href="/work/groups/(\d+)"[^<]*<')


@dataclass(slots=True)
class DeskDay:
    """A rehearsed day: how much of it, and what is measured as it goes."""

    inquiries: int
    minutes: float
    agents: int
    watchers: int
    port: int
    tell: Callable[[str], None]
    advance: Callable[[int, int], None]
    lead: StaffMember = field(init=False)
    officer: StaffMember = field(init=False)
    incident: Incident = field(init=False)
    fact: Fact = field(init=False)
    staff: list[StaffMember] = field(default_factory=list)
    sessions: dict[int, str] = field(default_factory=dict)
    receipts: list[int] = field(default_factory=list)
    refused: int = 0
    # What was given to somebody alone.
    given: set[int] = field(default_factory=set)
    page_times: dict[str, list[float]] = field(default_factory=dict)
    stretch_over: list[float] = field(default_factory=list)
    fact_seen: list[float] = field(default_factory=list)
    fact_changed: float = 0.0
    groups_answered: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pace(self) -> float:
        """How many times faster the desk's clock goes."""
        return DAY_HOURS * 60 / self.minutes

    def found(self) -> None:
        """Found the site with all that the day needs."""
        found_community("느티나무 상점", "연습용 회사예요")
        self.employ()

    def employ(self) -> None:
        """Give a site the desk's staff, an incident and a guide."""
        self.officer = staff("desk-officer", "책임자", Role.PRIVACY_OFFICER)
        self.lead = staff("desk-lead", "팀장", Role.LEAD)
        self.staff = [
            staff(f"desk-agent-{n}", f"상담원 {n + 1}", Role.AGENT) for n in range(self.agents)
        ]
        everybody = (self.officer, self.lead, *self.staff)
        self.sessions = {one.account: session_of(one.account) for one in everybody}
        self.incident = incidents.open_incident(
            by=self.officer,
            name="주문 시스템 개인정보 유출",
            noticed=timezone.now() - timedelta(days=1),
            noticed_how="보안팀이 보았어요.",
            is_intrusion=True,
        )
        said = Statement(
            FactStatus.CONFIRMED, "카드 번호는 나가지 않았어요.", "결제팀", is_released=True
        )
        self.fact = facts.state(self.incident, said, by=self.officer)
        for question, texts in WORDINGS.items():
            answer = Said(
                questions="\n".join([question, *texts[:3]]),
                answer=f"{question} 이렇게 하시면 돼요. 문의 페이지에서도 보실 수 있어요.",
                **PASS_ON,
                facts=(self.fact.pk,),
            )
            version = guide.write(answer, by=self.lead, incident=self.incident)
            guide.review(version, by=self.officer)

    def run(self) -> None:
        """Let the day pass."""
        self.tell(f"{self.inquiries:,} / {self.minutes:g} min / x{self.pace:.0f}")
        half = time.monotonic() + self.minutes * 30
        threads = self.watchers + self.agents + 1 + ASKERS
        with ThreadPoolExecutor(threads) as pool:
            others = [pool.submit(self._watch, n) for n in range(self.watchers)]
            others += [pool.submit(self._work, one) for one in self.staff]
            others += [pool.submit(self._lead)]
            askers = [pool.submit(self._ask, n) for n in range(ASKERS)]
            try:
                self._wait(lambda: time.monotonic() > half)
                self._change_fact()
                self._wait(lambda: all(one.done() for one in askers))
            finally:
                self.over.set()
        for one in (*askers, *others):
            one.result()

    def _wait(self, is_over: Callable[[], bool]) -> None:
        """Wait until it is so, and say how far the day is."""
        while not is_over():
            self.advance(len(self.receipts), self.inquiries)
            time.sleep(1)

    def _ask(self, which: int) -> None:
        chance = random.Random(SEED + which)  # noqa: S311 - a rehearsal
        browser = Browser(self.port)
        browser.get("/inquiries/ask")
        begun, every = time.monotonic(), self.minutes * 60 * ASKERS / self.inquiries
        for n, number in enumerate(range(which, self.inquiries, ASKERS)):
            time.sleep(max(0.0, begun + n * every - time.monotonic()))
            texts = [text for kind in WORDINGS.values() for text in kind]
            text = chance.choice(texts) if chance.random() < 0.8 else chance.choice(OTHERS)
            data = {
                "stake": str(chance.choices((0, 1, 2, 3), (60, 30, 7, 3))[0]),
                "text": f"{text} ({number})",
                "sure": "1",
            }
            browser.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            page = self._timed("ask", lambda: browser.post("/inquiries/ask", data))  # noqa: B023
            found = _NUMBER.search(page)
            with self.lock:
                if found:
                    self.receipts.append(int(found[1] + found[2]))
                else:
                    self.refused += 1
                    self.tell(" ".join(re.findall(r"<h1[^>]*>([^<]*)", page)) or page[:200])

    def _work(self, by: StaffMember) -> None:
        chance = random.Random(by.account)  # noqa: S311 - a rehearsal
        browser = Browser(self.port, session=self.sessions[by.account])
        browser.get("/work/desk")
        browser.post("/work/desk/begin", {"languages": "ko", "desks": "front"})
        stretch = clock.now()
        while not self.over.is_set():
            page = self._timed("take", lambda: browser.post("/work/desk/next", {}))
            held, until = _HELD.search(page), _UNTIL.search(page)
            if held:
                with self.lock:
                    self.given.add(int(held[1]))
                self._handle(browser, held[1], chance)
                late = (clock.now() - stretch - shifts.limits().stretch).total_seconds() / 60
                with self.lock:
                    self.stretch_over.append(max(late, 0.0))
            elif until and until[1]:
                end = datetime.fromisoformat(until[1])
                if end - clock.now() > timedelta(minutes=5):
                    stretch = end
                self.over.wait(max((end - clock.now()).total_seconds() / self.pace, 0.05))
            elif "disabled" not in page:
                self.over.wait(0.5)
            else:
                break
        connection.close()

    def _handle(self, browser: Browser, number: str, chance: random.Random) -> None:
        minutes = min(chance.expovariate(1 / HANDLING_MINUTES), LONGEST_MINUTES)
        self.over.wait(minutes * 60 / self.pace)
        later = timezone.localtime(clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        what, data = chance.choices(
            (
                ("answer", {"text": "네, 이렇게 하시면 돼요."}),
                ("pass", {"desk": "legal", "why": "금액을 물어요"}),
                ("later", {"until": later, "why": "전화 약속"}),
                ("back", {"why": "다른 분이 더 잘 아세요"}),
                ("warn", {"kind": "abuse"}),
            ),
            (85, 7, 4, 3, 1),
        )[0]
        self._timed(what, lambda: browser.post(f"/work/desk/{number}/{what}", data))

    def _lead(self) -> None:
        writer = Browser(self.port, session=self.sessions[self.lead.account])
        sender = Browser(self.port, session=self.sessions[self.officer.account])
        for browser in (writer, sender):
            browser.get("/work/groups")
        while not self.over.wait(LEAD_SECONDS):
            for number in dict.fromkeys(_GROUP.findall(writer.get("/work/groups"))):
                self._answer_group(number, writer, sender)
        connection.close()

    def _answer_group(self, number: str, writer: Browser, sender: Browser) -> None:
        address = f"/work/groups/{number}"
        page = writer.get(address)
        waiting = re.findall(r'name="inquiry" value="(\d+)"', page)
        if len(waiting) < FEWEST_ALIKE or "답했어요" in page:
            return
        data = {"text": "{이름}님, 이렇게 하시면 돼요.", "late": "on"}
        sender.get(address)
        writer.post(f"{address}/write", data)
        sender.post_all(f"{address}/send", [("seen", one) for one in waiting[:5]])
        with self.lock:
            self.groups_answered += 1

    def _watch(self, which: int) -> None:
        """Be a page of the guide that stays open, and note when it shows the changed fact."""
        browser = Browser(self.port, session=self.sessions[self.staff[which % self.agents].account])
        found = _STATE.search(browser.get("/work/guide"))
        if found is None:
            return
        time.sleep(random.random() * POLL_SECONDS)  # noqa: S311 - a rehearsal
        browser.forget_session()
        while not self.over.wait(POLL_SECONDS):
            state = browser.get(found[2])
            if self.fact_changed and '"stale": []' not in state:
                with self.lock:
                    self.fact_seen.append(time.monotonic() - self.fact_changed)
                break
        connection.close()

    def _change_fact(self) -> None:
        said = Statement(
            FactStatus.CONFIRMED, "카드 번호의 뒤 네 자리가 나갔어요.", "결제팀", is_released=True
        )
        self.fact_changed = time.monotonic()
        facts.change(self.fact, said, by=self.officer)
        self.tell("fact changed")

    def _timed(self, what: str, do: Callable[[], str]) -> str:
        begun = time.monotonic()
        page = do()
        with self.lock:
            self.page_times.setdefault(what, []).append((time.monotonic() - begun) * 1000)
        return page


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a day."""

    arrived: int
    refused: int
    lost: int
    answered_singly: int
    answered_in_groups: int
    waiting: int
    answered_twice: int
    overtaken: int
    minutes_over: float
    resting: int


def figures(day: DeskDay) -> Figures:
    """Return what came of a day, from the database and from what everybody saw."""
    rows = {
        row.pk: row for row in Inquiry.objects.filter(pk__in=day.receipts).defer("box").iterator()
    }
    answers = InquiryMessage.objects.filter(kind=MessageKind.ANSWERED)
    per_inquiry: dict[int, int] = {}
    for number in answers.values_list("inquiry", flat=True):
        per_inquiry[number] = per_inquiry.get(number, 0) + 1
    answered = [row for row in rows.values() if row.state == InquiryState.ANSWERED]
    singly = sum(row.pk in day.given for row in answered)
    days = [shifts.SHIFTS.decrypt(row.box) for row in ShiftRow.objects.all()]
    over = sum(
        max((one.worked_time - one.longest).total_seconds() / 60, 0.0) for one in days if one
    )
    return Figures(
        arrived=len(day.receipts),
        refused=day.refused,
        lost=len(set(day.receipts) - rows.keys()),
        answered_singly=singly,
        answered_in_groups=len(answered) - singly,
        waiting=sum(row.state == InquiryState.WAITING for row in rows.values()),
        answered_twice=sum(count > 1 for count in per_inquiry.values()),
        overtaken=_overtaken(day, rows),
        minutes_over=over + sum(day.stretch_over),
        resting=sum(bool(one and one.why in ("rest", "break")) for one in days),
    )


def _overtaken(day: DeskDay, rows: dict[int, Inquiry]) -> int:
    """Count who was given out first though somebody as urgent had come a second earlier or more.

    In the order in which the server wrote down who looked: answers overtake one another on the way.
    """
    looks = WorkRecord.objects.filter(action="look at inquiry").order_by("pk")
    abouts = dict.fromkeys(looks.values_list("about", flat=True))
    by_about = {row.about: row for row in rows.values()}
    given = [by_about[about] for about in abouts if about in by_about]
    tolerance, wrong = timedelta(seconds=1) * day.pace, 0
    latest: dict[int, datetime] = {}
    for row in given:
        if "!" in row.lane:
            continue
        before = latest.get(row.urgency, row.arrived)
        wrong += row.arrived < before - tolerance
        latest[row.urgency] = max(before, row.arrived)
    return wrong
