"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Table

TABLES = [
    Table(
        "desk_guideentry",
        {Kind.NUMBER: "id", Kind.SHOWN: "incident_id opened retired"},
    ),
    Table(
        "desk_guideversion",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "entry_id number rests_on at reviewed edition",
            Kind.WORDS: "questions answer may_promise may_not pass_on_when pass_on_to tone",
            Kind.BOXED: "by reviewer",
        },
    ),
    Table(
        "desk_guidegap",
        {Kind.SCATTERED: "id", Kind.DAY: "day", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
    Table(
        "desk_guideseen",
        {Kind.SCATTERED: "id", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
]
