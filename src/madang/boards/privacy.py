"""What this app's columns may hold, for the leak check."""

from madang.core.leak_check import Kind, Sealed, Table

from .leak_checks import marks_of_leavers, names_where_there_are_none

TABLES = [
    Table(
        "boards_board",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: (
                "slug name place has_nicknames members_only domains operators_write "
                "needs_category min_length max_posts_per_day min_account_age_days template "
                "thumbnails is_closed merged_into_id"
            ),
        },
    ),
    Table(
        "boards_nickname",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "name key",
            Kind.SHOWN: "board_id picture",
            Kind.DIGEST: "tag",
        },
    ),
    Table(
        "boards_category",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "name place board_id",
        },
    ),
    Table(
        "boards_post",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "title domains tags",
            Kind.SHOWN: (
                "state created edited views recommends comment_count last_seq epoch board_id "
                "category_id nickname reservations addon holds thumbnail"
            ),
            Kind.SEAL: "author",
            Kind.TAG: "idempotency_key",
        },
    ),
    Table(
        "boards_posttext",
        {
            Kind.NUMBER: "post_id",
            Kind.WORDS: "html source",
        },
    ),
    Table(
        "boards_commentlike",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
        },
        renumbered_by="post_id, tag",
    ),
    Table(
        "boards_postreaction",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
        },
        renumbered_by="post_id, tag",
    ),
    Table(
        "boards_reactioncount",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id emoji count",
        },
    ),
    Table(
        "boards_posttag",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "name",
            Kind.SHOWN: "post_id",
        },
        renumbered_by="post_id, name",
        beside_posts="post_id",
    ),
    Table(
        "boards_pin",
        {
            Kind.NUMBER: "post_id",
        },
    ),
    Table(
        "boards_version",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "title html source",
            Kind.SHOWN: "post_id seq at",
        },
        renumbered_by="post_id, seq, at",
        beside_posts="post_id AND one.seq = 0",
    ),
    Table(
        "boards_comment",
        {
            Kind.NUMBER: "id",
            Kind.WORDS: "html",
            Kind.SHOWN: (
                "post_id seq parent root voice state created edited replies nickname news likes"
            ),
            Kind.SEAL: "author",
            Kind.TAG: "idempotency_key",
        },
    ),
    Table(
        "boards_recommendation",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
            Kind.SEAL: "note",
        },
        renumbered_by="post_id, tag",
    ),
    Table(
        "boards_scrap",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
            Kind.SEAL: "note",
        },
        renumbered_by="post_id, tag",
    ),
    Table(
        "boards_reservation",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
            Kind.SEAL: "note",
        },
    ),
    Table(
        "boards_threadmute",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "tag",
            Kind.SEAL: "note",
        },
        renumbered_by="post_id, tag",
    ),
    Table(
        "boards_draft",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
            Kind.DAY: "day",
        },
        about_people=True,
    ),
    Table(
        "boards_moderatorrow",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "boards_pagerun",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "listing level run live",
        },
    ),
    Table(
        "boards_importedpost",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "post_id",
            Kind.TAG: "key",
        },
    ),
]
SEALED = [
    Sealed("boards_post", "author", "post:{id}"),
    Sealed("boards_comment", "author", "comment:{post_id}:{seq}"),
    Sealed("boards_recommendation", "note", "recommend:{post_id}", "recommend"),
    Sealed("boards_scrap", "note", "scrap:{post_id}", "scrap"),
    Sealed("boards_reservation", "note", "reserve:{post_id}", "reserve"),
    Sealed("boards_threadmute", "note", "mute:{post_id}", "mute"),
]
CHECKS = [names_where_there_are_none, marks_of_leavers]
