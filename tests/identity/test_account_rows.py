"""One value for each account: the newest counts, and no row is ever written again."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.calls.models import CallsRead
from madang.identity import account_rows
from madang.identity.account_rows import AccountRows

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Kept:
    words: tuple[str, ...] = ()


@pytest.fixture
def rows(keys: Any, monkeypatch: pytest.MonkeyPatch) -> AccountRows[Kept]:
    monkeypatch.setattr(account_rows, "_registered", [])
    return AccountRows(CallsRead, Kept, "test of account rows")


def stored() -> dict[int, str]:
    return dict(CallsRead.objects.values_list("pk", "box"))


def test_the_newest_value_counts_and_the_others_stay_as_they_were(rows: AccountRows[Kept]) -> None:
    seen: dict[int, str] = {}
    for number in range(10):
        rows.save(7, Kept((str(number),)))
        now = stored()
        assert rows.find(7) == Kept((str(number),))
        assert seen.items() <= now.items() and len(now) == len(seen) + 1
        seen = now


def test_values_of_many_are_one_query(
    rows: AccountRows[Kept], django_assert_num_queries: Any
) -> None:
    for account in range(5):
        rows.save(account, Kept(("old",)))
        rows.save(account, Kept((str(account),)))
    with django_assert_num_queries(1):
        found = rows.find_all(range(7))
    assert found == {account: Kept((str(account),)) for account in range(5)}
    assert sorted(value.words for value in rows.all()) == [(str(n),) for n in range(5)]


def test_more_values_than_there_is_room_for_lose_none_but_old_ones(
    rows: AccountRows[Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_rows, "PLACES", 3)
    for number in range(9):
        rows.save(7, Kept((str(number),)))
        assert rows.find(7) == Kept((str(number),))
    assert len(stored()) == 3


def test_what_is_outdated_goes_only_where_it_is_several_peoples(rows: AccountRows[Kept]) -> None:
    for account in range(4):
        for words in ("old", "new"):
            rows.save(account, Kept((words,)))
    rows.drop_outdated(of_at_least=5)
    assert len(stored()) == 8
    rows.drop_outdated(of_at_least=4)
    assert len(stored()) == 4
    assert set(rows.find_all(range(4)).values()) == {Kept(("new",))}


def test_what_goes_on_in_the_background_writes_the_newest_again(rows: AccountRows[Kept]) -> None:
    rows.save(7, Kept(("one",)))
    rows.save(7, Kept(("two",)))
    rows.amend(7, Kept(("two, further",)))
    assert rows.find(7) == Kept(("two, further",)) and len(stored()) == 2
    rows.amend(8, Kept(("nobody's",)))
    assert rows.find(8) is None


def test_deleting_leaves_nothing_of_one_and_all_of_others(rows: AccountRows[Kept]) -> None:
    for account in (7, 8):
        for words in ("old", "new"):
            rows.save(account, Kept((words,)))
    rows.delete(7)
    assert rows.find(7) is None and rows.find(8) == Kept(("new",)) and len(stored()) == 2


@given(st.lists(st.text(max_size=40), max_size=5).map(tuple))
def test_whatever_is_kept_is_read_as_it_was(
    words: tuple[str, ...],
) -> None:
    rows = AccountRows(CallsRead, Kept, "test of account rows")
    account_rows._registered.remove(rows)
    rows.save(7, Kept(words))
    assert rows.find(7) == Kept(words)
    rows.delete(7)


def test_what_is_saved_while_old_values_are_dropped_stays(rows: AccountRows[Kept]) -> None:
    rows.save(7, Kept(("seven",)))
    rows.save(8, Kept(("eight",)))

    def meanwhile(value: Kept) -> bool:
        if value == Kept(("seven",)):
            rows.save(9, Kept(("nine",)))
            rows.save(7, Kept(("new",)))
        return value != Kept(("eight",))

    rows.drop_unless(meanwhile)
    assert [rows.find(account) for account in (7, 8, 9)] == [Kept(("new",)), None, Kept(("nine",))]


def test_a_place_taken_for_a_new_value_meanwhile_stays(rows: AccountRows[Kept]) -> None:
    for number in range(account_rows.PLACES):
        rows.save(7, Kept((str(number),)))

    def meanwhile(_value: Kept) -> bool:
        rows.save(7, Kept(("new",)))
        return True

    rows.drop_unless(meanwhile)
    assert rows.find(7) == Kept(("new",))
