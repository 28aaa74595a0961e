"""PostgreSQL's own programs, called for the site's database or another beside it."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class ProgramFailed(Exception):
    """A program is missing or failed; the message says why."""


def run(own: Mapping[str, Any], command: list[str]) -> None:
    """Run one of PostgreSQL's programs with the database's password; raises ProgramFailed."""
    if shutil.which(command[0]) is None:
        raise ProgramFailed(f"{command[0]} is missing: install postgresql-client")
    environment = {**os.environ, "PGPASSWORD": own["PASSWORD"] or ""}
    done = subprocess.run(  # noqa: S603 - the command is ours
        command, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ProgramFailed(said[0] if said else f"{command[0]}: {done.returncode}")


def where(own: Mapping[str, Any], database: str) -> list[str]:
    """Return what tells a program which server and database are meant."""
    named = {"-h": own["HOST"], "-p": str(own["PORT"] or ""), "-U": own["USER"], "-d": database}
    return [part for flag, value in named.items() if value for part in (flag, value)]


@contextmanager
def restored_beside(own: Mapping[str, Any], dump: Path) -> Iterator[str]:
    """Restore a dump into a new database beside the site's own, dropped afterwards; give its name.

    Raises ProgramFailed.
    """
    name = f"madang_check_{secrets.token_hex(4)}"
    restore = ["pg_restore", "--exit-on-error", "--no-owner", "--no-privileges"]
    _psql(own, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        run(own, [*restore, *where(own, name), str(dump)])
        yield name
    finally:
        _psql(own, f'DROP DATABASE "{name}"')


def _psql(own: Mapping[str, Any], statement: str) -> None:
    """Carry out a statement that stands in no transaction."""
    settings = ["-q", "-X", "-v", "ON_ERROR_STOP=1"]
    run(own, ["psql", *settings, *where(own, own["NAME"]), "-c", statement])
