"""`madang service`, `madang migrate`, `madang upgrade`, `madang rollback`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .common import _, fail, open_site, out, set_up

if TYPE_CHECKING:
    from madang.operations.upgrades.versions import Versions

_ROOT = typer.Option(help=_("버전 폴더가 있는 곳. 비우면 지금 실행되는 버전의 것이에요."))


def service(
    folder: Annotated[Path, typer.Argument(metavar=_("폴더"))] = Path("deploy"),
    root: Annotated[str, typer.Option(help=_("사이트가 놓일 곳."))] = "/srv/madang",
) -> None:
    set_up()
    from madang.operations.upgrades.service import write_service

    try:
        written = write_service(folder, root.rstrip("/"))
    except OSError as error:
        fail(_("쓸 수 없어요: %s") % error)
    for file in written:
        out.print(str(file))
    out.print(_("docs/running.md에 어디에 두는지 적혀 있어요."))


def migrate(
    known: Annotated[
        bool, typer.Option("--known", help=_("이 버전이 아는 것을 한 줄에 하나씩 보여 줘요."))
    ] = False,
    made: Annotated[
        bool, typer.Option("--made", help=_("데이터베이스에 된 것을 한 줄에 하나씩 보여 줘요."))
    ] = False,
) -> None:
    if not (known or made):
        open_site()
        out.print(_("표가 이 버전에 맞아요."))
        return
    set_up()
    from madang.operations.upgrades.migrations import known_migrations, made_migrations

    for name in sorted(known_migrations() if known else made_migrations()):
        print(name)


def upgrade(
    wheel: Annotated[str, typer.Argument(metavar="WHEEL", help=_("파일이나 https:// 주소."))],
    root: Annotated[Path | None, _ROOT] = None,
) -> None:
    _set_up(root)
    from madang.operations.upgrades.changing import Change

    with _saying_why_not():
        version = Change(_versions(root), out.print).upgrade(wheel)
    out.print(_("이제 %s 버전이에요. 되돌리려면 madang rollback") % version)


def rollback(
    root: Annotated[Path | None, _ROOT] = None,
    force: Annotated[bool, typer.Option("--force", help=_("잃을 것이 있어도 돌아가요."))] = False,
) -> None:
    _set_up(root)
    from madang.operations.upgrades.changing import Change

    with _saying_why_not():
        version = Change(_versions(root), out.print).roll_back(is_forced=force)
    out.print(_("다시 %s 버전이에요.") % version)


def _set_up(root: Path | None) -> None:
    """Take the settings that the units have; the database is opened by other processes alone."""
    environment = Path(sys.prefix).resolve()
    file = (root or environment.parent.parent) / "madang.env"
    lines = file.read_text().splitlines() if file.is_file() else []
    for line in lines:
        name, is_set, value = line.strip().partition("=")
        if is_set and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))
    set_up()


def _versions(root: Path | None) -> "Versions":
    from madang.operations.upgrades.versions import Versions

    return Versions(root) if root else Versions.own()


@contextmanager
def _saying_why_not() -> Iterator[None]:
    from madang.operations.upgrades.versions import CannotUpgrade

    try:
        yield
    except CannotUpgrade as error:
        fail(str(error))
