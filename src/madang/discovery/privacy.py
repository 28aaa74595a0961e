"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "discovery_heat",
        {
            Kind.NUMBER: "post",
            Kind.SHOWN: "recommends voices views points",
        },
    ),
    Table(
        "discovery_rankdue",
        {
            Kind.NUMBER: "post",
        },
    ),
    Table(
        "discovery_rankedpost",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "listing post score",
        },
    ),
    Table(
        "discovery_searchcount",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "words",
            Kind.SHOWN: "day times",
        },
    ),
    Table(
        "discovery_risingword",
        {
            Kind.NUMBER: "place",
            Kind.WORDS: "word",
            Kind.SHOWN: "before",
        },
    ),
    Table(
        "discovery_stoppedword",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "word",
        },
    ),
    Table(
        "discovery_visitorplace",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "place",
        },
    ),
    Table(
        "discovery_visitorplace_boards",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "visitorplace_id board_id",
        },
    ),
]
