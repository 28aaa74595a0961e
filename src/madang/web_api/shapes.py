"""What answers have in common: errors, cursors, numbers."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, field_validator

MAX_NUMBER = 2**63 - 1
# A row's number, as addresses and cursors have it.
Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
Item = TypeVar("Item")


def _text(sent: Any) -> Any:
    if not isinstance(sent, str | datetime):
        raise ValueError("not a moment as RFC 3339 has it")
    return sent


# A moment as it is sent: always as words.
Moment = Annotated[datetime, Field(strict=False), BeforeValidator(_text)]


class Sent(Schema):
    """What a program sends: what is not known is refused, so that no mistake goes unseen."""

    # A word is no number, and yes is none: what the schema says is meant.
    model_config = ConfigDict(extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def whole_number(cls, sent: Any) -> Any:
        """Take 1.0 for 1, as JSON Schema does."""
        return int(sent) if isinstance(sent, float) and sent.is_integer() else sent


class Field_(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Schema):
    """Why something was refused (RFC 9457), in the language that was asked for."""

    title: str
    status: int
    detail: str = ""
    errors: list[Field_] = []


class Listed(Schema, Generic[Item]):
    """Some of a list; `next` is the cursor of those that follow, null at its end."""

    items: list[Item]
    next: int | None = None


class Nothing(Schema):
    """It is done, and there is nothing to say."""


def cut(rows: list[Any], most: int, number: str = "id") -> tuple[list[Any], int | None]:
    """Return the rows that are answered, and the cursor of the next, of one more than `most`."""
    shown = rows[:most]
    return shown, getattr(shown[-1], number) if len(rows) > most else None
