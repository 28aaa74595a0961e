"""A named key lives as long as its thing: what was sealed under it ends with it, everywhere."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.identity import epochs, named_keys
from madang.identity.key_stores import FileStore, KeyFileError
from madang.identity.keys import KeyDestroyed, KeyRing, ring
from madang.identity.named_keys import NamedBox, NamedNumbers

NAME = "incident:1"


def test_what_is_sealed_can_be_read_until_the_key_is_destroyed(keys: KeyRing) -> None:
    named_keys.make(NAME)
    box = NamedBox(NAME, "people", padded_to=64).seal("김서울".encode(), bound_to=7)
    opened = NamedBox(NAME, "people", padded_to=64).open(box, bound_to=7)
    assert opened == "김서울".encode()
    named_keys.destroy(NAME)
    assert not named_keys.is_open(NAME)
    with pytest.raises(KeyDestroyed):
        NamedBox(NAME, "people", padded_to=64)
    with pytest.raises(KeyDestroyed):
        named_keys.make(NAME)


def test_a_destroyed_key_that_comes_back_is_destroyed_again(keys: KeyRing) -> None:
    named_keys.make(NAME)
    before = keys.store.read()
    named_keys.destroy(NAME)
    keys.store.write(before)
    ring.cache_clear()
    epochs.check_keys()
    assert not named_keys.is_open(NAME)
    assert NAME not in keys.store.read().split('"named_destroyed"')[0]


def test_a_lost_key_is_named_at_start(keys: KeyRing) -> None:
    before = keys.store.read()
    named_keys.make(NAME)
    keys.store.write(before)
    ring.cache_clear()
    with pytest.raises(KeyFileError, match=NAME):
        epochs.check_keys()


def test_a_box_opens_for_its_own_row_and_purpose_alone(keys: KeyRing) -> None:
    named_keys.make(NAME)
    named_keys.make("incident:2")
    box = NamedBox(NAME, "people", padded_to=64).seal(b"x", bound_to=7)
    assert NamedBox(NAME, "people", padded_to=64).open(box, bound_to=8) is None
    assert NamedBox(NAME, "messages", padded_to=64).open(box, bound_to=7) is None
    assert NamedBox("incident:2", "people", padded_to=64).open(box, bound_to=7) is None
    numbers = {NamedNumbers(name, "people").of("a@b.example") for name in (NAME, "incident:2")}
    assert len(numbers) == 2 and all(0 <= number < 2**63 for number in numbers)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_boxes_have_one_length(one: bytes, other: bytes) -> None:
    store = FileStore(Path("nowhere"))
    made = KeyRing(store)
    made.named[NAME] = bytes(32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(named_keys, "ring", lambda: made)
        box = NamedBox(NAME, "people", padded_to=64)
        lengths = {len(box.seal(b"." + text + b".", bound_to=1)) for text in (one, other)}
    assert lengths == {64 + 28}


def test_files_of_before_are_read_and_stay_as_they_are(tmp_path: Path) -> None:
    made = KeyRing.create(FileStore(tmp_path / "keys.json"))
    assert '"version": 1' in made.store.read()
    made.add_named(NAME)
    assert '"version": 2' in made.store.read()
    again = KeyRing.load(FileStore(tmp_path / "keys.json"))
    again.destroy_named(NAME, date(2026, 11, 30))
    with pytest.raises(KeyDestroyed):
        made.named_key(NAME)
        made.add_named(NAME)
