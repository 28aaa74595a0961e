"""Nicknames: what an account is called on a board that asks for one, and on no other."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.core.community import community
from madang.core.db.select import Select
from madang.core.db.transactions import writing
from madang.core.text.compared import compared
from madang.core.text.door import tidy_line
from madang.identity.tags import lookup_tag
from madang.media.squares import drop_square, keep_square

from ..directory.access import must_enter_board
from ..directory.directory import BoardInfo, board_directory
from ..extensions import Writing, WritingRefused, check_can_write, check_text_allowed
from ..models import MAX_NICKNAME_LENGTH, MIN_NICKNAME_LENGTH, Board, Nickname

SHAPE = re.compile(
    rf"[0-9A-Za-z가-힣][0-9A-Za-z가-힣._ -]{{0,{MAX_NICKNAME_LENGTH - 2}}}[0-9A-Za-z가-힣]"
)
# Names that would be taken for a voice, or for an operator.
RESERVED = (
    *("글쓴이", "운영자", "운영진", "운영팀", "관리자", "관리팀", "사이트관리", "공지", "떠난사람"),
    "탈퇴한사람",
    *("operator", "admin", "moderator", "notice", "someone who left"),
)
# What somebody is called whose nickname a moderator took away, with a number.
TAKEN_AWAY = "별명"
# What an avatar is kept as.
AVATARS, AVATAR_SIDE = "avatars", 192
# Letters and digits that look alike in many fonts.
ALIKE = str.maketrans("01i|", "olll")


class Named(NamedTuple):
    """A nickname as the pages show it; without a name its owner has left."""

    id: int
    name: str
    picture: str

    @property
    def is_chosen(self) -> bool:
        """Tell whether it is a name that somebody chose: not taken away, its owner not gone."""
        return bool(self.name) and self.name != name_of_none(self.id)


_OWN = Select(Named, Nickname, rest="WHERE {tag} = %s")
_NAMED = Select(Named, Nickname, rest="WHERE {id} IN %s")


class NicknameRefused(Exception):
    """The name cannot be used; the message says why, in the reader's language."""


class NoNickname(Exception):
    """The board asks for a nickname, and the account has none there yet."""


def own_nickname(board: BoardInfo, account: Account) -> Named | None:
    """Return what an account is called on a board. One query, none where voices are used."""
    return _own(board.id, account.pk) if board.has_nicknames else None


def nickname_to_write_under(board_id: int, by: Account) -> int | None:
    """Return the nickname of what is being written; None for voices. Raises NoNickname."""
    if not board_directory().by_id[board_id].has_nicknames:
        return None
    own = _own(board_id, by.pk)
    if own is None:
        raise NoNickname
    return own.id


def nicknames_of(account: Account) -> dict[str, Named]:
    """Return what an account is called, by the boards' names, those that were merged included.

    A query, and one for each such board.
    """
    boards = Board.objects.filter(has_nicknames=True).values_list("name", "pk")
    own = {name: _own(board_id, account.pk) for name, board_id in boards}
    return {board: named for board, named in own.items() if named is not None}


def names_of(numbers: Iterable[int | None]) -> dict[int, Named]:
    """Return nicknames by their numbers. One query, none where there are no numbers."""
    wanted = sorted({number for number in numbers if number is not None})
    return {named.id: named for named in _NAMED.rows(wanted)} if wanted else {}


def choose(board_id: int, *, by: Account, name: str, picture: bytes | None = None) -> None:
    """Take a nickname on a board, or change it; what was written shows the new one.

    Raises NotAMember, NicknameRefused and NotAPicture, and changes nothing then.
    """
    must_enter_board(board_id, by)
    name = _tidy(name)
    _must_be_usable(name)
    try:
        check_can_write(Writing(by, board_id, None))
        check_text_allowed(name)
    except WritingRefused as refused:
        raise NicknameRefused(str(refused)) from None
    if key_of(name) == key_of(by.login_name):
        # Anyone who has the database would read whose it is.
        raise NicknameRefused(_("아이디와 같은 별명은 쓸 수 없어요. 누구인지 드러나요."))
    path = keep_square(picture, side=AVATAR_SIDE, folder=AVATARS) if picture else ""
    try:
        with writing():
            own, made = Nickname.objects.get_or_create(
                tag=_tag(board_id, by.pk),
                defaults={"board_id": board_id, "name": name, "key": key_of(name), "picture": path},
            )
            old = "" if made or not path else own.picture
            if not made:
                own.name, own.key, own.picture = name, key_of(name), path or own.picture
                own.save(update_fields=["name", "key", "picture"])
            transaction.on_commit(partial(drop_square, old))
    except IntegrityError:
        drop_square(path)
        raise NicknameRefused(_("이미 사용 중인 별명이에요. 다른 별명을 골라 주세요.")) from None


def drop_picture(board_id: int, *, by: Account) -> None:
    """Take the picture off the account's nickname."""
    with writing():
        _drop_pictures([_tag(board_id, by.pk)])


def give_up(board_id: int, *, by: Account) -> None:
    """Let go of a nickname: it stays on what was written, is nobody's, and nobody can take it."""
    with writing():
        tag = _tag(board_id, by.pk)
        Nickname.objects.filter(tag=tag).update(tag=secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class TakenName:
    """What gives a nickname back that was taken away."""

    id: int
    name: str


def take_away(nickname_id: int) -> TakenName:
    """Give a nickname a number for a name; return what gives the old one back.

    Its picture is deleted at once and for good. Its owner keeps the nickname and may choose another
    name. Belongs in a transaction of an operator's act.
    """
    own = Nickname.objects.get(pk=nickname_id)
    was = TakenName(own.pk, own.name)
    transaction.on_commit(partial(drop_square, own.picture))
    own.name, own.key, own.picture = name_of_none(own.pk), _key_of_none(own.pk), ""
    own.save(update_fields=["name", "key", "picture"])
    return was


def give_back(was: TakenName) -> None:
    """Let a nickname be what it was, unless its owner chose another or it is taken by now."""
    own = Nickname.objects.filter(pk=was.id, key=_key_of_none(was.id)).first()
    if own is None or Nickname.objects.filter(key=key_of(was.name), board=own.board_id).exists():
        return
    own.name, own.key = was.name, key_of(was.name)
    own.save(update_fields=["name", "key"])


def name_of_none(nickname_id: int) -> str:
    """Return what a nickname is called that was taken away."""
    return f"{TAKEN_AWAY}{nickname_id}"


def _key_of_none(nickname_id: int) -> str:
    # Nobody can type it, so that it is nobody else's.
    return f"!{nickname_id}"


def forget_nicknames(account_id: int) -> None:
    """Make an account's nicknames nobody's and nameless, without their pictures."""
    # Of every board that ever was: those that were merged have theirs too.
    boards = Board.objects.values_list("pk", flat=True)
    tags = [_tag(board_id, account_id) for board_id in boards]
    with writing():
        _drop_pictures(tags)
        for own in Nickname.objects.filter(tag__in=tags):
            own.name, own.key, own.tag = "", secrets.token_hex(16), secrets.token_hex(16)
            own.save(update_fields=["name", "key", "tag"])


def key_of(name: str) -> str:
    """Return a name as it is compared: what looks alike is one, and spaces do not count."""
    folded = compared(name).casefold()
    return re.sub(r"[\s._-]", "", folded).translate(ALIKE)


def _own(board_id: int, account_id: int) -> Named | None:
    return _OWN.first(_tag(board_id, account_id))


def _tag(board_id: int, account_id: int) -> str:
    return lookup_tag(f"nickname:{board_id}", str(account_id))


def _tidy(name: str) -> str:
    return tidy_line(unicodedata.normalize("NFKC", name))


def _must_be_usable(name: str) -> None:
    if not SHAPE.fullmatch(name) or not re.search(r"[A-Za-z가-힣]", name):
        said = _(
            "별명은 한글, 영문, 숫자로 %(least)d자에서 %(most)d자까지예요. 글자가 들어가야 해요."
        )
        raise NicknameRefused(said % {"least": MIN_NICKNAME_LENGTH, "most": MAX_NICKNAME_LENGTH})
    key = key_of(name)
    # As voices are called, and those whose nickname was taken away.
    nouns = "|".join(re.escape(key_of(noun)) for noun in (community().noun, TAKEN_AWAY))
    taken_for_another = re.fullmatch(rf"(?:{nouns})[\dol]*번?", key)
    if taken_for_another or any(key_of(word) in key for word in RESERVED):
        raise NicknameRefused(
            _("다른 사람으로 잘못 알 수 있는 별명이에요. 다른 별명을 골라 주세요.")
        )


def _drop_pictures(tags: list[str]) -> None:
    for own in Nickname.objects.filter(tag__in=tags).exclude(picture=""):
        path, own.picture = own.picture, ""
        own.save(update_fields=["picture"])
        transaction.on_commit(partial(drop_square, path))
