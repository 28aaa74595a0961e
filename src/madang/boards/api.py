"""The door of boards for the apps above it: what they may read and do.

Other apps import from here, from `extensions` (what they add to boards) and from `models`, never
from a room inside. What is not here may change without asking anybody.
"""

from .activity.journals import comment_line, post_line, read_post_line
from .activity.queries import (
    MyComment,
    MyPost,
    beginning_of,
    comments_by_place,
    posts_by_id,
    reading,
)
from .directory.access import closed_to, may_enter, must_enter, must_enter_board
from .directory.directory import (
    BoardDirectory,
    BoardInfo,
    CategoryInfo,
    board_directory,
    current_board,
)
from .directory.lookup import board_asked_for, board_or_404, board_to_enter, category_asked_for
from .directory.moderators import (
    moderated_boards,
    moderated_by,
    moderates,
    moderates_somewhere,
)
from .directory.setup import (
    BoardPlan,
    BoardPlanError,
    NotAnOperator,
    check_plan,
    has_board_called,
    name_key,
    open_board,
    open_first_boards,
    open_planned_board,
    slug_of,
)
from .lists.listings import latest_by_board
from .lists.page_index import listings_of, record
from .lists.pins import MAX_PINS, pin
from .lists.tags import TagRefused, read_tags
from .nicknames.nicknames import Named, TakenName, choose, give_back, names_of, take_away
from .reactions.likes import like
from .reactions.marks import PURPOSES, forget_tag, recommend, row_of
from .reactions.reactions import react
from .threads.comment_actions import comment
from .threads.composer import pictures_per_member
from .threads.contents import contents_of
from .threads.errors import NoLongerThere, NotYours
from .threads.forms import places
from .threads.locking import lock_post, must_be_live, renew_epoch
from .threads.lookup import post_or_404
from .threads.ownership import may_change
from .threads.post_actions import write_post
from .threads.post_draft import PostDraft
from .threads.queries import (
    CommentRow,
    HomeRow,
    LatestRow,
    PostView,
    Row,
    comments_between,
    highest_post_id,
    latest_of_all,
    latest_texts,
    newer_posts,
    page_of,
    read_post,
)
from .threads.removal import wipe_comment, wipe_post
from .threads.view_guard import for_members, moderator_required
from .threads.visibility import hide_comment, hide_post, show_comment, show_post

__all__ = [
    "BoardDirectory",
    "BoardInfo",
    "BoardPlan",
    "BoardPlanError",
    "CategoryInfo",
    "CommentRow",
    "HomeRow",
    "LatestRow",
    "MyComment",
    "MyPost",
    "Named",
    "TakenName",
    "NoLongerThere",
    "NotAnOperator",
    "NotYours",
    "MAX_PINS",
    "PURPOSES",
    "TagRefused",
    "read_tags",
    "PostDraft",
    "PostView",
    "Row",
    "beginning_of",
    "board_asked_for",
    "board_directory",
    "board_or_404",
    "board_to_enter",
    "category_asked_for",
    "check_plan",
    "choose",
    "closed_to",
    "comment",
    "comment_line",
    "comments_between",
    "comments_by_place",
    "contents_of",
    "current_board",
    "for_members",
    "forget_tag",
    "give_back",
    "hide_comment",
    "hide_post",
    "highest_post_id",
    "latest_by_board",
    "latest_of_all",
    "latest_texts",
    "like",
    "listings_of",
    "lock_post",
    "may_change",
    "moderated_boards",
    "moderated_by",
    "moderates",
    "moderates_somewhere",
    "moderator_required",
    "may_enter",
    "must_be_live",
    "must_enter",
    "must_enter_board",
    "names_of",
    "newer_posts",
    "open_board",
    "open_first_boards",
    "open_planned_board",
    "page_of",
    "pictures_per_member",
    "pin",
    "places",
    "post_line",
    "post_or_404",
    "posts_by_id",
    "read_post",
    "read_post_line",
    "react",
    "reading",
    "recommend",
    "record",
    "renew_epoch",
    "row_of",
    "show_comment",
    "show_post",
    "has_board_called",
    "name_key",
    "slug_of",
    "take_away",
    "wipe_comment",
    "wipe_post",
    "write_post",
]
