"""`madang keys`: listing, rotating, destroying and backing up the keys."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from .common import _, fail, open_site, out, saying_what_is_wrong, start_site

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

PASSPHRASE_MIN = 12


@app.command(
    "list", help=_("월별 열쇠, 그 열쇠로 암호화한 글과 댓글의 수, 없어질 날짜를 보여 줘요.")
)
def list_() -> None:
    start_site()
    from madang.operations.key_report import key_report

    table = Table(box=None, pad_edge=False)
    for heading in (_("달"), _("열쇠"), _("글"), _("댓글"), _("없앨 날")):
        table.add_column(heading)
    for row in key_report():
        state = _("%s에 없앰") % row.destroyed if row.destroyed else _("있음")
        due = str(row.due) if row.due else "-"
        table.add_row(str(row.epoch), state, f"{row.posts:,}", f"{row.comments:,}", due)
    out.print(table)


@app.command(help=_("이달의 열쇠를 새로 만들어, 이제부터 쓰는 글에 써요."))
def rotate() -> None:
    start_site()
    from django.utils import timezone

    from madang.identity.epochs import rotate

    with saying_what_is_wrong():
        epoch = rotate(timezone.now())
    out.print(_("새 열쇠: %d. 열린 사이트도 곧 이것을 써요.") % epoch)


@app.command(help=_("한 달의 열쇠를 없애요. 그달에 누가 무엇을 썼는지 아무도 알 수 없게 돼요."))
def destroy(
    epoch: Annotated[int, typer.Argument(metavar=_("달"), help=_("madang keys list의 첫 열"))],
    yes: Annotated[bool, typer.Option("--yes", help=_("정말로 없애요."))] = False,
) -> None:
    open_site()
    from madang.identity import epochs
    from madang.operations.key_report import sealed_under

    if not epochs.is_known(epoch):
        fail(_("%d의 열쇠는 없어요. madang keys list 를 보세요.") % epoch)
    posts, comments = sealed_under(epoch)
    out.print(_("%d의 열쇠로 암호화한 것: 글 %d개, 댓글 %d개.") % (epoch, posts, comments))
    out.print(
        _(
            "글과 댓글은 남고, 쓴 사람은 더는 수정하거나 삭제할 수 없어요. 내 글 "
            "목록에서도 빠져요. 운영자도 누가 썼는지 알 수 없고, 되돌릴 수 "
            "없어요."
        )
    )
    if not yes:
        fail(_("없애려면 --yes 를 붙여 다시 실행해 주세요."))
    with saying_what_is_wrong():
        epochs.destroy(epoch)
    out.print(_("없앴어요. 열쇠 파일의 백업에서도 지워야 정말로 없어져요."))


@app.command(
    "export-backup", help=_("열쇠를 암호로 잠가 파일로 저장해요. 데이터와 다른 곳에 두세요.")
)
def export_backup(
    file: Annotated[Path, typer.Argument(metavar=_("파일"), help=_("새로 만들 파일"))],
) -> None:
    start_site()
    from madang.identity.key_backups import locked_copy

    if file.exists():
        fail(_("그 파일이 이미 있어요: %s") % file)
    copy = locked_copy(_passphrase(twice=True))
    try:
        file.touch(mode=0o600)
        file.write_text(copy)
    except OSError as error:
        fail(_("쓸 수 없어요: %s") % error)
    out.print(_("저장했어요: %s. 암호를 잃으면 아무도 열 수 없어요.") % file)


@app.command("restore-backup", help=_("백업한 열쇠를 되돌려요. 열쇠를 잃은 사이트에서만 돼요."))
def restore_backup(
    file: Annotated[Path, typer.Argument(metavar=_("파일"), help=_("export-backup이 쓴 파일"))],
) -> None:
    open_site()
    from madang.identity.epochs import check_keys
    from madang.identity.key_backups import restore

    if not file.is_file():
        fail(_("파일을 찾을 수 없어요: %s") % file)
    with saying_what_is_wrong():
        restore(file.read_text(errors="replace"), _passphrase())
        check_keys()
    out.print(_("열쇠를 되돌렸어요."))


def _passphrase(*, twice: bool = False) -> str:
    """Ask for the passphrase, or read it from standard input where nobody can be asked."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\n")
    else:
        given = typer.prompt(_("암호"), hide_input=True, confirmation_prompt=twice, err=True)
    if twice and len(given) < PASSPHRASE_MIN:
        fail(_("암호는 %d자 이상이어야 해요.") % PASSPHRASE_MIN)
    return given
