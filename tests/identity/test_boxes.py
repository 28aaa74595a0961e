"""Boxes give back what was put in, and their length says nothing about an account's id."""

from hypothesis import given
from hypothesis import strategies as st

from madang.identity.boxes import decrypt, encrypt
from madang.identity.inboxes import decrypt_inbox, encrypt_inbox, inbox_of


@given(st.text(max_size=200).filter(lambda text: not text.endswith("\0")))
def test_what_was_put_in_comes_out(text: str) -> None:
    assert decrypt(encrypt(text, purpose="a test"), purpose="a test") == text
    assert decrypt(encrypt(text, purpose="a test"), purpose="another") is None


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1))
def test_a_box_is_as_long_for_every_account(one: int, other: int) -> None:
    boxes = [encrypt_inbox(inbox_of(each), purpose="a test") for each in (one, other)]
    assert len(boxes[0]) == len(boxes[1])
    assert [decrypt_inbox(box, purpose="a test") for box in boxes] == [one, other]
