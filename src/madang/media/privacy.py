"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Contents, Kind, Table

TABLES = [
    Table(
        "media_picture",
        {
            Kind.SCATTERED: "id",
            Kind.SHOWN: "name width height widths drafted",
            Kind.DAY: "day",
        },
    ),
]
FOLDERS = (("media", Contents.PICTURES),)
