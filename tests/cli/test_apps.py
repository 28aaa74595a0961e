"""`madang apps`: a site does not run without an app whose data it has."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from madang.operations.switched_off import with_those_above

from ..services.programs import clean_environment

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def madang(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Call `madang` on a SQLite site of its own with some apps, in English."""
    kept = clean_environment()
    kept |= {"MADANG_DATA": str(tmp_path_factory.mktemp("site")), "LC_ALL": "C.UTF-8"}

    def call(*words: str, apps: str = "", given: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "madang.cli", *words]
        variables = {**kept, "MADANG_APPS": apps}
        return subprocess.run(command, env=variables, input=given, capture_output=True, text=True)

    return call


def test_an_app_that_is_off_may_leave_nothing_behind(madang: Run) -> None:
    added = madang("boards", "add", "자유")
    assert added.returncode == 0, added.stderr
    refused = madang("operators", "list", apps="membership")
    assert refused.returncode == 2 and "boards" in refused.stderr
    assert "madang apps delete boards" in refused.stderr
    listed = madang("apps", "list", apps="membership")
    assert listed.returncode == 0
    (row,) = (line for line in listed.stdout.splitlines() if line.startswith("boards"))
    assert row.split()[1] == "off" and int(row.split()[2]) > 0
    kept = madang("apps", "delete", "boards", apps="membership", given="n\n")
    assert kept.returncode == 1 and "attachments, boards" in kept.stdout
    gone = madang("apps", "delete", "boards", apps="membership", given="y\n")
    assert gone.returncode == 0, gone.stderr
    assert madang("operators", "list", apps="membership").returncode == 0
    # On again it begins anew.
    again = madang("boards", "list")
    assert again.returncode == 0 and "자유" not in again.stdout


def test_what_is_on_is_not_deleted(madang: Run) -> None:
    refused = madang("apps", "delete", "boards", "--yes")
    assert refused.returncode == 2 and "boards: this app is on" in refused.stderr


def test_what_is_no_app_is_not_deleted(settings: Any) -> None:
    settings.APPS_ON = ("core",)
    with pytest.raises(KeyError):
        with_those_above("nothing")
    assert with_those_above("boards")[-1] == "boards"
    assert set(with_those_above("boards")) > {"attachments", "calls", "moderation"}
