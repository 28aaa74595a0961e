"""What a thief can tell is what docs/for-a-cryptographer.md admits, and nothing else."""

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from ..services.postgres import postgres
from .robbery import rob

pytestmark = pytest.mark.skipif(
    not os.environ.get("TEST_LONG"), reason="takes long: make test-long"
)
# Said in so many words there: what the log shows to follow what, and what waits for some minutes.
ADMITTED = {
    "a sign-in and the text next in the log",
    "a sign-up and the text next in the log",
}
# In a copy that was taken before the site's own minutes or night had passed.
BEFORE = "at once"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_thief_without_keys_does_no_better_than_chance(database: str, tmp_path: Path) -> None:
    with postgres() if database == "postgresql" else nullcontext("") as url:
        figures = rob(tmp_path, url)
    for figure in figures:
        print(figure)
    told = [
        str(figure)
        for figure in figures
        if not figure.is_at_chance and figure.what not in ADMITTED and figure.copies != BEFORE
    ]
    assert told == []
