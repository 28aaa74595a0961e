"""The index: kept in step with what is written, and made anew beside the one in use.

It is brought up to date in the background, in batches by ascending ids: what is new costs its
writer nothing. What is changed or deleted is taken out at once, in the transaction that does so,
and noted as stale; the background puts in what there is then. An index that is made anew goes the
same way from the first id on, and takes the place of the old one when it has caught up: the site
searches meanwhile, and one that was stopped is gone on with.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from django.db import connection

from madang.core.db.select import fetch, statement
from madang.core.db.transactions import rewrite_file, writing

from .backends import postgres, sqlite
from .extensions import source_of, sources
from .matching import Kind, Match, Wanted
from .models import SearchIndex, SearchStale
from .scan_window import newest_with
from .term_statistics import term_statistics
from .terms import VERSION

# The version of an index that is left and goes in a moment.
LEFT_VERSION, LEAVE_SECONDS = 0, 3.0
# Writers have the database for so many times as long as it is tidied.
TIDY_SECONDS, REST_RATIO = 60.0, 10.0
# A file of no more bytes is written anew in some tenths of a second.
SMALL_FILE_BYTES = 32 * 1024 * 1024
# Where there are more, what begins with a syllable is looked for by the terms that are known to: a
# database would put together the rows of all of them first.
MAX_FOR_OPEN_TERMS = 50_000


_ACTIVE = statement(
    "SELECT {id}, {version}, {reached} FROM {SearchIndex} WHERE {is_active}", SearchIndex
)


class Reader:
    """The index in use, as one search asks it. One query to make, and one a look."""

    def __init__(self) -> None:
        rows = fetch(_ACTIVE, ())
        self._index = _made(*rows[0]) if rows else None

    def upto(self, kind: Kind) -> int:
        """Return the highest id that the index knows."""
        return self._index.upto(kind) if self._index else 0

    def newest(
        self, kind: Kind, term: str, rows: int, below: int | None = None
    ) -> tuple[Wanted, ...]:
        """Return where to look for a term, for about so many of the newest texts that have it."""
        if not (self.has_blocks and _backend().READS_ALL):
            return ()
        upto = self.upto(kind) if below is None else min(below, self.upto(kind))
        return newest_with(term_statistics().share(term), rows, upto)

    @property
    def has_blocks(self) -> bool:
        """Tell whether the index knows blocks of ids: one that is being replaced may not."""
        return self._index is not None and self._index.version == VERSION

    def find(self, kind: Kind, match: Match, *, most: int, below: int | None = None) -> list[int]:
        """Return the ids (below one) of posts or comments that match, the highest first."""
        return self.find_each(kind, [match], most=most, below=below)[0]

    def find_each(
        self, kind: Kind, matches: Sequence[Match], *, most: int, below: int | None = None
    ) -> list[list[int]]:
        """Return the same of each of some matches, so many of each. One query for all."""
        found: list[list[int]] = [[] for _ in matches]
        if self._index is None or not matches or not self.upto(kind):
            return found
        if self.upto(kind) > MAX_FOR_OPEN_TERMS:
            matches = [match.closed(term_statistics().beginning) for match in matches]
        table, parts, values = _table(self._index, kind), [], []
        for place, match in enumerate(matches):
            sql, given = _backend().ids(table, match, most, below)
            parts.append(f"SELECT {place}, id FROM ({sql}) AS of_{place}")
            values += given
        for place, number in fetch(" UNION ALL ".join(parts), values):
            found[place].append(number)
        return [sorted(numbers, reverse=True) for numbers in found]


def step() -> bool:
    """Bring the index a step further in step with what is written; tell whether there is more."""
    ensure()
    return advance_all() and not is_near()


def ensure() -> None:
    """Make an index where there is none, and one anew where its terms were made by other rules."""
    active = SearchIndex.objects.filter(is_active=True).first()
    if active is None or active.version != VERSION:
        begin()


def begin() -> SearchIndex:
    """Begin an index that takes the place of the one in use; one that was begun is gone on with."""
    with writing():
        begun = SearchIndex.objects.filter(is_active=False, version=VERSION).first()
        if begun is not None:
            return begun
        for old in SearchIndex.objects.filter(is_active=False):
            _drop(old)
        index = SearchIndex.objects.create(version=VERSION)
        for kind in sources():
            _backend().make(_table(index, kind))
    return index


def advance_all() -> bool:
    """Bring every index a batch further; tell whether there is more to do."""
    # Each of them, whatever the first one had to do.
    done = [advance(index) for index in SearchIndex.objects.exclude(version=LEFT_VERSION)]
    return any(done)


def is_near() -> bool:
    """Tell whether all that is missing in the indexes is new and fits into one batch.

    It may wait for more: each batch is a transaction, for which writers wait.
    """
    if SearchStale.objects.exists():
        return False
    newest = {kind: source_of(kind).newest() for kind in sources()}
    return all(
        newest[kind] <= index.upto(kind) + _backend().BATCH
        for index in SearchIndex.objects.exclude(version=LEFT_VERSION)
        for kind in sources()
    )


def advance(index: SearchIndex) -> bool:
    """Bring an index a batch further; tell whether anything was done.

    One that has caught up takes the place of the one in use.
    """
    steps = [step(index, kind) for kind in sources() for step in (_freshen, _extend)]
    done = any(steps)
    if not done and not index.is_active:
        _take_its_place(index)
    return done


def progress(index: SearchIndex) -> tuple[int, int]:
    """Return how far an index has come, and how far it is to go, in ids of posts and comments."""
    index.refresh_from_db()
    done = sum(index.upto(kind) for kind in sources())
    return done, sum(source.newest() for source in sources().values())


def take_out(changed: dict[Kind, list[int]]) -> None:
    """Take what is about to change or go out of every index; called within its transaction."""
    indexes = list(SearchIndex.objects.select_for_update())
    for kind, ids in changed.items():
        if indexes and ids:
            _take_out(indexes, kind, ids)


def tidy() -> None:
    """Merge what the index holds in pieces, for a minute each night."""
    for index in SearchIndex.objects.filter(is_active=True):
        _tidy(index)


def forget_removed() -> None:
    """Let nothing of what was taken out be read in the index's pieces; for a minute at most.

    What was not merged by then is gone on with the next time.
    """
    for index in SearchIndex.objects.filter(holds_removed=True):
        # What is taken out while this goes on is the next time's.
        SearchIndex.objects.filter(pk=index.pk).update(holds_removed=False)
        if not _tidy(index):
            SearchIndex.objects.filter(pk=index.pk).update(holds_removed=True)
        # Whatever was taken out of the index was deleted or changed elsewhere, too.
        rewrite_file(most_bytes=SMALL_FILE_BYTES)


def _tidy(index: SearchIndex) -> bool:
    """Merge what an index holds in pieces, for a minute at most; tell whether all is merged."""
    until = time.monotonic() + TIDY_SECONDS
    for kind in sources():
        more = True
        while more:
            begun = time.monotonic()
            if begun > until:
                return False
            more = _backend().tidy(_table(index, kind))
            if more:
                time.sleep(REST_RATIO * (time.monotonic() - begun))
    return True


def _take_out(indexes: Iterable[SearchIndex], kind: Kind, ids: list[int]) -> None:
    entries = source_of(kind).entries_of(ids)
    for index in indexes:
        # What lies ahead is not in it, and is read when the batches come to it.
        passed = [item for item in ids if item <= index.upto(kind)]
        notes = SearchStale.objects.filter(index=index, kind=kind, item__in=passed)
        waiting = set(notes.values_list("item", flat=True))
        fresh = [item for item in passed if item not in waiting]
        _backend().remove(_table(index, kind), [e for e in entries if e.id in set(fresh)])
        if fresh and not index.holds_removed:
            index.holds_removed = True
            index.save(update_fields=["holds_removed"])
        SearchStale.objects.bulk_create(
            SearchStale(index=index, kind=kind, item=item) for item in fresh
        )


def _freshen(index: SearchIndex, kind: Kind) -> bool:
    """Put in again what was changed."""
    stale = SearchStale.objects.filter(index=index, kind=kind)
    if not stale.exists():
        return False
    with _held(index) as held:
        if held is None:
            return False
        items = list(stale.order_by("pk").values_list("item", flat=True)[: _backend().BATCH])
        _backend().add(_table(index, kind), source_of(kind).entries_of(items))
        stale.filter(item__in=items).delete()
    return bool(items)


def _extend(index: SearchIndex, kind: Kind) -> bool:
    """Put in the next batch of what is new."""
    before = index.upto(kind)
    source = source_of(kind)
    newest = source.newest()
    # While there is much to catch up with, what comes late comes above.
    near = newest <= before + _backend().BATCH
    late = _backend().late(_table(index, kind), source, before) if near else []
    if not late and newest <= before:
        return False
    with _held(index) as held:
        if held is None:
            return False
        entries, upto = source.entries_after(held.upto(kind), _backend().BATCH)
        _backend().add(_table(index, kind), source.entries_of(late) + entries)
        held.go_to(kind, upto)
        index.go_on(held)
    return True


@contextmanager
def _held(index: SearchIndex) -> Iterator[SearchIndex | None]:
    """Hold an index for a transaction, as it is now (None: it is gone).

    The one who changes a text holds it as well (`take_out`), so what is read meanwhile is what it
    will be taken out by, and two processes that bring it further do so in turns.
    """
    with writing():
        yield SearchIndex.objects.select_for_update().filter(pk=index.pk).first()


def _take_its_place(index: SearchIndex) -> None:
    for kind in sources():
        _backend().finish(_table(index, kind))
    with writing():
        old = SearchIndex.objects.select_for_update().filter(is_active=True).exclude(pk=index.pk)
        left = list(old)
        old.update(is_active=False, version=LEFT_VERSION)
        SearchIndex.objects.filter(pk=index.pk).update(is_active=True)
    index.is_active = True
    # Searches in the old one end first.
    time.sleep(LEAVE_SECONDS if left else 0)
    with writing():
        for one in left:
            _drop(one)


def _drop(index: SearchIndex) -> None:
    for kind in sources():
        _backend().drop(_table(index, kind))
    index.delete()


def _made(pk: int, version: int, reached: str | dict[str, int]) -> SearchIndex:
    known = json.loads(reached) if isinstance(reached, str) else reached
    return SearchIndex(pk=pk, version=version, reached=known)


def _backend() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def _table(index: SearchIndex, kind: Kind) -> str:
    return f"search_terms_{kind}_{index.pk}"
