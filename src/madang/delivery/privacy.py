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
    Table(
        "delivery_mailing",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "key_name about created wave cursor is_complete is_paused is_stopped "
            "sends_unknown_again",
            Kind.WORDS: "contents",
        },
    ),
    Table(
        "delivery_batch",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "mailing_id channel provider state attempt failures not_before created "
            "handed_over letters people accepted delivered failed unknown slow "
            "delivered_people "
            "failed_people",
            Kind.SYSTEM: "error group",
        },
    ),
    Table(
        "delivery_message",
        {
            Kind.SCATTERED: "id",
            Kind.SHOWN: "batch_id state",
            Kind.SECRET: "box",
        },
        about_people=True,
        # Written in the order of the keyed numbers of the list.
        order_tells_nothing=True,
    ),
]
