"""A journal is found by its account alone, page by page, and ends with its months."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from madang.identity import journals
from madang.identity.epochs import open_epoch
from madang.identity.journals import Journal, append, erase, read_all, read_line, read_page, strike
from madang.identity.keys import KeyRing, ring
from madang.identity.models import JournalEntry

OCTOBER, NOVEMBER = (ring().open_epoch(month)[0] for month in (202610, 202611))
MINE = Journal("posts", 7)
pytestmark = pytest.mark.django_db


def write(journal: Journal, count: int, epoch: int = NOVEMBER) -> None:
    for n in range(count):
        append(journal, b"%d/%d" % (epoch, n), epoch=epoch)


def read(journal: Journal, number: int = 1, size: int = 10) -> list[bytes]:
    page = read_page(journal, number, size)
    assert page is not None
    return [line.content for line in page.lines]


def test_the_newest_comes_first_across_months() -> None:
    write(MINE, 3, OCTOBER)
    write(MINE, 2, NOVEMBER)
    assert read(MINE, 1, 4) == [b"202611/1", b"202611/0", b"202610/2", b"202610/1"]
    assert read(MINE, 2, 4) == [b"202610/0"]


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(counts=st.tuples(*[st.integers(0, 70)] * 2), size=st.integers(1, 30), account=st.integers(1))
def test_pages_hold_every_line_once_whatever_their_number(
    counts: tuple[int, int], size: int, account: int, db: Any
) -> None:
    JournalEntry.objects.all().delete()
    journal = Journal("comments", account % 2**62)
    from madang.identity import journals

    journals._next.clear()
    write(journal, counts[0], OCTOBER)
    write(journal, counts[1], NOVEMBER)
    expected = [b"202611/%d" % n for n in reversed(range(counts[1]))]
    expected += [b"202610/%d" % n for n in reversed(range(counts[0]))]
    first = read_page(journal, 1, size)
    assert first is not None
    pages = [read(journal, number, size) for number in range(1, first.last + 1)]
    assert [line for page in pages for line in page] == expected
    assert all(len(page) == size for page in pages[:-1])
    assert read_page(journal, first.last + 1, size) is None
    assert [line.content for line in read_all(journal, batch=7)] == expected


def test_a_page_takes_no_more_queries_when_there_is_more(
    django_assert_max_num_queries: Any,
) -> None:
    write(MINE, 700)
    with django_assert_max_num_queries(8):
        assert len(read(MINE, 20, 20)) == 20


def test_another_account_and_another_journal_are_empty() -> None:
    write(MINE, 3)
    assert read(Journal("posts", 8)) == [] == read(Journal("comments", 7))


def test_what_is_struck_out_is_gone_and_the_rest_stays() -> None:
    write(MINE, 3)
    assert strike(MINE, epoch=NOVEMBER, number=1)
    assert read(MINE) == [b"202611/2", b"202611/0"]
    assert read_line(MINE, epoch=NOVEMBER, number=1) is None
    append(MINE, b"later", epoch=NOVEMBER)
    assert read(MINE)[0] == b"later"
    assert not strike(MINE, epoch=NOVEMBER, number=99)


def test_a_destroyed_month_ends_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    write(MINE, 2, OCTOBER)
    write(MINE, 1, NOVEMBER)
    kept = {epoch: key for epoch, key in ring().epochs.items() if epoch != OCTOBER}
    monkeypatch.setattr(ring(), "epochs", kept)
    monkeypatch.setattr(ring(), "_read", lambda: None)
    assert read(MINE) == [b"202611/0"]
    assert not strike(MINE, epoch=OCTOBER, number=0)
    assert read_line(MINE, epoch=OCTOBER, number=0) is None


def test_a_month_that_another_process_just_destroyed_ends_its_lines_too(
    keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (keys.open_epoch(month)[0] for month in (202610, 202611))
    write(MINE, 2, old)
    write(MINE, 1, new)
    KeyRing.load(keys.store).destroy(old, date(2026, 11, 25))
    # This process has not looked at the keys since.
    assert old in ring().epochs
    monkeypatch.setattr("madang.identity.keys.LOOK_SECONDS", 0.0)
    assert read(MINE) == [b"202611/0"]


def test_a_line_in_another_place_cannot_be_read() -> None:
    write(MINE, 1)
    theirs = Journal("posts", 8)
    write(theirs, 1)
    one, two = JournalEntry.objects.all()
    one.box, two.box = two.box, one.box
    one.save()
    two.save()
    assert read(MINE) == [] == read(theirs)


def test_lines_are_alike_and_stored_in_no_order_of_writing() -> None:
    for length in range(20):
        append(MINE, b"x" * length, epoch=NOVEMBER)
    entries = list(JournalEntry.objects.all())
    assert {len(entry.box) for entry in entries} == {61}
    assert len({bytes(entry.box)[1:13] for entry in entries}) == 20
    written = [line.number for line in read_all(MINE)]
    from django.db import connection

    if connection.vendor == "sqlite":
        from madang.core.db.select import fetch

        rows = fetch("SELECT rowid, key FROM identity_journalentry ORDER BY rowid", ())
        assert all(rowid == key for rowid, key in rows) and len(rows) == 20
    assert written == sorted(written, reverse=True)


def test_too_long_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        append(MINE, b"x" * 32, epoch=NOVEMBER)


@pytest.mark.django_db(transaction=True)
def test_a_write_that_was_undone_leaves_no_gap() -> None:
    from django.db import transaction

    write(MINE, 2)
    with pytest.raises(RuntimeError), transaction.atomic():
        append(MINE, b"lost", epoch=NOVEMBER)
        raise RuntimeError
    append(MINE, b"kept", epoch=NOVEMBER)
    assert read(MINE)[0] == b"kept" and len(read(MINE)) == 3


def test_what_is_left_of_an_erasing_that_broke_off_is_found_again(
    keys: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, epoch = Journal("posts", 1), open_epoch(timezone.now())
    for number in range(1200):
        append(journal, b"%d" % number, epoch=epoch)
    execute, done = journals.execute, iter(range(9))

    def breaks_off(*given: Any) -> int:
        if next(done) == 1:
            raise OSError
        return execute(*given)

    with monkeypatch.context() as broken:
        broken.setattr(journals, "execute", breaks_off)
        with pytest.raises(OSError):
            erase(journal)
    erase(journal)
    assert not JournalEntry.objects.exists()
