"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Contents, Kind, Table

TABLES = [
    Table(
        "account_data_departure",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "account_data_dataexport",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
]
FOLDERS = (("exports", Contents.SEALED), ("set-aside", Contents.SEALED))
