"""Giving texts that came in to the members who wrote them, where the operator asked for it.

Whoever has the other site's database knows who wrote what is in it. A text that is tied goes with
its writer when they leave, so that two copies of the database here, from before and after, tell
which other texts are theirs. Nothing is tied unless that was said and agreed to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from madang.identity.boxes import decrypt, encrypt
from madang.identity.journals import Journal, append_many, ends_of
from madang.identity.seals import seal

PURPOSE = "owner of what moves in"
_PADDED_TO = 32


def boxed_owner(account_id: int) -> str:
    """Return whose a text is, as it may wait on disk: two boxes of one account differ."""
    return encrypt(str(account_id), purpose=PURPOSE, padded_to=_PADDED_TO)


def owner_in(box: str) -> int:
    """Return whose a text is; 0: nobody's."""
    return int((decrypt(box, purpose=PURPOSE) if box else None) or 0)


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text with the account whose it is (0: nobody's), and what its journal says of it."""

    owner: int
    kind: str
    row: str
    note: bytes


@dataclass(slots=True)
class Ties:
    """Writes the journals of members to whom texts are given; knows where each ends."""

    epoch: int
    ends: dict[Journal, int] = field(default_factory=dict)

    def seals(self, texts: Sequence[OwnText]) -> list[bytes]:
        """Note texts in their owners' journals; return their seals, empty for nobody's.

        Belongs in the transaction that writes the texts.
        """
        notes = [(Journal(text.kind, text.owner), text.note) for text in texts if text.owner]
        self._find_ends(journal for journal, _note in notes)
        numbers = append_many(notes, self.ends, epoch=self.epoch)
        for (journal, _note), number in zip(notes, numbers, strict=True):
            self.ends[journal] = number + 1
        lines = iter(numbers)
        return [
            seal(text.owner, epoch=self.epoch, row=text.row, line=next(lines))
            if text.owner
            else b""
            for text in texts
        ]

    def _find_ends(self, journals: Iterable[Journal]) -> None:
        if new := set(journals) - self.ends.keys():
            self.ends |= ends_of(new, epoch=self.epoch)
