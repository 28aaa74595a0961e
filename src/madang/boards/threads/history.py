"""What a post or a comment said before it was changed, and what was changed, word by word."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from madang.core.richtext import to_text

from ..models import Comment, Post, Version

# The oldest versions of a text that is changed again and again are dropped.
MAX_VERSIONS = 20
# Longer texts are compared line by line; of what is longer still it is the whole that changed.
MAX_WORDS_COMPARED, MAX_LINES_COMPARED = 1_000, 1_000
# Where a picture is kept says nothing to anybody.
_ADDRESS = re.compile(r"\]\(/media/[^)\s]*\)")
_WORDS = re.compile(r"\s+|[^\s]+")
_LINES = re.compile(r"\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed (""), came ("ins") or went ("del")."""

    how: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """How a text came to be what it was from a time on; the first one holds no change."""

    at: datetime
    pieces: list[Piece]


def note_version(written: Post | Comment) -> None:
    """Keep what a text says before it is changed; belongs in the change's transaction."""
    post, seq = _place(written)
    made = Version(post_id=post, seq=seq, at=written.edited or written.created)
    if isinstance(written, Post):
        made.title, made.html, made.source = written.title, written.text.html, written.text.source
    else:
        made.html = written.html
    made.save()
    versions = _versions(written)
    for old in versions[:-MAX_VERSIONS]:
        old.delete()


def forget_versions(post_id: int, seq: int) -> None:
    """Drop what a text said before; belongs in the transaction that deletes it."""
    Version.objects.filter(post=post_id, seq=seq).delete()


def versions_of(written: Post | Comment) -> list[list[str]]:
    """Return what a text said before: when, its title, its HTML and its source. One query."""
    return [[one.at.isoformat(), one.title, one.html, one.source] for one in _versions(written)]


def restore_versions(post_id: int, seq: int, versions: list[list[str]]) -> None:
    """Let a text that comes back have said what it said before."""
    Version.objects.bulk_create(
        Version(
            post_id=post_id,
            seq=seq,
            at=datetime.fromisoformat(at),
            title=title,
            html=html,
            source=source,
        )
        for at, title, html, source in versions
    )


def changes_of(written: Post | Comment) -> list[Change]:
    """Return how a text came to be what it is, the newest change first. One query."""
    said = [(one.at, _words(one.title, one.html, one.source)) for one in _versions(written)]
    said.append((written.edited or written.created, _words_now(written)))
    changes = [Change(said[0][0], [Piece("", said[0][1])])]
    for (_at, before), (at, after) in zip(said, said[1:], strict=False):
        changes.append(Change(at, difference(before, after)))
    return changes[::-1]


def difference(before: str, after: str) -> list[Piece]:
    """Return what stayed, went and came between two texts."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MAX_WORDS_COMPARED:
        old, new = _LINES.findall(before), _LINES.findall(after)
    if max(len(old), len(new)) > MAX_LINES_COMPARED:
        old, new = [before], [after]
    pieces = []
    for how, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if how == "equal":
            pieces.append(Piece("", "".join(old[a:b])))
            continue
        pieces += [Piece("del", "".join(old[a:b]))] if a < b else []
        pieces += [Piece("ins", "".join(new[c:d]))] if c < d else []
    return pieces


def _versions(written: Post | Comment) -> list[Version]:
    post, seq = _place(written)
    return list(Version.objects.filter(post=post, seq=seq).order_by("id"))


def _place(written: Post | Comment) -> tuple[int, int]:
    if isinstance(written, Post):
        return written.pk, 0
    return written.post_id, written.seq


def _words_now(written: Post | Comment) -> str:
    if isinstance(written, Post):
        return _words(written.title, written.text.html, written.text.source)
    return _words("", written.html, "")


def _words(title: str, html: str, source: str) -> str:
    return "\n\n".join(filter(None, (title, _ADDRESS.sub("]", to_text(html)), source)))
