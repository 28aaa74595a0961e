"""Finding an answer while somebody types: by the site's own search, over the whole guide."""

from collections import Counter
from collections.abc import Sequence

from madang.search.query import read_query
from madang.search.scoring import Scorer
from madang.search.term_statistics import TermStatistics
from madang.search.terms import terms_of

from .entries import Entry

MAX_FOUND = 20


def find(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Return the entries that answer what was typed, the best first; all where nothing was."""
    query = read_query(typed)
    if query.is_empty:
        return list(entries)
    scorer = Scorer.of(query, _statistics(entries))
    scored = [(scorer.score(entry.version.questions, _body(entry)), entry) for entry in entries]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [entry for _score, entry in best[:MAX_FOUND]]


def _body(entry: Entry) -> str:
    return f"{entry.version.answer}\n{entry.version.may_not}"


def _statistics(entries: Sequence[Entry]) -> TermStatistics:
    """Return in how many entries each term stands: rare in the guide is what tells them apart."""
    counts = Counter(
        term
        for entry in entries
        for term in set(terms_of(f"{entry.version.questions}\n{_body(entry)}"))
    )
    return TermStatistics(len(entries), dict(counts))
