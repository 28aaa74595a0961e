"""What Solapi reports of messages: by web hook, twice, late, in any order, or forged."""

import hmac

import msgspec

from madang.identity.tags import lookup_tag

from ..models import MessageState
from .client import REFERENCE

# The web hook's address has a part that nobody guesses: the protocol signs nothing.
PURPOSE = "solapi web hook"


class Data(msgspec.Struct, frozen=True):
    """One message as it is reported."""

    statusCode: str = ""  # noqa: N815 - as the protocol spells it
    customFields: dict[str, str] | None = None  # noqa: N815


class Report(msgspec.Struct, frozen=True):
    """One event."""

    data: Data


_DECODER = msgspec.json.Decoder(list[Report])


def token() -> str:
    """Return the secret part of the web hook's address."""
    return lookup_tag(PURPOSE, "token")


def is_token(given: str) -> bool:
    """Tell whether a web hook came to the secret address."""
    return hmac.compare_digest(given.encode(), token().encode())


def states_in(body: bytes) -> dict[int, MessageState]:
    """Return what a web hook's body says of messages; raises ValueError if it is none."""
    try:
        reports = _DECODER.decode(body)
    except msgspec.DecodeError as error:
        raise ValueError("no report") from error
    found: dict[int, MessageState] = {}
    for report in reports:
        number = (report.data.customFields or {}).get(REFERENCE, "")
        state = state_of(report.data.statusCode)
        if state is not None and number.isascii() and number.isdigit() and len(number) < 20:
            found[int(number)] = max(state, found.get(int(number), state))
    return found


def state_of(code: str) -> MessageState | None:
    """Return what a status code says (2000 and 3000 under way, 4000 delivered, others failed)."""
    if code == "4000":
        return MessageState.DELIVERED
    if code in ("2000", "3000"):
        return MessageState.ACCEPTED
    if len(code) == 4 and code[0] in "123":
        return MessageState.FAILED
    return None
