"""Rows of the tables of Rhymix and XE: the columns that are read. Addresses of networks are not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# module/addons/…: what is not public in the status of a comment (Rhymix' RX_STATUS_…).
PUBLIC_COMMENT, DELETED_COMMENTS = 1, frozenset({7, 8})


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """`modules`: a board is one."""

    module_srl: int = 0
    module: str = ""
    mid: str = ""
    browser_title: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """`module_grants`: which group may do something; 0: everybody, below: those who sign in."""

    module_srl: int = 0
    name: str = ""
    group_srl: int = 0


@dataclass(frozen=True, slots=True)
class SettingRow:
    """`module_extra_vars`: a setting of a module."""

    module_srl: int = 0
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """`document_categories`."""

    category_srl: int = 0
    module_srl: int = 0
    title: str = ""
    list_order: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`documents`; old versions of XE have `is_secret` for a status."""

    document_srl: int = 0
    module_srl: int = 0
    category_srl: int = 0
    is_notice: str = "N"
    title: str = ""
    content: str = ""
    readed_count: int = 0
    voted_count: int = 0
    nick_name: str = ""
    password: str = ""
    member_srl: int = 0
    tags: str = ""
    regdate: str = ""
    status: str = "PUBLIC"
    is_secret: str = "N"  # noqa: S105 - a flag

    @property
    def is_public(self) -> bool:
        return self.status.upper() == "PUBLIC" and self.is_secret.upper() != "Y"


@dataclass(frozen=True, slots=True)
class CommentRow:
    """`comments`."""

    comment_srl: int = 0
    document_srl: int = 0
    parent_srl: int = 0
    is_secret: str = "N"  # noqa: S105 - a flag
    content: str = ""
    voted_count: int = 0
    nick_name: str = ""
    password: str = ""
    member_srl: int = 0
    regdate: str = ""
    status: int = PUBLIC_COMMENT

    @property
    def is_public(self) -> bool:
        return self.status == PUBLIC_COMMENT and self.is_secret.upper() != "Y"

    @property
    def is_deleted(self) -> bool:
        return self.status in DELETED_COMMENTS and self.is_secret.upper() != "Y"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """`comments_list`: where a comment stands among others of its document."""

    comment_srl: int = 0
    document_srl: int = 0
    head: int = 0
    arrange: int = 0


@dataclass(frozen=True, slots=True)
class FileRow:
    """`files`: what was attached to a document or a comment."""

    file_srl: int = 0
    upload_target_srl: int = 0
    source_filename: str = ""
    uploaded_filename: str = ""
    isvalid: str = "Y"


@dataclass(frozen=True, slots=True)
class AliasRow:
    """`document_aliases`: an address of words."""

    document_srl: int = 0
    alias_title: str = ""


@dataclass(frozen=True, slots=True)
class PollRow:
    """`poll`."""

    poll_srl: int = 0
    upload_target_srl: int = 0
    stop_date: str = ""
    poll_count: int = 0


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """`poll_title`: a question of a poll."""

    poll_srl: int = 0
    poll_index_srl: int = 0
    title: str = ""
    checkcount: int = 1


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """`poll_item`: what one may choose."""

    poll_item_srl: int = 0
    poll_index_srl: int = 0
    title: str = ""
    poll_count: int = 0


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`member`."""

    member_srl: int = 0
    user_id: str = ""
    password: str = ""
    regdate: str = ""
    denied: str = "N"
    status: str = "APPROVED"


def speaker_of(row: "DocumentRow | CommentRow", one_of_many: frozenset[str]) -> str | None:
    """Return whoever wrote something; None where readers could not tell them apart.

    An anonymous one keeps the account's number, below nought: it is not looked at but to see
    whether a name was one person's. What told such writers apart is a name with a number.
    """
    if row.member_srl > 0:
        return f"@{row.member_srl}"
    if row.member_srl < 0:
        is_told_apart = any(letter.isdigit() for letter in row.nick_name)
        return row.nick_name if is_told_apart and row.nick_name not in one_of_many else None
    return f"{row.nick_name}\0{row.password}" if row.nick_name or row.password else None


def names_of_many(rows: "Iterable[DocumentRow | CommentRow]") -> frozenset[str]:
    """Return the names that several anonymous people had in a thread."""
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.member_srl < 0:
            people[row.nick_name].add(row.member_srl)
    return frozenset(name for name, had in people.items() if len(had) > 1)
