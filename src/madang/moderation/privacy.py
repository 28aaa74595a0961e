"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "moderation_sealopening",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "reason",
            Kind.SHOWN: "post comment ground asked approved answered",
            Kind.BOXED: "asker approver",
        },
    ),
    Table(
        "moderation_case",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post seq reports is_open",
        },
    ),
    Table(
        "moderation_report",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "words",
            Kind.SHOWN: "case_id part complaint",
            Kind.TAG: "tag",
        },
        renumbered_by="case_id, tag",
    ),
    Table(
        "moderation_decision",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "reason",
            Kind.SHOWN: "kind post seq at scope until undone wiped",
            Kind.BOXED: "box",
        },
    ),
    Table(
        "moderation_sanction",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
        written_once=True,
    ),
    Table(
        "moderation_refusedwords",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "words",
            Kind.SHOWN: "initials",
        },
    ),
]
