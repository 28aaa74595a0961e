"""How many people are needed, against figures that others published."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.desk.staffing.erlang import (
    answered_within,
    needed,
    waiting,
    waiting_with_patience,
)


def test_pyworkforces_published_example() -> None:
    found = needed(
        rate=100 / 30,
        handling=3,
        within=20 / 60,
        service_level=0.8,
        max_occupancy=0.85,
        shrinkage=0.3,
    )
    assert (found.people, found.scheduled) == (14, 20)
    assert found.service_level == pytest.approx(0.888, abs=5e-4)
    assert found.waiting.occupancy == pytest.approx(0.714, abs=5e-4)
    assert found.waiting.waits == pytest.approx(0.174, abs=5e-4)


def test_a_hall_of_55() -> None:
    found = waiting(55, rate=360 / 30, handling=4)
    assert found.waits == pytest.approx(0.239, abs=5e-4)
    assert found.mean_wait * 60 == pytest.approx(8.2, abs=0.05)


def test_patience_of_two_minutes() -> None:
    found = waiting_with_patience(50, rate=48, handling=1, patience=2)
    assert found.gives_up == pytest.approx(0.0309, abs=5e-5)
    assert found.mean_wait * 60 == pytest.approx(3.7, abs=0.05)


@pytest.mark.parametrize(("times", "handling", "people"), [(1, 6, 24), (3.5, 6, 83), (3.5, 8, 110)])
def test_a_vague_guide_costs_more_people_than_the_surge(
    times: float, handling: float, people: int
) -> None:
    found = needed(
        rate=times * 100 / 30, handling=handling, within=1, service_level=0.8, max_occupancy=0.85
    )
    assert found.people == people


@pytest.mark.parametrize(("answered_before", "gives_up"), [(0.0, 0.66), (0.7, 0.038)])
def test_what_is_answered_before_people_call_keeps_them(
    answered_before: float, gives_up: float
) -> None:
    rate = (1 - answered_before) * 3.5 * 100 / 30
    found = waiting_with_patience(24, rate=rate, handling=6, patience=5)
    assert found.gives_up == pytest.approx(gives_up, abs=5e-3)


def test_too_few_people_never_answer_everybody() -> None:
    found = waiting(10, rate=11, handling=1)
    assert (found.waits, found.mean_wait) == (1.0, math.inf)
    assert answered_within(60, 10, rate=11, handling=1) == 0.0


@given(
    people=st.integers(1, 200),
    part=st.floats(0.05, 3),
    handling=st.floats(0.1, 30),
    patience=st.floats(0.1, 60),
)
def test_nobody_is_lost_between_answered_and_given_up(
    people: int, part: float, handling: float, patience: float
) -> None:
    rate = part * people / handling
    found = waiting_with_patience(people, rate=rate, handling=handling, patience=patience)
    assert 0 <= found.gives_up <= 1 and 0 <= found.waits <= 1 + 1e-9
    assert found.occupancy <= 1 + 1e-9
    # Who gives up went while waiting: as many as wait, each at the rate of their patience.
    assert found.gives_up * patience == pytest.approx(found.mean_wait, rel=1e-6, abs=1e-12)


@given(people=st.integers(2, 100), part=st.floats(0.1, 0.98))
def test_endless_patience_is_erlang_c(people: int, part: float) -> None:
    rate = part * people
    patient = waiting_with_patience(people, rate=rate, handling=1, patience=1e9)
    assert patient.waits == pytest.approx(waiting(people, rate=rate, handling=1).waits, rel=1e-3)


@given(people=st.integers(1, 60), part=st.floats(0.1, 0.95), more=st.integers(1, 10))
def test_more_people_never_answer_fewer(people: int, part: float, more: int) -> None:
    rate = part * people
    few, many = (answered_within(1, one, rate=rate, handling=1) for one in (people, people + more))
    assert many >= few - 1e-12
