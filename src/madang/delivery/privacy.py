"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "delivery_pushdevice",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
        written_once=True,
    ),
]
