"""`madang import`: JSON Lines, and moving in from gnuboard5 or Rhymix."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .common import _, err, fail, out, start_site

if TYPE_CHECKING:
    from madang.moving.load import Loaded
    from madang.moving.moving_in import Wanted
    from madang.moving.spool import Reading

PROGRAMS = ("gnuboard5", "rhymix")
ANSWERS = ("posts", "comments")


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar=_("파일…"),
            help=_(
                "JSON Lines 파일(gzip이어도 돼요, - 는 표준 입력)이나, "
                "gnuboard5 또는 rhymix와 그 덤프 파일 또는 mysql:// 주소."
            ),
        ),
    ],
    collection: Annotated[
        str, typer.Option(help=_("이 모음의 이름. 다른 곳의 글과 id가 겹칠 때 써요."))
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option("--files", help=_("옛 사이트의 폴더. 글에 있던 사진을 여기서 찾아요.")),
    ] = None,
    address: Annotated[
        str, typer.Option(help=_("옛 사이트의 주소. 다른 곳의 사진과 헷갈리지 않게 해요."))
    ] = "",
    prefix: Annotated[
        str, typer.Option(help=_("표 이름이 시작하는 말(g5_, rx_). 비우면 찾아요."))
    ] = "",
    answers: Annotated[
        str, typer.Option(help=_("그누보드의 답글을 글(posts)로 둘지 댓글(comments)로 둘지."))
    ] = "posts",
    members: Annotated[
        bool,
        typer.Option(
            "--members",
            help=_("회원의 아이디와 비밀번호도 가져와요. 누가 어떤 글을 썼는지는 가져오지 않아요."),
        ),
    ] = False,
    ties: Annotated[
        bool,
        typer.Option(
            "--tie",
            help=_(
                "--members와 함께: 회원이 쓴 글을 그 회원의 것으로 묶어요. 무엇이 새는지 말해요."
            ),
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("읽었고, 정말로 묶어요."))] = False,
) -> None:
    # A session that is lost or a machine that stops ends it as Ctrl+C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    if files[0] not in PROGRAMS or Path(files[0]).exists():
        _import_lines(files, collection, folder)
        return
    if len(files) != 2:
        fail(_("덤프 파일이나 주소를 하나 적어 주세요: madang import %s 파일.sql") % files[0])
    if answers not in ANSWERS:
        fail(_("--answers는 posts나 comments예요."))
    if ties:
        _must_agree(members=members, yes=yes)
    source = files[1]
    if "://" not in source:
        _must_be_files([Path(source)])
    if folder is not None and not folder.is_dir():
        fail(_("폴더를 찾을 수 없어요: %s") % folder)
    start_site()
    from madang.moving.moving_in import Wanted

    _move_in(
        Wanted(
            files[0],
            source,
            folder,
            address,
            prefix,
            answers_are_comments=answers == "comments",
            with_members=members,
            ties=ties,
        )
    )


def _must_agree(*, members: bool, yes: bool) -> None:
    """Say what a thief gains by texts that are tied to members; end unless that was agreed to."""
    if not members:
        fail(_("--tie는 --members와 함께 써요."))
    out.print(
        _(
            "회원이 예전에 쓴 글과 댓글을 그 회원의 것으로 묶으면 로그인해서 수정하고 삭제할 수 "
            "있어요. 그 대신 이런 것이 드러날 수 있어요."
        ),
        _(
            "- 옛 데이터베이스를 가진 사람은 그 글을 누가 썼는지 이미 알아요. 이 사이트의 "
            "데이터베이스까지 두 번 손에 넣으면, 그 회원이 탈퇴하거나 글을 한꺼번에 지울 때 함께 "
            "바뀐 것을 보고 여기서 새로 쓴 글도 그 사람 것임을 알 수 있어요."
        ),
        _("- 옛 비밀번호를 알아낸 사람은 로그인해서 예전 글과 새 글을 한 목록에서 볼 수 있어요."),
        _("- 이달의 열쇠를 없애면 묶은 글도 다시 누구의 것도 아니게 돼요."),
        sep="\n",
    )
    if not yes:
        fail(_("묶으려면 --yes 를 붙여 다시 실행해 주세요. 묶지 않으려면 --tie 를 빼세요."))


def _import_lines(files: list[str], collection: str, folder: Path | None) -> None:
    named = [Path(name) for name in files if name != "-"]
    _must_be_files(named)
    start_site()
    from madang.core.scratch import Busy
    from madang.moving.arrived_pictures import ArrivedPictures
    from madang.moving.jsonl.files import read
    from madang.moving.load import load
    from madang.moving.spool import Spool

    try:
        with Spool(collection) as spool, progress() as shown:
            reading_task = shown.add_task(_("읽는 중"), total=None)
            reading = read(spool, files, lambda lines: shown.advance(reading_task, lines))
            shown.update(reading_task, completed=reading.posts, total=reading.posts)
            writing_task = shown.add_task(_("쓰는 중"), total=reading.posts + reading.comments)
            beside = folder or (named[0].parent if named else None)
            pictures = ArrivedPictures(beside, collection)
            loaded = load(spool, lambda rows: shown.advance(writing_task, rows), pictures=pictures)
    except KeyboardInterrupt:
        _stopped()
    except Busy:
        fail(_("다른 가져오기가 실행되고 있어요."))
    _tell(reading, loaded)


def _move_in(wanted: "Wanted") -> None:
    from madang.core.scratch import Busy
    from madang.moving.databases.errors import CannotLoad
    from madang.moving.moving_in import Watching, move_in

    try:
        with progress() as shown:
            reading = shown.add_task(_("읽는 중"), total=None)
            writing = shown.add_task(_("쓰는 중"), total=None, visible=False)
            watching = Watching(
                lambda rows, total: shown.update(reading, advance=rows, total=total),
                lambda rows, total: shown.update(writing, advance=rows, total=total, visible=True),
            )
            moved = move_in(wanted, watching)
    except KeyboardInterrupt:
        _stopped()
    except Busy:
        fail(_("다른 가져오기가 실행되고 있어요."))
    except CannotLoad as error:
        fail(str(error))
    for line in moved.lines:
        out.print(line)
    _tell(moved.reading, moved.loaded)


def _must_be_files(named: list[Path]) -> None:
    folders = [_("파일이 아니라 폴더예요: %s") % path for path in named if path.is_dir()]
    missing = [_("파일을 찾을 수 없어요: %s") % path for path in named if not path.exists()]
    if folders or missing:
        fail(*folders, *missing)


def _stopped() -> NoReturn:
    err.print(_("멈췄어요. 같은 명령을 다시 실행하면 하던 데부터 이어져요."))
    raise typer.Exit(130) from None


def _tell(reading: "Reading", loaded: "Loaded") -> None:
    """Say what came in; end with status 1 where something was refused."""
    out.print(_("글 %d개와 댓글 %d개를 가져왔어요.") % (loaded.posts, loaded.comments))
    if loaded.known:
        out.print(_("전에 가져온 글 %d개는 건너뛰었어요.") % loaded.known)
    if reading.refused:
        err.print(_("%d줄은 가져오지 않았어요:") % reading.refused)
        for refusal in reading.refusals:
            place = f"{refusal.file}:{refusal.line}" if refusal.line else refusal.file
            err.print(f"  {place}: {refusal.reason}", markup=False)
        raise typer.Exit(1)


def progress(title: str = "") -> Progress:
    """Return what shows how far something long is."""
    columns = (TextColumn(title or "{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=err)


def export(
    folder: Annotated[Path, typer.Argument(metavar=_("폴더"), help=_("아직 없는, 또는 빈 폴더."))],
) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(_("빈 폴더가 아니에요: %s") % folder)
    start_site()
    from madang.moving.moving_out import move_out

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with progress(_("쓰는 중")) as shown:
            task = shown.add_task("", total=None)
            written = move_out(folder, lambda some, of: shown.update(task, advance=some, total=of))
    except OSError as error:
        fail(_("쓸 수 없어요: %s") % error)
    said = _("게시판 %d개, 글 %d개, 댓글 %d개, 사진 %d장을 썼어요.")
    out.print(said % (written.boards, written.posts, written.comments, written.pictures))
    if written.missing:
        err.print(_("사진 %d장은 파일이 없어요.") % written.missing)
        raise typer.Exit(1)
