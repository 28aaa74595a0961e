"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "attachments_linkpreview",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "address title about site",
            Kind.SHOWN: "key state picture_id tries",
            Kind.DAY: "fetched",
        },
    ),
    Table(
        "attachments_previewuse",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "preview_id post seq",
        },
        renumbered_by="post, seq, preview_id",
        beside_posts="post AND one.seq = 0",
    ),
    Table(
        "attachments_sticker",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "name",
            Kind.SHOWN: "board_id picture_id",
        },
    ),
    Table(
        "attachments_poll",
        {
            Kind.NUMBER: "post_id",
            Kind.WORDS: "question",
            Kind.SHOWN: "is_many is_hidden closes voters",
        },
        beside_posts="post_id",
    ),
    Table(
        "attachments_pollchoice",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "words",
            Kind.SHOWN: "poll_id place votes",
        },
        renumbered_by="poll_id, place",
    ),
    Table(
        "attachments_pollvote",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "poll_id places",
            Kind.TAG: "tag",
        },
        renumbered_by="poll_id, tag",
    ),
    Table(
        "attachments_quiztext",
        {
            Kind.NUMBER: "post_id",
            Kind.WORDS: "values",
        },
        beside_posts="post_id",
    ),
    Table(
        "attachments_pictureuse",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "picture_id post seq",
        },
        renumbered_by="post, seq, picture_id",
        beside_posts="post AND one.seq = 0",
    ),
]
