"""An index that is up to date, and lists by rank that are."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from madang.discovery.models import RankDue
from madang.discovery.rankings import ranking
from madang.discovery.view_counts import view_counts
from madang.search import index, term_statistics


@pytest.fixture(autouse=True)
def fresh_weights(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    term_statistics.term_statistics.forget()
    # Nobody searches in an index that is left.
    monkeypatch.setattr(index, "LEAVE_SECONDS", 0.0)
    yield
    term_statistics.term_statistics.forget()


@pytest.fixture
def indexed(db: Any) -> Callable[[], None]:
    """Return what brings the search index up to date."""

    def bring() -> None:
        index.ensure()
        while index.advance_all():
            pass

    return bring


@pytest.fixture
def ranked(db: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """Return what does something, and ranks what was heeded by it until all of it counts."""

    def bring(act: Callable[[], object] = lambda: None) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        view_counts().flush()
        for _ in range(100):
            ranking.rank_due()
            if not RankDue.objects.exists():
                return

    return bring
