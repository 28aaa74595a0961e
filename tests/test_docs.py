"""The docs lead to where they say, and their index to all of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def links_of(page: Path) -> set[str]:
    return {link for link in _LINK.findall(page.read_text()) if "://" not in link}


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS], ids=str)
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = {link for link in links_of(page) if not (page.parent / link).exists()}
    assert not missing


def test_the_index_leads_every_reader_to_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    assert {page.name for page in DOCS} - links_of(index) == {"README.md"}


def test_each_of_the_33_points_of_the_guideline_says_where_it_is_met() -> None:
    points = re.findall(r"^\| (\d\.\d\.\d) ", (ROOT / "docs/accessibility.md").read_text(), re.M)
    assert len(points) == len(set(points)) == 33
