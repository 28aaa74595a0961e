"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "membership_entrycode",
        {
            Kind.SCATTERED: "id",
            Kind.DIGEST: "found_by",
            Kind.DAY: "last_day",
        },
        about_people=True,
    ),
    Table(
        "membership_claim",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "membership_membership",
        {
            Kind.SCATTERED: "id",
            Kind.SHOWN: "board",
        },
        about_people=True,
    ),
]
