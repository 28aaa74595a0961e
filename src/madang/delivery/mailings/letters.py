"""Letters: who gets what, how they are sealed, and what each channel makes of the words."""

import re
from collections.abc import Mapping

import msgspec

from madang.identity.named_keys import NamedNumbers, NamedRecords

from ..models import Mailing

# Nearly everybody fits, with all that they are told by if the first way fails.
PADDED_TO = 384
_VARIABLE = re.compile(r"#\{([^{}]{1,40})\}")


class Recipient(msgspec.Struct, frozen=True, array_like=True):
    """Where somebody is told, how many people stand behind it, and where else if that fails.

    `channel` names how, `to` is the address or number as that channel has it.
    """

    channel: str
    to: str
    people: int = 1
    otherwise: tuple["Recipient", ...] = ()
    variables: dict[str, str] = {}


class Content(msgspec.Struct, frozen=True):
    """What one channel says. Variables stand in it as #{이름}."""

    text: str
    subject: str = ""
    # Of channels whose texts their owners approve: the template's name at each provider, and what
    # stands in its variables in every letter.
    templates: dict[str, str] = {}
    variables: dict[str, str] = {}
    # What stands in variables where one contact is several people's; `%d` is how many.
    several: dict[str, str] = {}
    # Of an e-mail: further headers, such as whose thread it goes on with; empty ones are left out.
    headers: dict[str, str] = {}


class Letter(msgspec.Struct, frozen=True):
    """One letter as a provider sends it."""

    id: int
    to: str
    text: str
    subject: str
    variables: dict[str, str]
    headers: dict[str, str] = {}


class MailingKeys:
    """How a mailing's letters are sealed and numbered. Raises KeyDestroyed once the key is gone."""

    def __init__(self, mailing: Mailing) -> None:
        self._records = NamedRecords(Recipient, mailing.key_name, "message", padded_to=PADDED_TO)
        self._numbers = NamedNumbers(mailing.key_name, f"mailing:{mailing.about}")

    def number(self, recipient: Recipient) -> int:
        """Return a letter's number: the same mailing has one to a contact and channel."""
        return self._numbers.of(f"{recipient.channel}:{recipient.to}")

    def seal(self, number: int, recipient: Recipient) -> bytes:
        """Return a recipient in the box of their letter."""
        return self._records.seal(recipient, bound_to=number)

    def open(self, number: int, box: bytes) -> Recipient | None:
        """Return who gets a letter; None if its box is damaged."""
        return self._records.open(box, bound_to=number)


def contents_of(mailing: Mailing) -> dict[str, Content]:
    """Return what each channel says."""
    return msgspec.json.decode(mailing.contents, type=dict[str, Content])


def as_json(contents: Mapping[str, Content]) -> str:
    """Return what each channel says, as a mailing keeps it."""
    return msgspec.json.encode(dict(contents)).decode()


def filled(text: str, variables: Mapping[str, str]) -> str:
    """Return a text with its variables in place; one that has no value is left out."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def variables_in(text: str) -> set[str]:
    """Return the names of the variables that stand in a text."""
    return set(_VARIABLE.findall(text))


def letter(number: int, recipient: Recipient, content: Content) -> Letter:
    """Return a letter, written out for whoever gets it."""
    several = content.several if recipient.people > 1 else {}
    for_several = {
        name: text.replace("%d", str(recipient.people)) for name, text in several.items()
    }
    values = {**content.variables, **for_several, **recipient.variables}
    text, subject = filled(content.text, values), filled(content.subject, values)
    headers = {name: filled(value, values) for name, value in content.headers.items()}
    return Letter(number, recipient.to, text, subject, values, headers)
