"""What every column may hold. A column that is not named here is a finding."""

import re
from enum import Enum, auto


class Kind(Enum):
    """What a column may hold, and so what the check looks for in it."""

    WORDS = auto()  # people's own words; may say anything
    SHOWN = auto()  # what the pages show: titles' dates, counts, names of boards
    SECRET = auto()  # seals, tags, boxes, keyed hashes: no value comes twice
    OWNER = auto()  # keyed hashes that group one person's rows; in no table of content
    ACCOUNT = auto()  # an account's id; in no table of content
    BOX = auto()  # boxes in JSON, where other software's column wants JSON
    SCATTERED = auto()  # a keyed or random number under which a row is stored
    LOGIN = auto()  # a login name or the hash of a password
    DAY = auto()  # a date, or a midnight
    FLAG = auto()  # yes or no, or a small number, of an account
    NUMBER = auto()  # a row's own number
    SYSTEM = auto()  # the software's own notes, about nobody


_COLUMNS = {
    "accounts_account": {
        Kind.SCATTERED: "id",
        Kind.LOGIN: "login_name password",
        Kind.DAY: "joined",
        Kind.FLAG: "is_active is_operator",
        Kind.SECRET: "sessions_mark",
    },
    "accounts_session": {
        Kind.SECRET: "session_key session_data",
        Kind.OWNER: "owner",
        Kind.DAY: "expire_date",
    },
    "accounts_sealedemail": {Kind.SCATTERED: "id", Kind.SECRET: "found_by box"},
    "accounts_sealedprovider": {Kind.SCATTERED: "id", Kind.SECRET: "found_by box"},
    "mfa_authenticator": {
        Kind.SCATTERED: "id",
        Kind.ACCOUNT: "user_id",
        Kind.FLAG: "type",
        Kind.BOX: "data",
        Kind.DAY: "created_at last_used_at",
    },
    "identity_voice": {Kind.NUMBER: "id", Kind.SHOWN: "thread number", Kind.SECRET: "tag"},
    "identity_journalentry": {Kind.SCATTERED: "key", Kind.SECRET: "box"},
    "identity_keyrecord": {Kind.SHOWN: "epoch", Kind.SECRET: "check_value", Kind.DAY: "destroyed"},
    "boards_community": {Kind.NUMBER: "id", Kind.SHOWN: "name tagline noun banner"},
    "boards_board": {
        Kind.NUMBER: "id",
        Kind.SHOWN: "slug name place has_nicknames members_only domains operators_write "
        "needs_category letters_least posts_a_day days_least template",
    },
    "boards_nickname": {
        Kind.NUMBER: "id",
        Kind.WORDS: "name key",
        Kind.SHOWN: "board_id picture",
        Kind.SECRET: "tag",
    },
    "membership_entrycode": {
        Kind.SCATTERED: "id",
        Kind.SECRET: "found_by",
        Kind.DAY: "last_day",
    },
    "membership_claim": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "membership_membership": {Kind.SCATTERED: "id", Kind.SHOWN: "board"},
    "boards_category": {Kind.NUMBER: "id", Kind.SHOWN: "name place board_id"},
    "boards_post": {
        Kind.NUMBER: "id",
        Kind.WORDS: "title domains tags",
        Kind.SHOWN: "state created edited views recommends comment_count last_seq epoch board_id "
        "category_id nickname reservations extra",
        Kind.SECRET: "author once",
    },
    "boards_posttext": {Kind.NUMBER: "post_id", Kind.WORDS: "html source"},
    "boards_commentlike": {Kind.NUMBER: "id", Kind.SHOWN: "post_id", Kind.SECRET: "tag"},
    "boards_posttag": {Kind.NUMBER: "id", Kind.WORDS: "name", Kind.SHOWN: "post_id"},
    "boards_pin": {Kind.NUMBER: "post_id"},
    "boards_version": {
        Kind.NUMBER: "id",
        Kind.WORDS: "title html source",
        Kind.SHOWN: "post_id seq at",
    },
    "boards_comment": {
        Kind.NUMBER: "id",
        Kind.WORDS: "html",
        Kind.SHOWN: "post_id seq parent root voice state created edited replies nickname news "
        "likes",
        Kind.SECRET: "author once",
    },
    "boards_recommendation": {
        Kind.NUMBER: "id",
        Kind.SHOWN: "post_id",
        Kind.SECRET: "tag note",
    },
    "boards_scrap": {Kind.NUMBER: "id", Kind.SHOWN: "post_id", Kind.SECRET: "tag note"},
    "boards_reservation": {Kind.NUMBER: "id", Kind.SHOWN: "post_id", Kind.SECRET: "tag note"},
    "boards_mute": {Kind.NUMBER: "id", Kind.SHOWN: "post_id", Kind.SECRET: "tag note"},
    "calls_callrun": {Kind.NUMBER: "id", Kind.SHOWN: "post seq position"},
    "calls_pushdevice": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "calls_pushnote": {Kind.SCATTERED: "id", Kind.SECRET: "box", Kind.SHOWN: "due tries"},
    "calls_sweep": {Kind.NUMBER: "id", Kind.SHOWN: "done upto position"},
    "calls_watch": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "filters_filters": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "calls_callwishes": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "writing_picture": {
        Kind.SCATTERED: "id",
        Kind.SHOWN: "name width height widths drafted",
        Kind.DAY: "day",
    },
    "writing_linkcard": {
        Kind.NUMBER: "id",
        Kind.WORDS: "address title about site",
        Kind.SHOWN: "key state picture_id tries",
        Kind.DAY: "fetched",
    },
    "writing_carduse": {Kind.NUMBER: "id", Kind.SHOWN: "card_id post seq"},
    "writing_sticker": {
        Kind.NUMBER: "id",
        Kind.WORDS: "name",
        Kind.SHOWN: "board_id picture_id",
    },
    "writing_poll": {
        Kind.NUMBER: "post_id",
        Kind.WORDS: "question",
        Kind.SHOWN: "is_many is_hidden closes voters",
    },
    "writing_pollchoice": {
        Kind.NUMBER: "id",
        Kind.WORDS: "words",
        Kind.SHOWN: "poll_id place votes",
    },
    "writing_pollvote": {Kind.NUMBER: "id", Kind.SHOWN: "poll_id places", Kind.SECRET: "tag"},
    "writing_quiztext": {Kind.NUMBER: "post_id", Kind.WORDS: "values"},
    "writing_pictureuse": {Kind.NUMBER: "id", Kind.SHOWN: "picture_id post seq"},
    # The index holds words that the posts hold as well; its tables are told apart by numbers.
    "discovery_terms": {
        Kind.NUMBER: "id",
        Kind.WORDS: "discovery_terms title body initials place terms rank",
    },
    "discovery_terms_data": {Kind.NUMBER: "id", Kind.WORDS: "block"},
    "discovery_terms_idx": {Kind.NUMBER: "segid pgno", Kind.WORDS: "term"},
    "discovery_terms_docsize": {Kind.NUMBER: "id", Kind.WORDS: "sz"},
    "discovery_terms_config": {Kind.SYSTEM: "k v"},
    "discovery_searchindex": {
        Kind.NUMBER: "id",
        Kind.SHOWN: "version is_active posts_upto comments_upto",
    },
    "discovery_searchstale": {Kind.NUMBER: "id", Kind.SHOWN: "index_id kind item"},
    "discovery_termcounts": {Kind.NUMBER: "id", Kind.SHOWN: "posts", Kind.WORDS: "counts words"},
    "discovery_heat": {Kind.NUMBER: "post", Kind.SHOWN: "recommends voices views points"},
    "discovery_rankdue": {Kind.NUMBER: "post"},
    "discovery_standing": {Kind.NUMBER: "id", Kind.SHOWN: "listing post score"},
    "discovery_searchcount": {Kind.NUMBER: "id", Kind.WORDS: "words", Kind.SHOWN: "day times"},
    "discovery_risingword": {Kind.NUMBER: "place", Kind.WORDS: "word", Kind.SHOWN: "before"},
    "discovery_stoppedword": {Kind.NUMBER: "id", Kind.WORDS: "word"},
    "discovery_visitorplace": {Kind.NUMBER: "id", Kind.SHOWN: "place"},
    "discovery_visitorplace_boards": {Kind.NUMBER: "id", Kind.SHOWN: "visitorplace_id board_id"},
    "boards_draft": {Kind.SCATTERED: "id", Kind.SECRET: "box", Kind.DAY: "day"},
    "boards_pagerun": {Kind.NUMBER: "id", Kind.SHOWN: "listing level run live"},
    "boards_importedpost": {Kind.NUMBER: "id", Kind.SHOWN: "post_id", Kind.SECRET: "key"},
    "moderation_sealopening": {
        Kind.NUMBER: "id",
        Kind.WORDS: "reason",
        Kind.SHOWN: "post comment ground asked approved answered",
        Kind.SECRET: "asker approver",
    },
    "board_requests_boardrequest": {
        Kind.NUMBER: "id",
        Kind.WORDS: "name slug why answer",
        Kind.SHOWN: "supports outcome",
        Kind.DAY: "day",
        Kind.SECRET: "once",
    },
    "board_requests_support": {
        Kind.NUMBER: "id",
        Kind.SHOWN: "request_id",
        Kind.SECRET: "tag",
    },
    "moderation_case": {Kind.NUMBER: "id", Kind.SHOWN: "post seq reports is_open"},
    "moderation_report": {
        Kind.NUMBER: "id",
        Kind.WORDS: "words",
        Kind.SHOWN: "case_id subject complaint",
        Kind.SECRET: "tag",
    },
    "moderation_act": {
        Kind.NUMBER: "id",
        Kind.WORDS: "reason",
        Kind.SHOWN: "kind post seq at scope until undone wiped",
        Kind.SECRET: "box",
    },
    "moderation_sanction": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "moderation_refusedwords": {Kind.NUMBER: "id", Kind.WORDS: "words", Kind.SHOWN: "initials"},
    "leaving_departure": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "leaving_takeout": {Kind.SCATTERED: "id", Kind.SECRET: "box"},
    "django_tasks_database_dbtaskresult": {
        Kind.BOX: "args_kwargs",
        Kind.SYSTEM: "id status enqueued_at started_at finished_at priority task_path worker_ids "
        "queue_name backend_name run_after return_value exception_class_path",
        Kind.SECRET: "traceback",
    },
    "auth_permission": {Kind.NUMBER: "id", Kind.SYSTEM: "content_type_id codename name"},
    "django_content_type": {Kind.NUMBER: "id", Kind.SYSTEM: "app_label model"},
    "django_migrations": {Kind.NUMBER: "id", Kind.SYSTEM: "app name applied"},
    "sqlite_sequence": {Kind.SYSTEM: "name seq"},
    "sqlite_stat1": {Kind.SYSTEM: "tbl idx stat"},
}
CATALOGUE = {
    table: {column: kind for kind, names in kinds.items() for column in names.split()}
    for table, kinds in _COLUMNS.items()
}
# Made as they are needed: what each of them is, and what numbers it has.
NUMBERED = re.compile(r"(discovery_terms)_(?:posts|comments)_\d+((?:_[a-z]+)?)")
# Those are there where there is an index, some of them on SQLite alone.
MAY_BE_MISSING = {name for name in CATALOGUE if name.startswith("discovery_terms")}
MAY_BE_MISSING |= {"sqlite_sequence", "sqlite_stat1"}
ACCOUNTS = "accounts_account"
# Tables about people rather than about what was written: no moment may stand in them.
ABOUT_PEOPLE = {
    ACCOUNTS,
    "accounts_session",
    "mfa_authenticator",
    "identity_journalentry",
    "identity_voice",
    "accounts_sealedemail",
    "accounts_sealedprovider",
    "calls_callwishes",
    "boards_draft",
    "calls_watch",
    "calls_pushdevice",
    "calls_pushnote",
    "filters_filters",
    "leaving_departure",
    "leaving_takeout",
    "membership_entrycode",
    "membership_claim",
    "membership_membership",
    "moderation_sanction",
}
# Tables that other people's software makes and this site never fills.
MUST_BE_EMPTY = {
    "account_emailaddress",
    "account_emailconfirmation",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    "auth_group",
    "auth_group_permissions",
}


def columns_of(table: str) -> dict[str, Kind]:
    """Return what each column of a table may hold; nothing for a table that nobody thought of."""
    numbered = NUMBERED.fullmatch(table)
    if numbered is None:
        return CATALOGUE.get(table, {})
    known = CATALOGUE.get("".join(numbered.groups()), {})
    # A full-text table of SQLite has a column that is called as it is.
    return {table if name == "discovery_terms" else name: kind for name, kind in known.items()}
