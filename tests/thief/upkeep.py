"""What a site does by itself in time, done now: `found`, `minutes` or `night`."""

import sys

from madang.cli.common import set_up, start_site


def found() -> None:
    start_site()
    from madang.boards.directory.setup import BoardPlan, open_first_boards
    from madang.core.community import found_community

    found_community("도둑 맞을 곳", "")
    open_first_boards([BoardPlan("자유", slug="free")])


def minutes() -> None:
    """Do what is done every few minutes."""
    from madang.operations.layout import forget_deleted, hide_order_of_few
    from madang.search.index import forget_removed, step

    while step():
        pass
    forget_removed()
    hide_order_of_few()
    forget_deleted()


def night() -> None:
    """Do what is done at night."""
    from madang.account_data.departure.departures import settle_all
    from madang.accounts.sessions.store import clear_ended_sessions
    from madang.identity.account_rows import drop_outdated_rows
    from madang.operations.layout import hide_order

    settle_all()
    drop_outdated_rows()
    clear_ended_sessions()
    hide_order()
    minutes()


if __name__ == "__main__":
    set_up()
    {"found": found, "minutes": minutes, "night": night}[sys.argv[1]]()
