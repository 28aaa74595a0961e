"""The whole of it: a site, its members, the copies, and what can be told from them."""

import subprocess
import sys
import time
from pathlib import Path

from ..services.madang import serving
from ..services.programs import clean_environment
from . import attacks
from .attacks import Figure
from .copies import Change, PostgresThief, SqliteThief, Thief, change
from .society import Act, Society

MEMBERS, ACTS, LEAVERS, DELETIONS = 60, 700, 6, 14


def rob(folder: Path, url: str = "", *, members: int = MEMBERS, acts: int = ACTS) -> list[Figure]:
    """Let members live on a new site, and return how often a thief of its data is right."""
    data = folder / "data"
    settings = {"MADANG_PROXIES": "1", "MADANG_LEAVING_DAYS": "0"}
    settings |= {"DATABASE_URL": url} if url else {}
    _do("found", data, settings)
    with serving(data, **settings) as served:
        thief: Thief = PostgresThief(url, data) if url else SqliteThief(data, folder / "copy")
        society = Society(served.port, members)
        changes: list[Change] = []
        last = thief.rows()

        def copied(act: Act) -> None:
            nonlocal last
            now = thief.rows()
            changes.append(change(last, now))
            for key in changes[-1].new:
                if key[0] in attacks.MARKS:
                    tags = (value for value in now[key] if isinstance(value, bytes))
                    society.tags |= {tag: act.member for tag in tags if len(tag) == 16}
            last = now

        society.arrive(copied)
        at_once = attacks.order_of_sign_up(society, thief, "at once")
        _do("minutes", data, settings)
        figures = attacks.order_of_sign_up(society, thief)
        society.live(acts // 2, copied)
        first = thief.rows()
        society.live(acts // 2, copied)
        _do("minutes", data, settings)
        figures += [attacks.sessions_and_names(society, thief), attacks.by_values(thief)]
        figures += attacks.with_logs(society, changes)
        figures.append(_between(society, first, thief))
        society.part(LEAVERS, DELETIONS, lambda _act: None)
        time.sleep(3)
        figures.append(attacks.deleted_words(society, thief, "at once"))
        _do("night", data, settings)
        figures.append(attacks.deleted_words(society, thief, "one"))
        figures += attacks.leavers_together(society, thief, "one")
        figures.append(attacks.marks_next_to_each_other(society, thief, "one"))
    return figures + at_once


def _between(society: Society, first: object, thief: Thief) -> Figure:
    """Return how many lasting rows about people two copies show to have been written again.

    But for calls: a line that stands for another comment of one thread to one voice says what the
    thread does.
    """
    both = change(first, thief.rows())  # type: ignore[arg-type]
    about = [key for key in both.again if attacks.is_about_people(key[0])]
    again = [key for key in about if key[0] != "identity_journalentry"]
    return Figure("rows about people written again", "two", len(again), float(bool(again)), 0.0)


def _do(what: str, data: Path, settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tests.thief.upkeep", what]
    given = {"MADANG_DATA": str(data), **settings}
    subprocess.run(command, env=clean_environment(**given), check=True)
