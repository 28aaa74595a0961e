"""Apps that are switched off leave a whole site behind: nothing is asked of what is not there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WITHOUT_BOARDS = "membership,account_data"
ONLY_BOARDS = "membership,boards"
ONLY_INCIDENTS = "incidents"


@pytest.fixture(scope="module", params=[WITHOUT_BOARDS, ONLY_BOARDS, ONLY_INCIDENTS])
def small_site(request: pytest.FixtureRequest, tmp_path_factory: Any) -> dict[str, Any]:
    """What a small site answered: founded, each page asked for, each job done, then checked."""
    folder: Path = tmp_path_factory.mktemp("small-site")
    environment = {**os.environ, "MADANG_APPS": request.param, "MADANG_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.site.small_site"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {"apps": request.param, **json.loads(done.stdout)}


def test_it_is_founded_and_every_page_answers(small_site: dict[str, Any]) -> None:
    assert small_site["founded"] == [302, "/"]
    answered = set(small_site["pages"].values())
    assert len(small_site["pages"]) > 20 and 200 in answered and max(answered) < 500


def test_its_pages_lead_nowhere_that_is_not_there(small_site: dict[str, Any]) -> None:
    assert "작은 마당" in small_site["home"]
    links = ["/calls", "/hot", "/popular", "/search", "/filters"]
    if "boards" not in small_site["apps"]:
        links += ["/write", "/me", "/자유"]
    assert [link for link in links if f'href="{link}"' in small_site["home"]] == []
    thread = small_site["thread"]
    if "boards" in small_site["apps"]:
        assert "댓글" in thread and "내용" in thread
    assert [end for end in ("/more", "/related", "/reserve") if f'{end}"' in thread] == []


def test_it_has_no_job_of_an_app_that_is_off_and_leaks_nothing(small_site: dict[str, Any]) -> None:
    assert "check leaks" in small_site["jobs"] and "send digests" not in small_site["jobs"]
    assert "calls" not in small_site["loops"]
    assert small_site["findings"] == []
