"""Rows of gnuboard5's tables: the columns that are read. Addresses of networks are not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`group`: some boards together."""

    gr_id: str = ""
    gr_use_access: int = 0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """`board`; who is at level 1 is anybody."""

    bo_table: str = ""
    gr_id: str = ""
    bo_subject: str = ""
    bo_list_level: int = 1
    bo_read_level: int = 1
    bo_use_cert: str = ""
    bo_category_list: str = ""
    bo_notice: str = ""
    bo_order: int = 0


@dataclass(frozen=True, slots=True)
class WriteRow:
    """`write_…`: a post, or a comment of the post `wr_parent`."""

    wr_id: int = 0
    wr_num: int = 0
    wr_reply: str = ""
    wr_parent: int = 0
    wr_comment: int = 0
    wr_comment_reply: str = ""
    ca_name: str = ""
    wr_option: str = ""
    wr_subject: str = ""
    wr_content: str = ""
    wr_seo_title: str = ""
    wr_link1: str = ""
    wr_link2: str = ""
    wr_hit: int = 0
    wr_good: int = 0
    mb_id: str = ""
    wr_name: str = ""
    wr_password: str = ""
    wr_datetime: str = ""
    wr_1: str = ""
    wr_2: str = ""
    wr_3: str = ""
    wr_4: str = ""
    wr_5: str = ""
    wr_6: str = ""
    wr_7: str = ""
    wr_8: str = ""
    wr_9: str = ""
    wr_10: str = ""

    @property
    def options(self) -> frozenset[str]:
        return frozenset(self.wr_option.replace(" ", "").split(","))

    @property
    def is_secret(self) -> bool:
        return "secret" in self.options

    @property
    def speaker(self) -> str | None:
        """Whoever wrote it: an account, or a visitor's name with their password; or nobody."""
        if self.mb_id:
            return f"@{self.mb_id}"
        return f"{self.wr_name}\0{self.wr_password}" if self.wr_name or self.wr_password else None

    @property
    def has_free_fields(self) -> bool:
        return any(getattr(self, f"wr_{number}").strip() for number in range(1, 11))


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A post's place among answers: a path of letters below the post of the same number."""

    wr_id: int = 0
    wr_num: int = 0
    wr_reply: str = ""
    wr_option: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """`board_file`: what was attached to a post."""

    wr_id: int = 0
    bf_no: int = 0
    bf_source: str = ""
    bf_file: str = ""
    bf_fileurl: str = ""

    @property
    def name(self) -> str:
        return self.bf_file or self.bf_source


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`member`."""

    mb_id: str = ""
    mb_password: str = ""
    mb_datetime: str = ""
    mb_leave_date: str = ""
    mb_intercept_date: str = ""
