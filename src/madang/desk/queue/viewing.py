"""What whoever holds an inquiry sees of it. A fixed number of queries, however long it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..care.folding import folded, is_abusive
from ..groups.boxes import GroupInfo, info_in
from ..guide.entries import Entry, entries_lately
from ..guide.finding import find
from ..inquiries.files import FileInfo, info_of
from ..inquiries.keys import About, Words, keys_of
from ..inquiries.receiving import of_contact
from ..lanes import Lane
from ..models import Inquiry, InquiryFile, InquiryMessage, MessageKind

SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Message:
    """One message as an agent sees it; `gist` is shown in place of what sounds abusive."""

    kind: MessageKind
    at: datetime
    words: Words
    edition: int | None
    files: tuple[tuple[InquiryFile, FileInfo | None], ...]
    gist: str = ""

    @property
    def is_folded(self) -> bool:
        return self.kind == MessageKind.ASKED and is_abusive(self.words.abuse)

    @property
    def label(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class Viewed:
    """An inquiry that is open: who asks, what was said, the same person's others, and answers."""

    inquiry: Inquiry
    about: About
    lane: Lane
    messages: tuple[Message, ...]
    others: tuple[tuple[Inquiry, str], ...]
    suggestions: tuple[Entry, ...]
    group: str = ""
    group_answer: str = ""


def view(inquiry: Inquiry) -> Viewed:
    """Return what is shown of an inquiry. Five queries."""
    keys = keys_of(inquiry)
    rows = InquiryMessage.objects.filter(inquiry=inquiry).order_by("at", "pk")
    messages = tuple(
        _message(inquiry, row, keys.words(inquiry.pk, row.box))
        for row in rows.prefetch_related("files")
    )
    others = [(one, str(one.get_state_display())) for one in of_contact(inquiry)]
    group = inquiry.group
    info = info_in(group.year, group.box) if group is not None else GroupInfo("")
    asked = " ".join(
        one.gist or one.words.text for one in messages if one.kind == MessageKind.ASKED
    )
    return Viewed(
        inquiry,
        keys.about(inquiry),
        Lane.read(inquiry.lane),
        messages,
        tuple(others),
        tuple(find(entries_lately(), asked[:1000])[:SUGGESTED]),
        info.title,
        info.answer if group is not None and group.answered else "",
    )


def _message(inquiry: Inquiry, row: InquiryMessage, words: Words) -> Message:
    files = tuple((file, info_of(inquiry, file)) for file in row.files.all())
    message = Message(MessageKind(row.kind), row.at, words, row.edition, files)
    return replace(message, gist=folded(words.text).gist) if message.is_folded else message
