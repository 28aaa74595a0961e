"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Contents, Kind, Table

TABLES = [
    Table(
        "incidents_incident",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "name noticed_how contact official_numbers what_to_do legal_hold",
            Kind.SHOWN: "noticed opened closed is_intrusion is_grave people since until published "
            "next_update hashed_lookup lookup_built list_destroyed",
        },
    ),
    Table(
        "incidents_dataitem",
        {Kind.NUMBER: "id", Kind.SHOWN: "incident_id is_former", Kind.WORDS: "name"},
    ),
    Table("incidents_fact", {Kind.NUMBER: "id", Kind.SHOWN: "incident_id opened"}),
    Table(
        "incidents_factversion",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "fact_id number status at is_released next_word",
            Kind.WORDS: "text question source",
            Kind.BOXED: "by owner",
        },
    ),
    Table(
        "incidents_timelineentry",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "incident_id happened zone entered is_in_summary",
            Kind.WORDS: "text",
            Kind.BOXED: "by",
        },
    ),
    Table(
        "incidents_decision",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "incident_id clock version_id is_done done at",
            Kind.WORDS: "reason",
            Kind.BOXED: "by",
        },
    ),
    Table(
        "incidents_task",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "incident_id due done",
            Kind.WORDS: "text",
            Kind.BOXED: "owner",
        },
    ),
    Table("incidents_reminder", {Kind.NUMBER: "id", Kind.SYSTEM: "key at"}),
    Table(
        "incidents_affectedline",
        {Kind.SCATTERED: "id", Kind.SHOWN: "incident_id", Kind.SECRET: "box"},
        about_people=True,
        written_once=True,
        order_tells_nothing=True,
    ),
    Table(
        "incidents_listimport",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "incident_id is_csv begun ended rows taken refused contacts staff members",
            Kind.SYSTEM: "failure",
            Kind.DIGEST: "file",
        },
    ),
    Table(
        "incidents_checkcode",
        {Kind.SCATTERED: "id", Kind.BOXED: "box", Kind.DAY: "last_day"},
        about_people=True,
        written_once=True,
    ),
    Table(
        "incidents_lookupbucket",
        {Kind.SCATTERED: "id", Kind.SHOWN: "incident_id", Kind.SECRET: "box"},
        about_people=True,
        # Of every prefix there is one, in the order of the prefixes, whoever is in the list.
        order_tells_nothing=True,
    ),
    Table(
        "incidents_follower",
        {Kind.SCATTERED: "id", Kind.SHOWN: "incident_id", Kind.BOXED: "box"},
        about_people=True,
        written_once=True,
    ),
    Table(
        "incidents_noticetemplate",
        {Kind.NUMBER: "id", Kind.SHOWN: "kind changed", Kind.WORDS: "parts"},
    ),
    Table(
        "incidents_notice",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "incident_id kind follows_id created channels lawyer_agreed "
            "sends_unknown_again revision approved released told",
            Kind.WORDS: "parts",
            Kind.BOXED: "author approver",
        },
    ),
]

FOLDERS = (("incident-lists", Contents.SEALED),)
