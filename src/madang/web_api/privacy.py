"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "web_api_tokenrow",
        {Kind.SCATTERED: "id", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
    Table(
        "web_api_webhook",
        {Kind.NUMBER: "id", Kind.SYSTEM: "address events is_on", Kind.BOXED: "secret"},
    ),
    Table(
        "web_api_delivery",
        {
            Kind.NUMBER: "id",
            Kind.SYSTEM: "hook_id message tries next_try answered answered_at",
            # What everybody can read: which post, on which board, and when.
            Kind.SHOWN: "body at",
        },
    ),
]
