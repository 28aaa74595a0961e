"""`madang keys` and `madang check`, as an operator runs them, on a site of their own."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ..services.programs import clean_environment

Madang = Callable[..., subprocess.CompletedProcess[str]]
PASSPHRASE = "a passphrase that is long"
MONTH = f"{datetime.now(UTC):%Y%m}"


@pytest.fixture(scope="module")
def madang(tmp_path_factory: pytest.TempPathFactory) -> Madang:
    """Return what runs a command on an empty SQLite site, in English."""
    data = tmp_path_factory.mktemp("site")
    variables = clean_environment()
    variables |= {"MADANG_DATA": str(data), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    variables |= {"MADANG_TIME_ZONE": "UTC"}

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "madang.cli", *arguments]
        return subprocess.run(
            command, input=given, capture_output=True, text=True, env=variables, check=False
        )

    run.data = data  # type: ignore[attr-defined]
    return run


@pytest.fixture
def key_file(madang: Madang) -> Path:
    madang("keys", "list")
    return Path(madang.data) / "keys" / "keys.json"  # type: ignore[attr-defined]


def test_a_key_is_rotated_listed_and_destroyed(madang: Madang, key_file: Path) -> None:
    assert MONTH in madang("keys", "rotate").stdout
    assert madang("keys", "list").stdout.count("kept") >= 1
    unsure = madang("keys", "destroy", MONTH)
    assert unsure.returncode == 2 and "--yes" in unsure.stderr
    assert MONTH in json.loads(key_file.read_text())["epochs"]
    assert madang("keys", "destroy", MONTH, "--yes").returncode == 0
    assert MONTH not in json.loads(key_file.read_text())["epochs"]
    assert "destroyed" in madang("keys", "list").stdout


@pytest.mark.parametrize(("wrong", "named"), [("209901", "209901"), ("nonsense", "integer")])
def test_a_month_that_is_not_there_is_named(madang: Madang, wrong: str, named: str) -> None:
    said = madang("keys", "destroy", wrong, "--yes")
    assert said.returncode == 2 and named in said.stderr


def test_lost_keys_come_back_from_their_backup(
    madang: Madang, key_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    short = madang("keys", "export-backup", str(copy), given="short\n")
    assert short.returncode == 2 and not copy.exists()
    assert madang("keys", "export-backup", str(copy), given=f"{PASSPHRASE}\n").returncode == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert madang("keys", "export-backup", str(copy), given=f"{PASSPHRASE}\n").returncode == 2
    before = key_file.read_text()
    key_file.unlink()
    lost = madang("keys", "list")
    assert lost.returncode == 2 and str(key_file) in lost.stderr and not key_file.exists()
    assert madang("keys", "restore-backup", str(copy), given="wrong\n").returncode == 2
    assert madang("keys", "restore-backup", str(copy), given=f"{PASSPHRASE}\n").returncode == 0
    assert key_file.read_text() == before


def test_the_check_passes_and_says_so_for_people_and_programs(
    madang: Madang, key_file: Path, tmp_path: Path
) -> None:
    people, programs = madang("check", "leaks"), madang("check", "leaks", "--json")
    assert people.returncode == 0 and people.stdout.count("clean") == 14
    assert programs.returncode == 0 and json.loads(programs.stdout)["findings"] == []
    database = key_file.parent.parent / "database" / "madang.sqlite3"
    assert madang("check", "leaks", "--backup", str(database)).returncode == 0
    assert madang("check", "leaks", "--backup", str(key_file)).returncode == 2
    key_file.chmod(0o644)
    found = madang("check", "leaks")
    key_file.chmod(0o600)
    assert found.returncode == 1 and "keys.json" in found.stdout


def test_a_public_address_asks_for_the_keys_to_be_moved(madang: Madang, key_file: Path) -> None:
    command = [sys.executable, "-m", "madang.cli", "keys", "list"]
    folder = key_file.parent.parent
    variables = clean_environment(MADANG_DATA=str(folder), MADANG_URL="https://madang.example")
    said = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    assert said.returncode == 2 and f"{folder}-keys/keys.json" in said.stderr
    assert key_file.exists()
