"""Where the keys are kept: a file, a command that speaks to a key service, or the environment."""

import fcntl
import os
import shlex
import subprocess
import time
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

COMMAND_SECONDS = 30
COMMAND_FRESH_SECONDS = 300


class KeyFileError(Exception):
    """The keys are missing, unreadable, another site's, or not what this version writes.

    `message` is a text to translate, `values` what it is filled with: keys are read before there
    are translations.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message = message
        self.values = values


def _noop(text: str) -> str:
    return text


class KeyStore(Protocol):
    """Keeps one text, the keys, for a site."""

    name: str

    def exists(self) -> bool: ...

    def read(self) -> str:
        """Return the text; raise KeyFileError."""

    def write(self, text: str) -> None:
        """Replace the text, durably, leaving no copy of the old one; raise KeyFileError."""

    def locked(self) -> AbstractContextManager[None]:
        """A context in which no other process changes the text."""

    def version(self) -> Hashable:
        """Return what differs once the text has changed; cheap."""


class FileStore:
    """A file that its owner alone can read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def exists(self) -> bool:
        return self.path.exists()

    def read(self) -> str:
        try:
            return self.path.read_text()
        except OSError as error:
            raise _unreadable(self.name, error.strerror) from error
        except UnicodeDecodeError as error:
            raise _unreadable(self.name, "UTF-8") from error

    def write(self, text: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.path.with_suffix(".new")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            old = self.path.open("r+b") if self.path.exists() else None
            fresh.replace(self.path)
        except OSError as error:
            message = _noop("열쇠 파일을 쓸 수 없어요: %(name)s (%(reason)s)")
            raise KeyFileError(message, name=self.name, reason=error.strerror) from error
        if old:
            # A destroyed key must not stay behind in the blocks of the file that was replaced.
            with old:
                old.write(b"\0" * os.fstat(old.fileno()).st_size)
                old.flush()
                os.fsync(old.fileno())

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def version(self) -> Hashable:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


class CommandStore:
    """A command for a key service: `COMMAND read` prints the keys, `COMMAND write` takes them.

    A service without any keys yet prints nothing.
    """

    def __init__(self, command: str) -> None:
        self.command = shlex.split(command)
        self.name = command

    def exists(self) -> bool:
        return bool(self.read().strip())

    def read(self) -> str:
        return self._run("read", None)

    def write(self, text: str) -> None:
        self._run("write", text)

    @contextmanager
    def locked(self) -> Iterator[None]:
        yield

    def version(self) -> Hashable:
        return int(time.monotonic() / COMMAND_FRESH_SECONDS)

    def _run(self, what: str, given: str | None) -> str:
        try:
            return subprocess.run(  # noqa: S603 - the operator's own command
                [*self.command, what],
                input=given,
                capture_output=True,
                text=True,
                check=True,
                timeout=COMMAND_SECONDS,
            ).stdout
        except subprocess.CalledProcessError as error:
            raise _unreadable(self.name, error.stderr.strip() or str(error.returncode)) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _unreadable(self.name, str(error)) from error


class TextStore:
    """The keys given as a text in the environment: they can be read, not changed."""

    name = "MADANG_KEYS_TEXT"

    def __init__(self, text: str) -> None:
        self.text = text

    def exists(self) -> bool:
        return True

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        message = _noop("%(name)s로 준 열쇠는 여기서 바꿀 수 없어요. 준 곳에서 바꿔 주세요.")
        raise KeyFileError(message, name=self.name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        yield

    def version(self) -> Hashable:
        return self.text


def _unreadable(name: str, reason: str | None) -> KeyFileError:
    message = _noop("열쇠를 읽을 수 없어요: %(name)s (%(reason)s)")
    return KeyFileError(message, name=name, reason=reason)
