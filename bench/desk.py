"""The desk with many who wait: what each action takes, and thirty who answer while others come.

`python -m bench.desk --open 100000 --arrivals 20000 --agents 30`, with `--postgres` on PostgreSQL.
First each action of one agent's, through the whole application; then agents who take and answer
while inquiries arrive, and a look at what was given to whom: twice, never, or out of turn.
Prints a table and writes bench/results/desk.json.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
TIMES = 60
# So many who came earlier are looked at for each.
LOOKED_BACK = 500
TEXTS = (
    "제 카드 번호도 나갔나요?",
    "비밀번호를 바꿔야 하나요?",
    "보상은 언제 받나요?",
    "주소도요?",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.desk", description=__doc__)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--arrivals", type=int, default=20_000)
    parser.add_argument("--agents", type=int, default=30)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="madang-desk-"))
        _prepare(folder, given.postgres, opened)
        result = {"open": given.open, "arrivals": given.arrivals, "agents": given.agents}
        result |= _actions(given.open)
        result |= _agents(given.arrivals, given.agents)
    RESULTS.mkdir(exist_ok=True)
    name = "desk-postgres.json" if given.postgres else "desk.json"
    (RESULTS / name).write_text(json.dumps(result, indent=1) + "\n")
    for key, value in result.items():
        print(f"{key:36} {value}")


def _prepare(folder: str, postgres: bool, opened: ExitStack) -> None:
    for name in [name for name in os.environ if name.startswith("MADANG_")]:
        del os.environ[name]
    os.environ |= {
        "MADANG_DATA": folder,
        "MADANG_HOSTS": "testserver",
        "MADANG_DESK_LIMITS": "pause=0,stretch=120,day=480",
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
    }
    if postgres:
        from tests.services.postgres import postgres_server

        os.environ["DATABASE_URL"] = opened.enter_context(postgres_server()).url
    import django

    django.setup()
    from madang.core.community import found_community
    from madang.operations import start

    start.make_folders()
    start.make_tables()
    start.ensure_keys()
    start.collect_static()
    found_community("측정", "")


def _fill(count: int) -> None:
    """Let so many wait, as if they had come in the last hours."""
    from datetime import timedelta

    from madang.core.db.many import insert_rows
    from madang.core.db.transactions import writing
    from madang.desk.clock import now
    from madang.desk.inquiries.keys import About, Words, keys_for
    from madang.desk.models import Inquiry, InquiryMessage

    keys, at, chance = keys_for(now()), now(), random.Random(1)
    columns = ("id", "year", "channel", "state", "urgency", "lane", "arrived", "link")
    for first in range(0, count, 2000):
        rows, messages = [], []
        for n in range(first, min(first + 2000, count)):
            number, arrived = 10_000_000 + n, at - timedelta(seconds=(count - n) / 10)
            about = keys.seal_about(number, About(code="123456", token=str(n)))
            urgency = chance.choices((0, 1, 2, 3), (70, 20, 8, 2))[0]
            row = (number, keys.year, 0, 0, urgency, "ko:front", arrived, number)
            rows.append((*row, False, about))
            words = keys.seal_words(number, Words(text=chance.choice(TEXTS)))
            messages.append((number, arrived, 0, words))
        with writing():
            insert_rows(Inquiry, (*columns, "asks_opinion", "box"), rows)
            insert_rows(InquiryMessage, ("inquiry", "at", "kind", "box"), messages)


def _actions(count: int) -> dict[str, Any]:
    from tests.staff.working import at_work, make_staff

    from madang.desk.models import Inquiry, InquiryState
    from madang.staff.roles import Role

    _fill(count)
    agent = make_staff(Role.AGENT, name="agent")
    make_staff(Role.AGENT, name="colleague")
    browser = at_work(agent)
    begun = {"languages": "ko", "desks": "front"}
    browser.post("/work/desk/begin", begun)
    taken: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, do: Callable[[], Any]) -> None:
        start = time.perf_counter()
        answer = do()
        taken[name].append((time.perf_counter() - start) * 1000)
        assert answer.status_code in (200, 302), (name, answer.status_code)

    later = "2027-01-04T10:00"
    moves = (
        ("answer", "answer", {"text": "나가지 않았어요."}),
        ("pass on", "pass", {"desk": "legal", "why": "-"}),
        ("give back", "back", {"why": "-"}),
        ("put off", "later", {"until": later, "why": "-"}),
        ("note", "note", {"text": "-"}),
        ("warn", "warn", {"kind": "abuse"}),
    )
    for n in range(TIMES * len(moves)):
        name, path, data = moves[n % len(moves)]
        timed("take", lambda: browser.post("/work/desk/next"))
        held = Inquiry.objects.filter(state=InquiryState.HELD).values_list("pk", flat=True).first()
        timed("show", lambda: browser.get("/work/desk"))
        timed(name, lambda: browser.post(f"/work/desk/{held}/{path}", data))  # noqa: B023
        if name == "note":
            browser.post(f"/work/desk/{held}/back", {"why": "-"})
        if name == "warn":
            _rested()
            browser.post("/work/desk/begin", begun)
    ask = {"stake": "1", "text": TEXTS[0], "sure": "1", "contact": "", "name": ""}
    for n in range(TIMES):
        timed("ask", lambda: browser.post("/inquiries/ask", ask, REMOTE_ADDR=f"10.0.0.{n}"))  # noqa: B023
    return {f"{name} p99 ms (median)": _p99(times) for name, times in taken.items()}


def _p99(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ordered[int(len(ordered) * 0.99)]:.1f} ({statistics.median(ordered):.1f})"


def _rested() -> None:
    from madang.desk.models import ShiftRow

    ShiftRow.objects.all().delete()


def _agents(arrivals: int, agents: int) -> dict[str, Any]:
    from tests.staff.working import make_staff

    from madang.desk.models import Inquiry
    from madang.staff.roles import Role

    _rested()
    Inquiry.objects.all().delete()
    staff = [make_staff(Role.AGENT, name=f"agent-{n}") for n in range(agents)]
    day = _Day(arrivals)
    threads = [threading.Thread(target=day.arrive, args=(n, 4)) for n in range(4)]
    threads += [threading.Thread(target=day.work, args=(one,)) for one in staff]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    twice = len(day.taken) - len({number for number, *_rest in day.taken})
    return {
        "arrived": len(day.came),
        "given out": len(day.taken),
        "given out twice": twice,
        "lost": len(day.came) - len({number for number, *_rest in day.taken}),
        "given out of turn": day.out_of_turn(),
        "seconds": round(seconds, 1),
        "taken and answered a second": round(len(day.taken) / seconds, 1),
        "take p99 ms (median), all at once": _p99(day.times),
    }


class _Day:
    """Arrivals and takings, with when each was done, by one clock."""

    def __init__(self, arrivals: int) -> None:
        self.arrivals = arrivals
        # Number: urgency, arrived, when it was there for all to see.
        self.came: dict[int, tuple[int, Any, float]] = {}
        # Number, when somebody began to take, and was given it.
        self.taken: list[tuple[int, float, float]] = []
        self.times: list[float] = []
        self.done = threading.Event()

    def arrive(self, which: int, of: int) -> None:
        from django.db import connection

        from madang.desk.clock import now
        from madang.desk.inquiries.receiving import Asking, receive
        from madang.desk.models import Urgency

        chance = random.Random(which)
        for n in range(which, self.arrivals, of):
            urgency = Urgency(chance.choices((0, 1, 2, 3), (70, 20, 8, 2))[0])
            made = receive(Asking(TEXTS[n % 4], stake=urgency), at=now()).inquiry
            self.came[made.pk] = (made.urgency, made.arrived, time.perf_counter())
        if len(self.came) >= self.arrivals:
            self.done.set()
        connection.close()

    def work(self, by: Any) -> None:
        from django.db import connection

        from madang.desk.care import shifts
        from madang.desk.clock import now
        from madang.desk.queue import acting
        from madang.desk.queue.taking import take

        shifts.begin(by, languages=("ko",), desks=("front",), at=now())
        while True:
            was_done, start = self.done.is_set(), time.perf_counter()
            found = take(by, at=now()).inquiry
            end = time.perf_counter()
            if found is None:
                if was_done:
                    break
                self.done.wait(0.02)
                continue
            self.times.append((end - start) * 1000)
            self.taken.append((found.pk, start, end))
            acting.answer(found.pk, "나가지 않았어요.", by=by, at=now())
        connection.close()

    def out_of_turn(self) -> int:
        """Count who was given out while somebody as urgent, who came earlier, surely waited.

        Surely: they were there before it was asked for, and were asked for after it was given.
        """
        by_urgency: dict[int, list[tuple[Any, float, float, float]]] = defaultdict(list)
        for number, start, end in self.taken:
            urgency, arrived, seen = self.came[number]
            by_urgency[urgency].append((arrived, seen, start, end))
        return sum(_overtaken(sorted(rows)) for rows in by_urgency.values())


def _overtaken(rows: list[tuple[Any, float, float, float]]) -> int:
    return sum(
        any(
            seen < start and asked > end
            for _arrived, seen, asked, _end in rows[max(0, at - LOOKED_BACK) : at]
        )
        for at, (_came, _there, start, end) in enumerate(rows)
    )


if __name__ == "__main__":
    main()
