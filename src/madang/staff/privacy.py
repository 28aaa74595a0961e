"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "staff_staffrow",
        {Kind.SCATTERED: "id", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
    Table("staff_firm", {Kind.NUMBER: "id", Kind.SHOWN: "name"}),
    Table(
        "staff_workrecord",
        {Kind.NUMBER: "id", Kind.SHOWN: "at action about", Kind.BOXED: "box"},
    ),
]
