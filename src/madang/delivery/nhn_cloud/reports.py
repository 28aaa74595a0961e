"""What NHN Cloud reports of messages by web hook; a header holds the secret that was agreed."""

import hmac

import msgspec

from madang.identity.tags import lookup_tag

from ..models import MessageState

PURPOSE = "nhn web hook"
_STATES = {
    "COMPLETED": MessageState.DELIVERED,
    "MRC01": MessageState.DELIVERED,
    "SENT": MessageState.ACCEPTED,
    "READY": MessageState.ACCEPTED,
    "FAILED": MessageState.FAILED,
    "MRC02": MessageState.FAILED,
}


class Hook(msgspec.Struct, frozen=True):
    """One message as it is reported."""

    recipientGroupingKey: str = ""  # noqa: N815 - as the protocol spells it
    messageStatus: str = ""  # noqa: N815


class Body(msgspec.Struct, frozen=True):
    """One web hook."""

    hooks: list[Hook]


_DECODER = msgspec.json.Decoder(Body)


def signature() -> str:
    """Return the secret to be set where the web hook is set up."""
    return lookup_tag(PURPOSE, "signature")


def is_signed(given: str) -> bool:
    """Tell whether a web hook knows the secret."""
    return hmac.compare_digest(given.encode(), signature().encode())


def states_in(body: bytes) -> dict[int, MessageState]:
    """Return what a web hook's body says of messages; raises ValueError if it is none."""
    try:
        hooks = _DECODER.decode(body).hooks
    except msgspec.DecodeError as error:
        raise ValueError("no report") from error
    found: dict[int, MessageState] = {}
    for hook in hooks:
        key, state = hook.recipientGroupingKey, _STATES.get(hook.messageStatus)
        if state is not None and key.isascii() and key.isdigit() and len(key) < 20:
            found[int(key)] = max(state, found.get(int(key), state))
    return found
