"""`madang records`: reading sealed access records, on a computer that is not the server."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from madang.identity.sealed_records import new_keys, open_record

from .common import _, fail, out

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.command("new-key", help=_("열쇠 한 쌍을 만들어요. 서버가 아닌 곳에서 하세요."))
def new_key(
    file: Annotated[Path, typer.Argument(metavar=_("파일"), help=_("비밀 열쇠를 둘 곳."))],
) -> None:
    secret, public = new_keys()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(_("그 파일이 이미 있어요: %s") % file)
    except OSError as error:
        fail(_("열 수 없어요: %s") % error)
    with os.fdopen(handle, "w") as opened:
        opened.write(secret + "\n")
    out.print(_("이 사이트의 설정에 넣으세요: MADANG_RECORDS_KEY=%s") % public, markup=False)


@app.command("open", help=_("암호화된 접속 기록을 읽어요."))
def open_(
    files: Annotated[list[Path], typer.Argument(metavar=_("파일…"))],
    key: Annotated[Path, typer.Option(help=_("비밀 열쇠 파일 (new-key 또는 age-keygen)."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("결과를 JSON으로 보여 줘요."))] = False,
) -> None:
    try:
        lines = key.read_text().splitlines()
        secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
        records = [
            open_record(line, secret) for file in files for line in file.read_text().splitlines()
        ]
    except (OSError, UnicodeDecodeError) as error:
        fail(_("열 수 없어요: %s") % error)
    except ValueError:
        fail(_("비밀 열쇠가 아니에요: %s") % key)
    opened = [json.loads(record) for record in records if record is not None]
    if as_json:
        for record in opened:
            print(json.dumps(record, ensure_ascii=False))
    else:
        table = Table(box=None, pad_edge=False)
        for heading in (_("일시"), _("주소"), _("요청"), _("결과")):
            table.add_column(heading, overflow="fold")
        for record in opened:
            asked = f"{record['method']} {record['path']}"
            table.add_row(record["time"], record["address"], asked, str(record["status"]))
        out.print(table)
    if len(opened) < len(records):
        fail(_("%d줄은 이 열쇠로 열리지 않아요.") % (len(records) - len(opened)))
