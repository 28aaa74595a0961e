"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "operations_daycount",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "kind count",
            Kind.DAY: "day",
        },
    ),
]
