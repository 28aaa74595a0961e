"""Entry by an address of the organisation: a code is sent to it, and the address is forgotten."""

from django.utils.translation import gettext as _

from madang.delivery.email.sender import send_soon

from .entry import make_codes

CODE_DAYS = 2


class NotOneOfTheirs(Exception):
    """The address is not of a domain that this board takes."""


def send_code(board: int, board_name: str, domains: tuple[str, ...], address: str) -> None:
    """Send a code to an address; raises NotOneOfTheirs.

    The address is in the sealed task that sends the letter, and nowhere once that is done. The code
    is like any other: it is not tied to the address, nor to anyone who asked for it.
    """
    if address.rpartition("@")[2].strip().lower() not in domains:
        raise NotOneOfTheirs
    code = make_codes(board, 1, CODE_DAYS)[0]
    text = _(
        "%(board)s에 들어가는 초대 코드예요. %(days)d일 동안 한 번 쓸 수 "
        "있어요.\n\n%(code)s\n\n이 이메일 주소는 메일을 보낸 뒤 보관하지 "
        "않아요. 요청하지 않았다면 무시하세요."
    )
    subject = _("%(board)s: 들어가기") % {"board": board_name}
    send_soon(address, subject, text % {"board": board_name, "days": CODE_DAYS, "code": code})
