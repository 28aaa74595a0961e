"""How many people are needed: Erlang-C, where everybody waits, and Erlang-A, where some give up.

Times are in one unit throughout, whichever it is; `load` is in Erlangs: contacts that come in a
unit of time, times how long one takes.

Sources: A. K. Erlang (1917); for the recursion, Cooper, "Introduction to Queueing Theory" (1981),
chapter 3; for people who give up, Palm (1957), as Garnett, Mandelbaum and Reiman give it in
"Designing a Call Center with Impatient Customers" (2002).
"""

import math
from dataclasses import dataclass

# What is so many powers of e less likely than the likeliest has no weight in any sum.
NEGLIGIBLE = 40.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What those who come find: whether they wait, how long on average, who gives up.

    `occupancy` is the part of their time in which people are busy.
    """

    waits: float
    mean_wait: float
    occupancy: float
    gives_up: float = 0.0


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many people it takes: at their desks, and on the list with those who are off."""

    people: int
    scheduled: int
    service_level: float
    waiting: Waiting


def waiting(people: int, *, rate: float, handling: float) -> Waiting:
    """Return what those who come find where nobody gives up (Erlang-C).

    `rate` come in a unit of time, and each takes `handling`. More than people can do waits forever.
    """
    load = rate * handling
    if people <= load:
        return Waiting(waits=1.0, mean_wait=math.inf, occupancy=1.0)
    blocked = 1.0
    for one in range(1, people + 1):
        blocked = load * blocked / (one + load * blocked)
    waits = blocked / (1 - load / people * (1 - blocked))
    return Waiting(waits, waits * handling / (people - load), load / people)


def answered_within(limit: float, people: int, *, rate: float, handling: float) -> float:
    """Return the part of those who come that is answered within a time (Erlang-C)."""
    load = rate * handling
    if people <= load:
        return 0.0
    found = waiting(people, rate=rate, handling=handling)
    return 1 - found.waits * math.exp(-(people - load) * limit / handling)


def waiting_with_patience(people: int, *, rate: float, handling: float, patience: float) -> Waiting:
    """Return what those who come find where each gives up after `patience` on average (Erlang-A).

    All times are exponential. However many come, a state is reached that lasts.
    """
    logs = _logarithms(people, rate=rate, handling=handling, patience=patience)
    most = max(logs)
    weights = [math.exp(one - most) for one in logs]
    total = sum(weights)
    mean_queue = sum(n * one for n, one in enumerate(weights[people:])) / total
    gives_up = mean_queue / patience / rate
    return Waiting(
        waits=sum(weights[people:]) / total,
        mean_wait=mean_queue / rate,
        occupancy=rate * (1 - gives_up) * handling / people,
        gives_up=gives_up,
    )


def _logarithms(people: int, *, rate: float, handling: float, patience: float) -> list[float]:
    """Return how likely it is that so many are here, served or waiting: logarithms, but for a sum.

    The weights themselves are beyond what a number holds where many wait.
    """
    logs = [0.0]
    most = 0.0
    while len(logs) <= people or logs[-1] > most - NEGLIGIBLE:
        here = len(logs)
        leaves = min(here, people) / handling + max(here - people, 0) / patience
        logs.append(logs[-1] + math.log(rate / leaves))
        most = max(most, logs[-1])
    return logs


def needed(
    *,
    rate: float,
    handling: float,
    within: float,
    service_level: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> Staffing:
    """Return the fewest people by whom so many are answered in time (Erlang-C).

    `service_level` of those who come are to be answered `within` a time, nobody is busy for more
    than `max_occupancy` of theirs, and of those on the list `shrinkage` are off.
    """
    people = max(1, math.ceil(rate * handling))
    while True:
        found = waiting(people, rate=rate, handling=handling)
        level = answered_within(within, people, rate=rate, handling=handling)
        if level >= service_level and found.occupancy <= max_occupancy:
            return Staffing(people, math.ceil(people / (1 - shrinkage)), level, found)
        people += 1
