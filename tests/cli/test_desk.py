"""`madang desk rehearse`: a small day through the real server, at a terminal."""

import re
import subprocess
import sys
from pathlib import Path

from ..services.programs import clean_environment


def rehearse(*words: str) -> "subprocess.CompletedProcess[str]":
    program = str(Path(sys.executable).with_name("madang"))
    environment = clean_environment(LANG="ko_KR.UTF-8")
    command = [program, "desk", "rehearse", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_small_day_loses_nobody_and_asks_nobody_twice() -> None:
    day = rehearse(*("--inquiries", "60", "--minutes", "0.6", "--agents", "3", "--watchers", "4"))
    assert day.returncode == 0, day.stderr
    numbers = dict(re.findall(r"^(\w+) +([\d.,]+)$", day.stdout, re.MULTILINE))
    assert numbers["arrived"] == "60"
    assert numbers["lost"] == numbers["answered_twice"] == numbers["overtaken"] == "0"
    assert "4 of 4 open pages" in day.stdout


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    day = rehearse("--keep", str(tmp_path))
    assert day.returncode == 2 and (tmp_path / "mine").read_text() == "mine"
