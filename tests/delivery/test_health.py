"""Of two providers, one that fails or is slow is given no more, and gets its part back by steps."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.delivery.mailings import health
from madang.delivery.mailings.health import ERRORS, Providers, slow_share
from madang.delivery.mailings.providers import TryLater
from madang.delivery.models import Batch, BatchState, Mailing


@dataclass
class Fake:
    name: str
    channel: str = "sms"
    max_letters: int = 1000


ONE, TWO = Fake("one"), Fake("two")
BOTH: Any = [ONE, TWO]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def providers(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Providers:
    made = Providers(clock=clock)
    monkeypatch.setattr(health, "providers_health", made)
    made.looked = float("inf")
    return made


def shares(providers: Providers, turns: int = 100) -> Counter[str]:
    found: Counter[str] = Counter()
    for _ in range(turns):
        chosen = providers.choose(BOTH)
        assert chosen is not None
        found[chosen.name] += 1
    return found


def fail(provider: Fake, letters: int) -> None:
    with pytest.raises(TryLater), health.measured(provider, letters):  # type: ignore[arg-type]
        raise TryLater("503")


def test_both_have_their_turn(providers: Providers) -> None:
    assert shares(providers) == {"one": 50, "two": 50}


def test_fifty_errors_in_a_minute_move_all_to_the_other(providers: Providers, clock: Clock) -> None:
    fail(ONE, ERRORS - 1)
    assert shares(providers)["one"] == 50
    fail(ONE, 1)
    assert shares(providers) == {"two": 100}


def test_errors_of_longer_ago_do_not_count(providers: Providers, clock: Clock) -> None:
    fail(ONE, ERRORS - 1)
    clock.now += 61
    fail(ONE, 1)
    assert shares(providers)["one"] == 50


def test_it_comes_back_by_steps_after_a_quiet_quarter_of_an_hour(
    providers: Providers, clock: Clock
) -> None:
    fail(ONE, ERRORS)
    seen = []
    for _ in range(5):
        seen.append(shares(providers)["one"])
        clock.now += 15 * 60
    assert seen[0] == 0 and seen == sorted(seen) and seen[-1] == 50


def test_where_all_are_in_trouble_somebody_is_asked_all_the_same(
    providers: Providers, clock: Clock
) -> None:
    fail(ONE, ERRORS)
    clock.now += 10
    fail(TWO, ERRORS)
    assert shares(providers) == {"one": 100}


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 80), st.integers(0, 2000)), max_size=30))
def test_somebody_is_always_chosen_and_weights_stay_in_bounds(
    events: list[tuple[bool, int, int]],
) -> None:
    clock = Clock()
    made = Providers(clock=clock, looked=float("inf"))
    for is_one, letters, seconds in events:
        clock.now += seconds
        made.of(ONE if is_one else TWO).note_error(letters, clock.now)  # type: ignore[arg-type]
        assert made.choose(BOTH) in BOTH
        assert all(0 <= one.weight <= 100 for one in made.known.values())


def handed(provider: Fake, *, delivered: int, slow: int = 0, letters: int = 100) -> None:
    mailing = Mailing.objects.get_or_create(about="x", defaults={"key_name": "k", "contents": ""})
    Batch.objects.create(
        mailing=mailing[0],
        channel="sms",
        provider=provider.name,
        state=BatchState.HANDED_OVER,
        handed_over=timezone.now() - timedelta(minutes=8),
        letters=letters,
        delivered=delivered,
        slow=slow,
    )


def test_a_slow_one_is_given_no_more_unless_all_are(db: Any, clock: Clock) -> None:
    made = Providers(clock=clock)
    handed(ONE, delivered=90, slow=10)
    handed(TWO, delivered=100)
    assert slow_share(ONE) == pytest.approx(0.2)  # type: ignore[arg-type]
    assert shares(made) == {"two": 100}
    handed(TWO, delivered=40, letters=100)
    later = Providers(clock=clock)
    assert shares(later) == {"one": 50, "two": 50}
