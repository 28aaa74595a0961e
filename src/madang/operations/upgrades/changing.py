"""Changing to a version and back: the new one opens beside the old one before that one closes."""

import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .versions import CannotUpgrade, Versions, run

WEB, WORKER = "madang-web@", "madang-worker@"
# A version that does not answer by then is stopped, and the old one goes on.
READY_SECONDS = 120
# An environment takes 700 MB, and a migration on SQLite may put a copy of a table beside.
ROOM_BYTES = 2 * 1024**3
_CONTROL = "systemctl"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Change:
    """Changes to other versions of a site whose units systemd runs."""

    versions: Versions
    tell: Tell

    def upgrade(self, wheel: str) -> str:
        """Install a release and change to it; return its version. Raises CannotUpgrade."""
        before = self.versions.current
        self._look(before)
        self.tell(_("설치하는 중이에요."))
        version = self.versions.install(wheel)
        if version == before:
            raise CannotUpgrade(_("이미 %s 버전이에요.") % version)
        self.tell(_("표를 새 버전에 맞추는 중이에요. 사이트는 그대로 열려 있어요."))
        self._madang(version, "migrate")
        self.change(version)
        return version

    def roll_back(self, *, is_forced: bool) -> str:
        """Change to the version before; return it. Raises CannotUpgrade."""
        now, before = self.versions.current, self.versions.previous
        if not before or not self.versions.has(before):
            raise CannotUpgrade(_("돌아갈 버전이 없어요."))
        made = set(self._madang(now, "migrate", "--made").split())
        unknown = sorted(made - set(self._madang(before, "migrate", "--known").split()))
        why = ""
        if _major(before) != _major(now):
            why = _("큰 버전이 달라서 쓴 것을 잃을 수 있어요. 백업을 되돌리는 것이 나아요.")
        if unknown:
            why = _("%(version)s가 모르는 표가 있어요. 거기 적힌 것은 쓰이지 않아요: %(names)s")
            why %= {"version": before, "names": ", ".join(unknown)}
        if why and not is_forced:
            raise CannotUpgrade(f"{why}\n{_('그래도 돌아가려면 --force를 쓰세요.')}")
        self.change(before)
        return before

    def change(self, version: str) -> None:
        """Open a version beside the one that is used, wait for it, and close that one."""
        before = self.versions.current
        _control("start", f"{WEB}{version}")
        if not _answers(version):
            _control("stop", f"{WEB}{version}")
            raise CannotUpgrade(_("%s 버전이 열리지 않아 그대로 두었어요.") % version)
        self.versions.use(version)
        _control("enable", f"{WEB}{version}", f"{WORKER}{version}")
        if before:
            # Never two that do what is scheduled, though leases would hold one of them back.
            _control("stop", f"{WORKER}{before}", f"{WEB}{before}")
            _control("disable", f"{WORKER}{before}", f"{WEB}{before}")
        _control("start", f"{WORKER}{version}")

    def _look(self, version: str) -> None:
        """Look whether there is room, and a backup to go back to; make one where it is old."""
        free = shutil.disk_usage(self.versions.root).free
        if free < ROOM_BYTES:
            raise CannotUpgrade(_("디스크가 모자라요: %.1f GB 남았어요") % (free / 1024**3))
        if not version or not settings.BACKUPS:
            return
        try:
            self._madang(version, "check", "backups")
        except CannotUpgrade:
            self.tell(_("마지막 백업이 오래되어 먼저 백업해요."))
            self._madang(version, "backup")

    def _madang(self, version: str, *words: str) -> str:
        """Run a command of a version as whoever the data belongs to: no file becomes root's."""
        owner = Path(settings.DATA_FOLDER).stat() if os.geteuid() == 0 else None
        who = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if owner else {}
        return run([self.versions.program(version), *words], **who)


def _answers(version: str) -> bool:
    """Wait until a version answers at the site's port, where two of them share it."""
    host = "127.0.0.1" if settings.LISTENS_ON in ("0.0.0.0", "::", "") else settings.LISTENS_ON  # noqa: S104
    address = f"http://{host}:{settings.PORT}/healthz"
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            # A new connection each time: the system gives it to either.
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                if answer.read().decode().split() == ["ok", version]:
                    return True
        except (OSError, urllib.error.URLError):
            pass
        time.sleep(0.2)
    return False


def _control(what: str, *units: str) -> None:
    run([_CONTROL, what, *units])


def _major(version: str) -> str:
    """Return what of a version says that nothing may be lost: before 1.0 the second number too."""
    parts = version.split(".")
    return parts[0] if parts[0] != "0" else ".".join(parts[:2])
