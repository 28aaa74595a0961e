"""Boxes give back what was put in, and their length says nothing about an account's id."""

from hypothesis import given
from hypothesis import strategies as st

from madang.identity.boxes import open_box, open_values, shut, shut_values
from madang.identity.inboxes import inbox_of, open_inbox, shut_inbox


@given(st.text(max_size=200).filter(lambda text: not text.endswith("\0")))
def test_what_was_put_in_comes_out(text: str) -> None:
    assert open_box(shut(text, purpose="a test"), purpose="a test") == text
    assert open_box(shut(text, purpose="a test"), purpose="another") is None


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1))
def test_a_box_is_as_long_for_every_account(one: int, other: int) -> None:
    boxes = [shut_inbox(inbox_of(each), purpose="a test") for each in (one, other)]
    assert len(boxes[0]) == len(boxes[1])
    assert [open_inbox(box, purpose="a test") for box in boxes] == [one, other]
    named = [shut_values({"account": each}, purpose="a test") for each in (one, other)]
    assert len(named[0]) == len(named[1])
    assert open_values(named[0], purpose="a test") == {"account": one}
