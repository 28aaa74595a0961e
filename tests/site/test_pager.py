"""The numbered pager: 처음 이전 22 23 24 25 26 27 28 다음."""

from hypothesis import given
from hypothesis import strategies as st

from madang.site.pager import pager


def test_in_the_middle() -> None:
    shown = pager(25, 100)
    assert list(shown.numbers) == [22, 23, 24, 25, 26, 27, 28]
    assert (shown.first, shown.previous, shown.next) == (1, 24, 26)
    assert (shown.ten_back, shown.ten_on) == (15, 35)


def test_at_the_ends() -> None:
    assert list(pager(1, 100).numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert (pager(1, 100).first, pager(1, 100).previous) == (None, None)
    assert list(pager(100, 100).numbers) == [94, 95, 96, 97, 98, 99, 100]
    assert (pager(100, 100).next, pager(100, 100).ten_on) == (None, None)


@given(st.integers(1, 10**9), st.data())
def test_every_number_it_offers_is_a_page(last: int, data: st.DataObject) -> None:
    current = data.draw(st.integers(1, last))
    shown = pager(current, last)
    offered = [shown.first, shown.previous, shown.next, shown.ten_back, shown.ten_on]
    pages = [number for number in offered if number is not None] + list(shown.numbers)
    assert all(1 <= number <= last for number in pages)
    assert current in shown.numbers and len(shown.numbers) == min(7, last)
