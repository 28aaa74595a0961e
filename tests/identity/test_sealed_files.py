"""Sealed files: what was written is read again, and their length says no more than it may."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.identity import sealed_files
from madang.identity.sealed_files import (
    CONTENT_BYTES,
    HEAD,
    OLD_HEAD,
    DamagedFile,
    SealedWriter,
    is_padded,
    is_sealed_file,
    read_sealed,
    rounded_up,
)


class Kept(io.BytesIO):
    """A file whose content stays after it was closed."""

    def close(self) -> None:
        self.content = self.getvalue()


def seal(content: bytes, at_once: int = 100_000) -> bytes:
    file = Kept()
    with SealedWriter(file, purpose="test") as sealed:
        for first in range(0, len(content), at_once):
            sealed.write(content[first : first + at_once])
    return file.content


def unseal(sealed: bytes) -> bytes:
    return b"".join(read_sealed(io.BytesIO(sealed), purpose="test"))


@pytest.mark.parametrize(
    "size", [0, 1, CONTENT_BYTES - 1, CONTENT_BYTES, CONTENT_BYTES + 1, 20 * CONTENT_BYTES + 7]
)
def test_what_was_sealed_is_read_again(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    sealed = seal(content[:size])
    assert unseal(sealed) == content[:size] and is_padded(len(sealed))
    assert is_sealed_file(io.BytesIO(sealed))


def test_content_that_ends_in_zeros_keeps_them() -> None:
    assert unseal(seal(b"a" + b"\0" * 70_000)) == b"a" + b"\0" * 70_000


def test_files_of_about_one_size_are_of_one_length() -> None:
    lengths = {len(seal(b"x" * size)) for size in range(1_050_000, 1_100_000, 1711)}
    assert len(lengths) == 1
    assert not is_padded(next(iter(lengths)) - 1) and not is_padded(10)


@given(st.integers(1, 10**9))
def test_padding_is_an_eighth_at_most(count: int) -> None:
    most = rounded_up(count)
    assert count <= most <= count * 9 / 8 + 1 and rounded_up(most) == most


@pytest.mark.parametrize(
    "change", ["cut", "short", "flipped", "longer", "moved", "foreign", "empty"]
)
def test_what_was_changed_is_refused(change: str) -> None:
    sealed = seal(b"x" * (5 * CONTENT_BYTES))
    piece = (len(sealed) - len(HEAD) - 16) // 5
    if change == "cut":
        sealed = sealed[:-piece]
    elif change == "short":
        sealed = sealed[:30]
    elif change == "longer":
        sealed += b"x"
    elif change == "empty":
        sealed = b""
    elif change == "flipped":
        sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    elif change == "moved":
        sealed = sealed[: -2 * piece] + sealed[-piece:] + sealed[-2 * piece : -piece]
    else:
        sealed = b"something else" + sealed
    with pytest.raises(DamagedFile):
        unseal(sealed)


def test_a_file_of_the_version_before_is_still_read(monkeypatch: Any, tmp_path: Path) -> None:
    salt, content = b"s" * 16, b"words" * 30_000
    cipher = sealed_files._cipher(salt, "test", "")
    parts = [content[n : n + CONTENT_BYTES] for n in range(0, len(content), CONTENT_BYTES)]
    pieces = (
        cipher.encrypt(sealed_files._nonce(n, n == len(parts) - 1), part, OLD_HEAD)
        for n, part in enumerate(parts)
    )
    assert unseal(OLD_HEAD + salt + b"".join(pieces)) == content


def test_a_file_for_another_purpose_does_not_open() -> None:
    with pytest.raises(DamagedFile):
        list(read_sealed(io.BytesIO(seal(b"words")), purpose="other"))
