"""A seal opens for the row it was made for, and tells nobody else anything."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.identity.epochs import epoch_of
from madang.identity.keys import KeyRing, ring
from madang.identity.seals import open_seal, seal, unseal
from madang.identity.tags import idempotency_tag, thread_tag

accounts = st.integers(min_value=0, max_value=2**63 - 1)
EPOCH, OTHER_EPOCH = (ring().open_epoch(month)[0] for month in (202611, 202610))


@given(accounts)
def test_it_opens_to_the_account_it_was_made_of(account: int) -> None:
    assert unseal(seal(account, epoch=EPOCH, row="post:1"), row="post:1") == account


@given(accounts)
def test_it_does_not_open_on_another_row(account: int) -> None:
    assert unseal(seal(account, epoch=EPOCH, row="post:1"), row="post:2") is None


@given(accounts, st.integers(min_value=0, max_value=40), st.integers(min_value=1, max_value=255))
def test_it_does_not_open_when_a_byte_was_changed(account: int, place: int, change: int) -> None:
    sealed = bytearray(seal(account, epoch=EPOCH, row="post:1"))
    sealed[place] ^= change
    assert unseal(bytes(sealed), row="post:1") is None


@given(accounts)
def test_equal_authors_give_unequal_seals(account: int) -> None:
    one, two = (seal(account, epoch=EPOCH, row="post:1") for _ in range(2))
    assert one[5:] != two[5:]


def test_what_was_never_sealed_opens_to_nobody() -> None:
    assert unseal(b"", row="post:1") is None
    assert unseal(b"short", row="post:1") is None


def test_it_does_not_open_once_its_month_is_destroyed(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(7, epoch=EPOCH, row="post:1")
    kept = {epoch: key for epoch, key in ring().epochs.items() if epoch != EPOCH}
    monkeypatch.setattr(ring(), "epochs", kept)
    monkeypatch.setattr(KeyRing, "_read", lambda ring: None)
    assert unseal(sealed, row="post:1") is None


@given(accounts, st.integers(1, 2**40), st.integers(1, 2**40))
def test_tags_of_two_threads_share_nothing(account: int, one: int, two: int) -> None:
    first = thread_tag("voice", account, post_id=one, epoch=EPOCH)
    second = thread_tag("voice", account, post_id=two, epoch=EPOCH)
    assert (first == second) == (one == two)
    assert first != thread_tag("recommend", account, post_id=one, epoch=EPOCH)
    assert first != thread_tag("voice", account, post_id=one, epoch=OTHER_EPOCH)


def test_a_form_sent_by_somebody_else_is_another_form() -> None:
    assert idempotency_tag(1, "token") == idempotency_tag(1, "token") != idempotency_tag(2, "token")


def test_an_epoch_is_the_month_in_the_sites_time_zone() -> None:
    assert epoch_of(datetime(2026, 10, 31, 15, 0, tzinfo=UTC)) == 202611
    assert epoch_of(datetime(2026, 10, 31, 14, 59, tzinfo=UTC)) == 202610


@given(accounts, st.integers(0, 2**32 - 1))
def test_what_one_account_leaves_in_two_threads_has_no_bytes_in_common(
    account: int, line: int
) -> None:
    left = [
        {
            seal(account, epoch=EPOCH, row=f"post:{post}", line=line)[5:],
            thread_tag("voice", account, post_id=post, epoch=EPOCH),
            thread_tag("recommend", account, post_id=post, epoch=EPOCH),
        }
        for post in (1, 2)
    ]
    one, two = (
        {part[at : at + 6] for part in parts for at in range(len(part) - 5)} for parts in left
    )
    assert not one & two


@given(st.binary(max_size=80))
def test_whatever_bytes_stand_for_a_seal_open_to_nobody(sealed: bytes) -> None:
    assert open_seal(sealed, row="post:1") is None
