"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "calls_pendingcall",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post seq position",
        },
    ),
    Table(
        "calls_pushnote",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
            Kind.SHOWN: "due tries",
        },
        about_people=True,
    ),
    Table(
        "calls_watchfanout",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "done upto position",
        },
    ),
    Table(
        "calls_watch",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
        written_once=True,
    ),
    Table(
        "calls_callpreferences",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
        written_once=True,
    ),
    Table(
        "calls_callsread",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
        written_once=True,
    ),
]
