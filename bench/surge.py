"""A surge of eight times over five days, worked off by hand in turn, and at this desk (SimPy).

`python -m bench.surge --people 24 --times 8`. What is assumed stands in `Assumptions`, the same
for both but where the two ways of working differ; limits and pauses are the desk's own. Prints
what those who ask and those who answer find, and writes bench/results/surge.json.
"""

import argparse
import heapq
import json
import random
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import simpy

from madang.desk.limits import Limits

RESULTS = Path(__file__).parent / "results"
MINUTES_A_DAY, OPENS, CLOSES = 1440, 540, 1080
URGENCIES, SHARES = (0, 1, 2, 3), (60, 30, 7, 3)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What both ways of working share, and in what they differ.

    `usual` come in an hour of a usual day, which the people there can answer. Each day of the surge
    has its part of the peak. Who waits loses patience (exponential, in minutes of waiting).
    """

    people: int = 24
    usual: float = 150.0
    times: float = 8.0
    days: tuple[float, ...] = (1.0, 0.8, 0.5, 0.35, 0.25)
    patience: float = 2880.0
    abusive: float = 0.06
    # By hand: a vague guide makes contacts longer, and everybody works on until the queue is done.
    hand_minutes: float = 8.0
    hand_longest_day: float = 660.0
    # At the desk: answers with a way to pass on; what the guide takes away before anything is sent,
    # and what is answered together, from an hour after it began to be asked.
    desk_minutes: float = 6.0
    solved_before: float = 0.15
    in_groups: float = 0.30
    groups_after: float = 60.0
    # Of those who write abuse, whom a warning ends.
    ended: float = 0.7


@dataclass(slots=True)
class Person:
    """Somebody who asks."""

    arrived: float
    urgency: int
    is_abusive: bool
    patience: float


@dataclass(slots=True)
class Figures:
    """What came of a surge."""

    asked: int = 0
    answered: int = 0
    gave_up: int = 0
    waits: list[float] = field(default_factory=list)
    urgent_waits: list[float] = field(default_factory=list)
    overtime: list[float] = field(default_factory=list)
    without_break: list[float] = field(default_factory=list)
    abuse: list[int] = field(default_factory=list)
    overtaken: int = 0


class Surge:
    """One way of working through a surge."""

    def __init__(self, given: Assumptions, *, is_desk: bool, seed: int) -> None:
        self.given, self.is_desk = given, is_desk
        self.chance = random.Random(seed)
        self.env = simpy.Environment()
        self.waiting: list[tuple[Any, ...]] = []
        self.found = Figures()
        self.limits = Limits.read(())
        self.count = 0

    def run(self) -> Figures:
        """Let the days pass, and as many more as the people need to go home."""
        self.env.process(self._arrivals())
        for _n in range(self.given.people):
            self.env.process(self._works())
        self.env.run(until=len(self.given.days) * MINUTES_A_DAY)
        for _key, person in self.waiting:
            waited = self.env.now - person.arrived
            self.found.gave_up += waited > person.patience
        return self.found

    def _arrivals(self) -> Iterator[Any]:
        for day, part in enumerate(self.given.days):
            begin = day * MINUTES_A_DAY
            yield self.env.timeout(max(begin + OPENS - self.env.now, 0))
            rate = self.given.usual * self.given.times * part / 60
            while self.env.now < begin + 1320:
                yield self.env.timeout(self.chance.expovariate(rate))
                self._arrive()

    def _arrive(self) -> None:
        self.found.asked += 1
        person = Person(
            self.env.now,
            self.chance.choices(URGENCIES, SHARES)[0],
            self.chance.random() < self.given.abusive,
            self.chance.expovariate(1 / self.given.patience),
        )
        if self.is_desk and self._is_answered_at_once():
            self.found.answered += 1
            self.found.waits.append(0.0)
            return
        self.count += 1
        order = (-person.urgency, person.arrived) if self.is_desk else (person.arrived,)
        heapq.heappush(self.waiting, ((*order, self.count), person))

    def _is_answered_at_once(self) -> bool:
        draw, since = self.chance.random(), self.env.now - OPENS
        if draw < self.given.solved_before:
            return True
        groups = self.given.in_groups if since > self.given.groups_after else 0.0
        return draw < self.given.solved_before + groups

    def _works(self) -> Iterator[Any]:
        for day in range(len(self.given.days)):
            begin = day * MINUTES_A_DAY + OPENS
            yield self.env.timeout(max(begin - self.env.now, 0))
            yield from self._day(begin)

    def _day(self, begin: float) -> Iterator[Any]:
        held = self.limits
        usual_day = held.day.total_seconds() / 60
        margin = held.margin.total_seconds() / 60
        longest = usual_day - margin if self.is_desk else self.given.hand_longest_day
        stretch, worked, abuse, longest_stretch = self.env.now, 0.0, 0, 0.0
        while worked < longest and self.env.now < begin + 780:
            if self.is_desk and self.env.now - stretch >= 50 - margin:
                yield self.env.timeout(held.break_.total_seconds() / 60)
                stretch = self.env.now
                continue
            person = self._next()
            if person is None:
                if not self.is_desk and self.env.now > begin + usual_day:
                    break
                yield self.env.timeout(1)
                worked += 1
                continue
            minutes, rest, was_abusive = self._contact(person)
            yield self.env.timeout(minutes)
            worked += minutes
            abuse += was_abusive
            longest_stretch = max(longest_stretch, self.env.now - stretch)
            if rest:
                yield self.env.timeout(rest)
                stretch = self.env.now
            elif self.is_desk and worked < longest:
                yield self.env.timeout(held.pause.total_seconds() / 60)
                worked += held.pause.total_seconds() / 60
        self.found.overtime.append(max(worked - usual_day, 0.0))
        self.found.without_break.append(max(longest_stretch - 50, 0.0))
        self.found.abuse.append(abuse)

    def _next(self) -> Person | None:
        """Return who comes next, past those who have given up meanwhile."""
        while self.waiting:
            (*order, _n), person = heapq.heappop(self.waiting)
            waited = self.env.now - person.arrived
            if waited > person.patience:
                self.found.gave_up += 1
                continue
            self.found.answered += 1
            self.found.waits.append(waited)
            if person.urgency >= 2:
                self.found.urgent_waits.append(waited)
            later = self.waiting[0] if self.waiting else None
            self.found.overtaken += later is not None and later[0] < (*order, 0)
            return person
        return None

    def _contact(self, person: Person) -> tuple[float, float, bool]:
        """Return how long it lasts, the rest after it, and whether abuse was borne."""
        mean = self.given.desk_minutes if self.is_desk else self.given.hand_minutes
        minutes = min(self.chance.gammavariate(2, mean / 2), 10.0 if self.is_desk else 60.0)
        if not person.is_abusive:
            return minutes, 0.0, False
        if not self.is_desk:
            return minutes * 1.5, 0.0, True
        # It comes folded; most are warned and ended, and rest follows.
        rest = self.limits.rest.total_seconds() / 60
        return minutes / 2, rest, self.chance.random() > self.given.ended


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.surge", description=__doc__)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--times", type=float, default=8.0)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    assumed = Assumptions(people=given.people, times=given.times)
    rows = {
        name: _summed([Surge(assumed, is_desk=desk, seed=n).run() for n in range(given.runs)])
        for name, desk in (("by hand, in turn", False), ("this desk", True))
    }
    names = list(next(iter(rows.values())))
    print(f"{'':44}{''.join(f'{name:>20}' for name in rows)}")
    for name in names:
        print(f"{name:44}{''.join(f'{row[name]:>20}' for row in rows.values())}")
    RESULTS.mkdir(exist_ok=True)
    held = {"assumptions": asdict(assumed), **rows}
    (RESULTS / "surge.json").write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def _summed(runs: list[Figures]) -> dict[str, str]:
    waits = sorted(wait for run in runs for wait in run.waits)
    urgent = sorted(wait for run in runs for wait in run.urgent_waits)
    asked = sum(run.asked for run in runs)
    overtime = [one for run in runs for one in run.overtime]
    return {
        "asked, a run": f"{asked / len(runs):,.0f}",
        "answered": f"{sum(run.answered for run in runs) / asked:.1%}",
        "gave up": f"{sum(run.gave_up for run in runs) / asked:.1%}",
        "waited, median (95th) hours": _hours(waits),
        "waited, where money or misuse is at stake": _hours(urgent),
        "overtime a person and day, minutes": f"{statistics.mean(overtime):.0f}",
        "minutes over the caps, the most of anybody": f"{max(overtime):.0f}",
        "minutes without a break beyond 50, the most": (
            f"{max(one for run in runs for one in run.without_break):.0f}"
        ),
        "abuse borne a person and day": (
            f"{statistics.mean(one for run in runs for one in run.abuse):.1f}"
        ),
        "waited behind a later equal arrival": f"{sum(run.overtaken for run in runs)}",
    }


def _hours(waits: list[float]) -> str:
    if not waits:
        return "-"
    return f"{statistics.median(waits) / 60:.1f} ({waits[int(len(waits) * 0.95)] / 60:.1f})"


if __name__ == "__main__":
    main()
