"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Contents, Kind, Table

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
    Table(
        "desk_inquirygroup",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "year incident_id opened answered edition sends_late",
            Kind.SECRET: "box",
        },
    ),
    Table(
        "desk_groupmove",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "at source_id target_id undone",
            Kind.SECRET: "box",
        },
    ),
    Table(
        "desk_quarterhour",
        {Kind.NUMBER: "id", Kind.SHOWN: "at arrived answered waiting"},
    ),
    Table(
        "desk_pulserow",
        {Kind.SCATTERED: "id", Kind.DAY: "day", Kind.BOXED: "box"},
        about_people=True,
    ),
    Table(
        "desk_overtimerequest",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "day people minutes asked",
            Kind.WORDS: "why",
            Kind.BOXED: "by",
        },
    ),
    Table(
        "desk_overtimeanswer",
        {Kind.SCATTERED: "id", Kind.SHOWN: "request_id", Kind.BOXED: "box"},
        about_people=True,
    ),
    Table("desk_mailbox", {Kind.NUMBER: "id", Kind.DIGEST: "name", Kind.SYSTEM: "validity uid"}),
    Table(
        "desk_mailseen",
        {Kind.SCATTERED: "id", Kind.DAY: "day"},
        about_people=True,
        written_once=True,
    ),
    Table("desk_firmatfront", {Kind.NUMBER: "firm_id"}),
    Table(
        "desk_solved",
        {Kind.NUMBER: "id", Kind.SHOWN: "entry_id day times"},
    ),
    Table(
        "desk_inquiry",
        {
            Kind.NUMBER: "id",
            Kind.SCATTERED: "claim contact link",
            Kind.SHOWN: "year incident_id channel state urgency lane arrived due answered "
            "claimed_until group_id is_confirmed is_ungrouped asks_opinion",
            Kind.SECRET: "box",
        },
    ),
    Table(
        "desk_inquirymessage",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "inquiry_id at kind edition",
            Kind.SCATTERED: "letter",
            Kind.SECRET: "box",
        },
    ),
    Table(
        "desk_inquiryfile",
        {Kind.SCATTERED: "id", Kind.SHOWN: "message_id", Kind.SECRET: "box"},
        about_people=True,
    ),
    Table(
        "desk_shiftrow",
        {Kind.SCATTERED: "id", Kind.DAY: "day", Kind.BOXED: "box"},
        about_people=True,
    ),
    Table(
        "desk_skillsrow",
        {Kind.SCATTERED: "id", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
]
FOLDERS = (("desk-files", Contents.SEALED),)
