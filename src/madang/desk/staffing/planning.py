"""How many people it takes, in the words in which a lead decides: with so many, so many wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from .erlang import answered_within, needed, waiting_with_patience

MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lead sets: contacts an hour, minutes each, people, and what is promised.

    `taken_away` is the part of the questions that answers of the guide would take away.
    """

    rate: float
    minutes: float
    people: int
    within: float
    wanted: float
    patience: float
    taken_away: float = 0.0

    @property
    def left(self) -> float:
        """How many an hour still come."""
        return self.rate * (1 - self.taken_away)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan leads to: answered in time, how many it would take, and who gives up on calls.

    `falls_behind` is by how many an hour more come than can be answered.
    """

    answered: float
    people_needed: int
    gives_up: float
    mean_wait: float
    occupancy: float
    needed_without: int
    falls_behind: float


def outcome(plan: Plan) -> Outcome:
    """Return what becomes of a plan; times in minutes."""
    rate = max(plan.left, 0.01) / 60
    impatient = waiting_with_patience(
        plan.people, rate=rate, handling=plan.minutes, patience=plan.patience
    )
    return Outcome(
        answered=answered_within(plan.within, plan.people, rate=rate, handling=plan.minutes),
        people_needed=_needed(plan, rate),
        gives_up=impatient.gives_up,
        mean_wait=impatient.mean_wait,
        occupancy=impatient.occupancy,
        needed_without=_needed(plan, max(plan.rate, 0.01) / 60),
        falls_behind=max(plan.left - plan.people * 60 / plan.minutes, 0.0),
    )


def _needed(plan: Plan, rate: float) -> int:
    if rate * plan.minutes > MOST_PEOPLE:
        return MOST_PEOPLE
    found = needed(rate=rate, handling=plan.minutes, within=plan.within, service_level=plan.wanted)
    return found.people


def curve(plan: Plan) -> Sequence[tuple[int, float]]:
    """Return (people, part answered in time) around what is needed, for a plot."""
    rate = max(plan.left, 0.01) / 60
    most = max(_needed(plan, rate), plan.people) + 5
    step = max(1, most // 60)
    return [
        (n, answered_within(plan.within, n, rate=rate, handling=plan.minutes))
        for n in range(1, most + 1, step)
    ]
