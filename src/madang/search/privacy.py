"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "search_terms",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "search_terms title body initials place terms rank",
        },
        may_be_missing=True,
    ),
    Table(
        "search_terms_data",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "block",
        },
        may_be_missing=True,
    ),
    Table(
        "search_terms_idx",
        {
            Kind.NUMBER: "segid pgno",
            Kind.WORDS: "term",
        },
        may_be_missing=True,
    ),
    Table(
        "search_terms_docsize",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "sz",
        },
        may_be_missing=True,
    ),
    Table(
        "search_terms_config",
        {
            Kind.SYSTEM: "k v",
        },
        may_be_missing=True,
    ),
    Table(
        "search_searchindex",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "version is_active reached holds_removed",
        },
    ),
    Table(
        "search_searchstale",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "index_id kind item",
        },
    ),
    Table(
        "search_termcounts",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "texts",
            Kind.WORDS: "counts words",
        },
    ),
]
