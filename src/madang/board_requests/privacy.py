"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "board_requests_boardrequest",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "name name_key why answer",
            Kind.SHOWN: "supports outcome",
            Kind.DAY: "day",
            Kind.DIGEST: "day_tag",
        },
    ),
    Table(
        "board_requests_support",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "request_id",
            Kind.DIGEST: "tag",
        },
        renumbered_by="request_id, tag",
    ),
]
