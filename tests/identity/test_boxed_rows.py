"""Boxed rows give back what was kept, tell nothing else, and are as long for every account."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.calls.models import Watch
from madang.identity.boxed_rows import Boxed, BoxedRows
from madang.identity.boxes import encrypt


class Colour(IntEnum):
    RED = 1
    BLUE = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One of everything that a box may hold."""

    account: int
    words: str = ""
    colours: frozenset[Colour] = frozenset()
    day: date | None = None
    moment: datetime | None = None
    by_number: dict[int, int] = field(default_factory=dict)
    hours: tuple[int, int] | None = None


KEPT = st.builds(
    Kept,
    account=st.integers(1, 2**63 - 1),
    words=st.text(max_size=300),
    colours=st.frozensets(st.sampled_from(Colour)),
    day=st.none() | st.dates(),
    moment=st.none() | st.datetimes(timezones=st.just(UTC)),
    by_number=st.dictionaries(st.integers(0, 999999), st.integers(0, 999)),
    hours=st.none() | st.tuples(st.integers(0, 23), st.integers(0, 23)),
)
BOX = Boxed(Kept, "a test")


@given(KEPT)
def test_what_was_kept_is_read_as_it_was(value: Kept) -> None:
    assert BOX.decrypt(BOX.encrypt(value)) == value
    assert Boxed(Kept, "another").decrypt(BOX.encrypt(value)) is None


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1))
def test_a_box_is_as_long_for_every_account(one: int, other: int) -> None:
    account = Boxed(int, "an account")
    assert len(account.encrypt(one)) == len(account.encrypt(other))
    assert account.decrypt(account.encrypt(one)) == one


@pytest.mark.parametrize("text", ["", "{}", "[]", "no JSON", '{"account": "x"}', "null"])
def test_what_is_something_else_is_nothing(text: str) -> None:
    assert BOX.decrypt(encrypt(text, purpose="a test")) is None
    assert BOX.decrypt(text) is None


def test_what_a_newer_version_added_is_no_harm() -> None:
    newer = encrypt('{"account": 7, "since": 3}', purpose="a test")
    assert BOX.decrypt(newer) == Kept(7)


def test_rows_are_found_changed_and_deleted(db: Any, django_assert_num_queries: Any) -> None:
    rows = BoxedRows(Watch, Kept, "a test")
    places = [rows.key_of(7, place) for place in range(3)]
    assert len({*places, rows.key_of(7), rows.key_of(8, 0)}) == 5
    for place in places[:2]:
        rows.save(place, Kept(7, str(place)))
    rows.save(places[0], Kept(7, "changed"))
    with django_assert_num_queries(1):
        found = rows.find_all(places)
    assert found == {places[0]: Kept(7, "changed"), places[1]: Kept(7, str(places[1]))}
    assert rows.find(places[2]) is None and rows.find_all([]) == {}
    Watch.objects.create(pk=1, box="damaged")
    assert set(map(str, rows.all())) == set(map(str, found.values()))
    rows.drop_unless(lambda kept: kept.words == "changed")
    assert list(Watch.objects.values_list("pk", flat=True)) == [places[0]]
    rows.delete(*places)
    assert not Watch.objects.exists()


def test_a_value_saved_anew_while_others_are_dropped_stays(db: Any) -> None:
    rows = BoxedRows(Watch, Kept, "a test")
    place = rows.key_of(7)
    rows.save(place, Kept(7, "old"))

    def meanwhile(_value: Kept) -> bool:
        rows.save(place, Kept(7, "new"))
        return False

    rows.drop_unless(meanwhile)
    assert rows.find(place) == Kept(7, "new")
