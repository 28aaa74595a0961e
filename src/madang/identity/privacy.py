"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "identity_voice",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "thread number",
            Kind.TAG: "tag",
        },
        about_people=True,
    ),
    Table(
        "identity_journalentry",
        {
            Kind.SCATTERED: "key",
            Kind.LINE: "box",
        },
        about_people=True,
        order_tells_nothing=True,
    ),
    Table(
        "identity_inboxmark",
        {Kind.SCATTERED: "id"},
        about_people=True,
        written_once=True,
        order_tells_nothing=True,
    ),
    Table(
        "identity_keyrecord",
        {
            Kind.SHOWN: "epoch",
            Kind.SECRET: "check_value",
            Kind.DAY: "destroyed",
        },
    ),
    Table(
        "identity_namedkeyrecord",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "name",
            Kind.SECRET: "check_value",
            Kind.DAY: "destroyed",
        },
    ),
]
