"""What is stored today must be readable for as long as there are keys: the exact bytes.

The hashes were computed a second time with nothing but HMAC-SHA256 (RFC 2104, RFC 5869).
"""

from collections.abc import Iterator

import pytest

from madang.identity import journals
from madang.identity.journals import Journal
from madang.identity.keys import check_value, ring
from madang.identity.seals import Sealed, open_seal
from madang.identity.tags import lookup_tag, thread_tag

ACCOUNT, EPOCH, ROW = 123456789, 202611, "post:1"
NONCE = "07" * 12
SEALS = {
    "0100031773" + NONCE + "24443ecf7dc44ed4220aee70fcc1b3e4d77856eee699bc0f": None,
    "0200031773" + NONCE + "25e7b47ec1fbcf2ec141fe9a54bfa975f0fd23e71688a14932cc08fe": 42,
}
LINE = (
    "010707070707070707070707074647a7830d5f61968254ad94a71ef9e8fd403553c1477754895d753f0e85f6c5ff"
    "48048c4cacfbf9a0d47cc5e8392fb7"
)


@pytest.fixture(autouse=True)
def known_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ring(), "site", bytes(32))
    monkeypatch.setattr(ring(), "epochs", {EPOCH: bytes(range(32))})
    monkeypatch.setattr(ring(), "_look", lambda: None)
    yield


@pytest.mark.parametrize(("sealed", "line"), SEALS.items())
def test_a_seal_of_each_version_opens(sealed: str, line: int | None) -> None:
    assert open_seal(bytes.fromhex(sealed), row=ROW) == Sealed(ACCOUNT, EPOCH, line)
    assert open_seal(bytes.fromhex(sealed), row="post:2") is None
    later = bytes([9]) + bytes.fromhex(sealed)[1:]
    assert open_seal(later, row=ROW) is None


def test_tags_are_what_they_were() -> None:
    tag = thread_tag("voice", ACCOUNT, post_id=1, epoch=EPOCH)
    assert tag.hex() == "caf23cc4f517f76a72e10250500f206d"
    assert lookup_tag("session", "abc") == "eeb22b7dcc4ed3288c8029e27fcd732c"
    assert check_value(bytes(32)).hex() == "3e25cb019e21ea31"


def test_a_line_of_a_journal_is_where_it_was_and_opens() -> None:
    mine = Journal("posts", ACCOUNT)
    assert journals._key(mine, EPOCH, 0) == 4961019100761822301
    assert journals._open(mine, EPOCH, 0, bytes.fromhex(LINE)) == bytes([0] * 7 + [1])
    assert journals._open(mine, EPOCH, 1, bytes.fromhex(LINE)) is None
