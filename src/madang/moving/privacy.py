"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "moving_oldaddress",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "kind number",
            Kind.TAG: "key",
        },
    ),
]
