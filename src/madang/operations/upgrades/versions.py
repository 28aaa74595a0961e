"""Where versions lie: each an environment of its own, and a link to the one that is used.

/srv/madang/versions/0.2.0/   bin/madang …
/srv/madang/versions/0.3.0/
/srv/madang/current -> versions/0.3.0
"""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

VERSIONS, CURRENT, PREVIOUS = "versions", "current", "previous"
# Written into an environment when all of it is there.
WHOLE = ".whole"
LOCK = "madang/requirements.lock"
_NAME = re.compile(r"madang-([0-9][\w.+]*)-py3-none-any\.whl$")
_FOR_ALL_TO_READ = 0o022
_FROM_THE_WEB = ("https://", "http://")


class CannotUpgrade(Exception):
    """It cannot be; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The folder in which versions lie."""

    root: Path

    @classmethod
    def own(cls) -> "Versions":
        """Return the folder of the version that runs. Raises CannotUpgrade where there is none."""
        environment = Path(sys.prefix).resolve()
        if environment.parent.name != VERSIONS:
            raise CannotUpgrade(
                _("이 설치에는 버전 폴더가 없어요. docs/running.md를 보거나 --root로 알려 주세요.")
            )
        return cls(environment.parent.parent)

    @property
    def current(self) -> str:
        """The version that is used; empty: none yet."""
        link = self.root / CURRENT
        return link.resolve().name if link.is_symlink() else ""

    @property
    def previous(self) -> str:
        """The version that was used before; empty: none."""
        note = self.root / VERSIONS / PREVIOUS
        return note.read_text().strip() if note.exists() else ""

    def program(self, version: str) -> str:
        return str(self.root / VERSIONS / version / "bin" / "madang")

    def has(self, version: str) -> bool:
        return (self.root / VERSIONS / version / WHOLE).exists()

    def use(self, version: str) -> None:
        """Let the link lead to a version, and note which one it led to."""
        before = self.current
        fresh = self.root / f"{CURRENT}.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(VERSIONS) / version)
        fresh.replace(self.root / CURRENT)
        if before and before != version:
            (self.root / VERSIONS / PREVIOUS).write_text(f"{before}\n")

    def install(self, wheel: str) -> str:
        """Make an environment of a release; return its version. Raises CannotUpgrade.

        The wheel holds the lock file of all that it needs, each with its hash.
        """
        with TemporaryDirectory() as aside:
            file = _fetched(wheel, Path(aside))
            version = version_of(file)
            if not self.has(version):
                _make(self.root / VERSIONS / version, file, Path(aside))
        return version


def version_of(wheel: Path) -> str:
    """Return the version of a release by its file's name. Raises CannotUpgrade."""
    named = _NAME.search(wheel.name)
    if named is None or not zipfile.is_zipfile(wheel):
        raise CannotUpgrade(_("마당의 wheel 파일이 아니에요: %s") % wheel.name)
    return named[1]


def _fetched(wheel: str, aside: Path) -> Path:
    if not wheel.startswith(_FROM_THE_WEB):
        file = Path(wheel)
        if not file.is_file():
            raise CannotUpgrade(_("파일을 찾을 수 없어요: %s") % wheel)
        return file
    to = aside / wheel.rpartition("/")[2]
    try:
        # An operator names it, and pip would read it from anywhere too.
        with urllib.request.urlopen(wheel, timeout=60) as given, to.open("wb") as kept:  # noqa: S310
            shutil.copyfileobj(given, kept)
    except OSError as error:
        raise CannotUpgrade(_("받을 수 없어요: %s") % error) from None
    return to


def _make(environment: Path, wheel: Path, aside: Path) -> None:
    """Make an environment with a release in it; one that was begun is made anew."""
    shutil.rmtree(environment, ignore_errors=True)
    # Commands keep what they write to themselves; this is root's, and for the site's user to run.
    before = os.umask(_FOR_ALL_TO_READ)
    try:
        _fill(environment, wheel, aside)
    finally:
        os.umask(before)


def _fill(environment: Path, wheel: Path, aside: Path) -> None:
    with zipfile.ZipFile(wheel) as release:
        try:
            lock = Path(release.extract(LOCK, aside))
        except KeyError:
            raise CannotUpgrade(_("wheel 파일에 requirements.lock이 없어요.")) from None
    run([sys.executable, "-m", "venv", str(environment)])
    pip = [str(environment / "bin" / "pip"), "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(lock)])
    run([*pip, "--no-deps", str(wheel)])
    (environment / WHOLE).touch()


def run(command: list[str], **who: Any) -> str:
    """Run a program and return what it said; raises CannotUpgrade with the end of why not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, **who)  # noqa: S603
    except FileNotFoundError:
        raise CannotUpgrade(_("프로그램을 찾을 수 없어요: %s") % command[0]) from None
    except PermissionError:
        raise CannotUpgrade(_("프로그램을 실행할 권한이 없어요: %s") % command[0]) from None
    if done.returncode:
        raise CannotUpgrade((done.stderr or done.stdout).strip()[-600:])
    return done.stdout
