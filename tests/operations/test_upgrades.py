"""Changing versions under load: no request fails, and what would lose something is refused."""

import gzip
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import madang
from madang.operations.upgrades.versions import Versions

from ..services.madang import serving
from ..services.ports import free_port
from ..services.programs import clean_environment

COUNTED = "SELECT (SELECT COUNT(*) FROM boards_post), (SELECT COUNT(*) FROM boards_comment)"
FOUNDED = "INSERT INTO core_community (id, name, tagline, noun, banner, icon, reactions, rules)"
FOUNDED += " VALUES (1, '옛집', '', '익인', '', '', '', '')"
OLD, NEW = "0.2.0", "0.2.1"
takes_long = pytest.mark.skipif(
    not os.environ.get("TEST_LONG"), reason="takes long: make test-long"
)
# What systemd does with the units that `madang service` writes, without what needs its powers.
SYSTEMCTL = """#!{python}
import os, shlex, signal, subprocess, sys, time
from pathlib import Path
root = Path({root!r})
what, units = sys.argv[1], sys.argv[2:]
for unit in units:
    kind, _, version = unit.partition("@")
    pid = root / f"{{unit}}.pid"
    if what == "start":
        lines = (root / "deploy" / f"{{kind}}@.service").read_text().splitlines()
        command = next(l for l in lines if l.startswith("ExecStart=")).removeprefix("ExecStart=")
        words = shlex.split(command.replace("%i", version))
        log = (root / f"{{unit}}.log").open("w")
        begun = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)
        pid.write_text(str(begun.pid))
    elif what == "stop" and pid.exists():
        number = int(pid.read_text())
        os.kill(number, signal.SIGTERM)
        for _ in range(400):
            state = Path(f"/proc/{{number}}/stat")
            if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
                break
            time.sleep(0.1)
        pid.unlink()
"""


def make_version(root: Path, version: str, *, has_migration: bool = False) -> Path:
    """Put a copy of the program there that says it is another version; return its release."""
    source = Path(madang.__file__).parent
    environment = root / "versions" / version
    shutil.copytree(source, environment / "madang", ignore=shutil.ignore_patterns("__pycache__"))
    (environment / "madang" / "__init__.py").write_text(f'__version__ = "{version}"\n')
    if has_migration:
        (environment / "madang" / "moving" / "migrations" / "0002_later.py").write_text(
            "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
            '    dependencies = [("moving", "0001_initial")]\n    operations = []\n'
        )
    program = environment / "bin" / "madang"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH={environment} exec {sys.executable} -m madang.cli "$@"\n'
    )
    program.chmod(stat.S_IRWXU)
    (environment / ".whole").touch()
    wheel = root / f"madang-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as release:
        release.writestr("madang/__init__.py", "")
    return wheel


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A site with a version that runs below a stand-in for systemd."""
    port = free_port()
    for name in ("versions", "data", "bin"):
        (tmp_path / name).mkdir()
    systemctl = tmp_path / "bin" / "systemctl"
    systemctl.write_text(SYSTEMCTL.format(python=sys.executable, root=str(tmp_path)))
    systemctl.chmod(stat.S_IRWXU)
    (tmp_path / "madang.env").write_text(f"MADANG_DATA={tmp_path}/data\nMADANG_PORT={port}\n")
    try:
        yield tmp_path
    finally:
        for pid in tmp_path.glob("*.pid"):
            run(tmp_path, str(systemctl), "stop", pid.stem)


def run(root: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {**clean_environment(), "LANG": "ko_KR.UTF-8"}
    for line in (root / "madang.env").read_text().splitlines():
        name, _is, value = line.partition("=")
        environment[name] = value
    environment["PATH"] = f"{root}/bin:{environment['PATH']}"
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def told(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return run(root, sys.executable, "-m", "madang.cli", *words, "--root", str(root))


FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("site-*.sqlite3.gz"))


@pytest.mark.programs
@pytest.mark.parametrize("kept", FIXTURES, ids=lambda file: file.name)
def test_a_site_of_an_earlier_version_is_brought_up_and_reads_as_before(
    kept: Path, tmp_path: Path
) -> None:
    file = tmp_path / "database" / "madang.sqlite3"
    file.parent.mkdir()
    file.write_bytes(gzip.decompress(kept.read_bytes()))
    with closing(sqlite3.connect(file)) as database:
        before = database.execute(COUNTED).fetchone()
        number, title = database.execute("SELECT id, title FROM boards_post LIMIT 1").fetchone()
        database.execute(FOUNDED)
        database.commit()
    with serving(tmp_path) as site, urllib.request.urlopen(f"{site.address}/p/{number}") as page:
        assert title.split()[0] in page.read().decode()
    with closing(sqlite3.connect(file)) as database:
        assert database.execute(COUNTED).fetchone() == before
        assert before[0] > 50 and before[1] > 100


def said_version(root: Path) -> str:
    port = (root / "madang.env").read_text().rpartition("=")[2].strip()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return str(answer.read().decode().split()[1])


@contextmanager
def readers(root: Path) -> Iterator[list[str]]:
    """Read pages all the while; give what went wrong."""
    port = (root / "madang.env").read_text().rpartition("=")[2].strip()
    failed: list[str] = []
    answered: list[int] = []
    stopped = threading.Event()

    def read() -> None:
        while not stopped.is_set():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/welcome", timeout=30) as page:
                    answered.append(page.status)
            except (OSError, urllib.error.URLError) as error:
                failed.append(repr(error))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield failed
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    assert len(answered) > 50, "nobody read"


@pytest.mark.programs
def test_an_upgrade_and_a_way_back_lose_no_request(root: Path) -> None:
    first, second = make_version(root, OLD), make_version(root, NEW)
    assert (
        run(
            root,
            sys.executable,
            "-m",
            "madang.cli",
            "service",
            f"{root}/deploy",
            "--root",
            str(root),
        ).returncode
        == 0
    )
    done = told(root, "upgrade", str(first))
    assert done.returncode == 0, done.stdout + done.stderr
    assert said_version(root) == OLD
    with readers(root) as failed:
        done = told(root, "upgrade", str(second))
        assert done.returncode == 0, done.stdout + done.stderr
        assert said_version(root) == NEW
        again = told(root, "upgrade", str(second))
        assert again.returncode == 2 and "이미 0.2.1" in again.stderr
        back = told(root, "rollback")
        assert back.returncode == 0, back.stdout + back.stderr
        assert said_version(root) == OLD
    assert failed == []
    assert (root / "current").readlink() == Path("versions") / OLD
    assert sorted(p.stem for p in root.glob("*.pid")) == [
        f"madang-web@{OLD}",
        f"madang-worker@{OLD}",
    ]


@takes_long
@pytest.mark.programs
def test_a_way_back_over_what_the_old_version_does_not_know_has_to_be_forced(root: Path) -> None:
    first, second = make_version(root, OLD), make_version(root, "0.3.0", has_migration=True)
    run(root, sys.executable, "-m", "madang.cli", "service", f"{root}/deploy", "--root", str(root))
    assert told(root, "upgrade", str(first)).returncode == 0
    assert told(root, "upgrade", str(second)).returncode == 0
    refused = told(root, "rollback")
    assert refused.returncode == 2 and "moving.0002_later" in refused.stderr
    assert said_version(root) == "0.3.0"
    assert told(root, "rollback", "--force").returncode == 0
    assert said_version(root) == OLD


@takes_long
@pytest.mark.programs
def test_a_version_that_does_not_open_leaves_the_old_one_as_it_was(root: Path) -> None:
    first, broken = make_version(root, OLD), make_version(root, NEW)
    run(root, sys.executable, "-m", "madang.cli", "service", f"{root}/deploy", "--root", str(root))
    assert told(root, "upgrade", str(first)).returncode == 0
    (root / "versions" / NEW / "bin" / "madang").write_text("#!/bin/sh\nexit 1\n")
    done = told(root, "upgrade", str(broken))
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert said_version(root) == OLD and (root / "current").readlink() == Path("versions") / OLD


@pytest.mark.programs
@pytest.mark.parametrize("name", ["other.whl", "madang-1.0.0-py3-none-any.whl", "missing.whl"])
def test_what_is_no_release_is_refused(root: Path, name: str) -> None:
    file = root / name
    if name != "missing.whl":
        file.write_text("no zip")
    done = told(root, "upgrade", str(file))
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.strip()


def test_what_root_installs_the_sites_user_can_run(tmp_path: Path) -> None:
    wheel = tmp_path / "madang-0.2.0-py3-none-any.whl"
    about = "madang-0.2.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as release:
        release.writestr("madang/requirements.lock", "")
        release.writestr("madang/__init__.py", "")
        release.writestr(
            f"{about}/METADATA", "Metadata-Version: 2.1\nName: madang\nVersion: 0.2.0\n"
        )
        release.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        release.writestr(f"{about}/RECORD", "")
    root = tmp_path / "site"
    root.mkdir()
    before = os.umask(0o077)
    try:
        assert Versions(root).install(str(wheel)) == "0.2.0"
        kept = os.umask(0o077)
    finally:
        os.umask(before)
    assert kept == 0o077
    closed = [file for file in (root / "versions").rglob("*") if not _all_may_read(file)]
    assert not closed and _all_may_read(root / "versions")


def _all_may_read(file: Path) -> bool:
    mode = file.lstat().st_mode
    may = stat.S_IROTH | stat.S_IXOTH if file.is_dir() else stat.S_IROTH
    return stat.S_ISLNK(mode) or mode & may == may
