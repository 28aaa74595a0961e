"""`madang import` and `madang search`, as somebody types them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..services.programs import clean_environment

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: Any) -> Run:
    """Call `madang` on a site of its own, in English."""
    folder: Path = tmp_path_factory.mktemp("site")
    kept = clean_environment()
    kept |= {"MADANG_DATA": str(folder), "LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8"}

    def call(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "madang.cli", *words]
        return subprocess.run(command, env=kept, capture_output=True, text=True)

    return call


def test_what_is_imported_is_found_after_the_index_was_made(run: Run, tmp_path: Path) -> None:
    line = {"id": "1", "board": "자유", "title": "호두과자", "body": "사 왔어요"}
    file = tmp_path / "posts.jsonl"
    file.write_text(json.dumps({**line, "created": "2025-03-01T10:00:00+09:00"}) + "\n")
    imported = run("import", str(file))
    assert imported.returncode == 0, imported.stderr
    rebuilt = run("search", "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    status = run("search", "status")
    assert status.returncode == 0 and "1 / 1" in status.stdout


@pytest.mark.parametrize("words", [("import", "nowhere.jsonl"), ("boards", "nonsense")])
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode != 0 and done.stderr and "Traceback" not in done.stderr
