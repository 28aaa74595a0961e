"""Moving in: a dump of a million rows is written, and the command that brings it in is timed.

`python -m bench.moving gnuboard5 --rows 1000000`
"""

import argparse
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from . import servers
from .words import Texts

RESULTS = Path(__file__).parent / "results"
SCHEMAS = Path(__file__).parent.parent / "tests" / "moving" / "old_sites"
# Of each post so many comments; rows of one statement.
COMMENTS, ROWS_AT_ONCE = 9, 500
TEXTS = Texts()
BEGAN = datetime(2009, 1, 1)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.moving", description=__doc__)
    arguments.add_argument("program", choices=("gnuboard5", "rhymix"))
    arguments.add_argument("--rows", type=int, default=1_000_000, help="posts and comments")
    given = arguments.parse_args()
    RESULTS.mkdir(exist_ok=True)
    dump = RESULTS / f"{given.program}-{given.rows}.sql"
    if not dump.exists():
        with dump.open("w") as file:
            file.writelines(written(given.program, given.rows))
    folder = RESULTS / f"moved-{given.program}"
    shutil.rmtree(folder, ignore_errors=True)
    begin = time.monotonic()
    command = [sys.executable, "-m", "madang.cli", "import", given.program, str(dump)]
    subprocess.run(command, env=servers.environment(folder), check=True)
    seconds = time.monotonic() - begin
    size = dump.stat().st_size / 1e6
    print(
        f"{given.rows:,} rows ({size:,.0f} MB) in {seconds:,.0f} s: {given.rows / seconds:,.0f}/s"
    )


def written(program: str, rows: int) -> Iterator[str]:
    """Yield a dump: the tables as the tests have them, and one board with so many rows."""
    for statement in (SCHEMAS / f"{program}.sql").read_text().split(";\n"):
        is_row = statement.lstrip().startswith("INSERT")
        if (
            not is_row
            or "_board` (" in statement
            or "_group`" in statement
            or "_module" in statement
        ):
            yield f"{statement};\n"
    posts = rows // (COMMENTS + 1)
    if program == "gnuboard5":
        columns = "wr_id,wr_num,wr_reply,wr_parent,wr_is_comment,wr_comment,wr_comment_reply,"
        columns += "wr_option,wr_subject,wr_content,mb_id,wr_datetime,wr_ip"
        yield from statements(f"`g5_write_free` ({columns})", gnuboard5_rows(posts))
        return
    columns = "document_srl,module_srl,title,content,member_srl,regdate,status"
    yield from statements(f"`rx_documents` ({columns})", documents(posts))
    columns = "comment_srl,document_srl,parent_srl,content,member_srl,regdate"
    yield from statements(f"`rx_comments` ({columns})", comments(posts))
    columns = "comment_srl,document_srl,head,arrange"
    yield from statements(f"`rx_comments_list` ({columns})", places(posts))


def statements(into: str, rows: Iterator[str]) -> Iterator[str]:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield f"INSERT INTO {into} VALUES {','.join(some)};\n"


def gnuboard5_rows(posts: int) -> Iterator[str]:
    number = 0
    for post in range(1, posts + 1):
        number += 1
        own, html = number, f"<p>{TEXTS.draw(45)}</p><p>{TEXTS.draw(15)}</p>"
        who = random.randrange(5000)
        yield (
            f"({own},{-post},'',{own},0,0,'','html1','{TEXTS.draw(5)}','{html}',"
            f"'m{who}','{at(post)}','203.0.113.7')"
        )
        for comment in range(1, COMMENTS + 1):
            number += 1
            reply = "A" if comment % 3 == 0 else ""
            place = comment - 1 if reply else comment
            yield (
                f"({number},{-post},'',{own},1,{place},'{reply}','','','{TEXTS.draw(12)}',"
                f"'m{random.randrange(5000)}','{at(post)}','203.0.113.7')"
            )


def documents(posts: int) -> Iterator[str]:
    for post in range(1, posts + 1):
        html = f"<p>{TEXTS.draw(45)}</p><p>{TEXTS.draw(15)}</p>"
        who, number = random.randrange(1, 5000), post * (COMMENTS + 1)
        yield f"({number},100,'{TEXTS.draw(5)}','{html}',{who},'{digits(post)}','PUBLIC')"


def comments(posts: int) -> Iterator[str]:
    for post in range(1, posts + 1):
        number = post * (COMMENTS + 1)
        for comment in range(1, COMMENTS + 1):
            parent = number + comment - 1 if comment % 3 == 0 else 0
            who = random.randrange(1, 5000)
            said = f"'<p>{TEXTS.draw(12)}</p>',{who},'{digits(post)}'"
            yield f"({number + comment},{number},{parent},{said})"


def places(posts: int) -> Iterator[str]:
    for post in range(1, posts + 1):
        number = post * (COMMENTS + 1)
        for comment in range(1, COMMENTS + 1):
            head = number + comment - (comment % 3 == 0)
            yield f"({number + comment},{number},{head},{number + comment})"


def at(post: int) -> str:
    return str(BEGAN + timedelta(minutes=post))


def digits(post: int) -> str:
    return f"{BEGAN + timedelta(minutes=post):%Y%m%d%H%M%S}"


if __name__ == "__main__":
    main()
