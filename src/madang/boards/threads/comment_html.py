"""The HTML of comments: by hand, since thousands are made a second.

A template took four times as long for each. What people wrote is escaped here or came as HTML of
the site's own; the rest is words of the site and numbers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from madang.core.wording import text as _

from ..models import State
from ..nicknames.nicknames import Named
from .content_filtering import FilteredComments
from .queries import CommentRow, Strand
from .thread_words import ThreadWords, thread_words, voice_name

_NONE = FilteredComments({}, set())


def nickname_html(named: Named) -> Markup:
    """Return a nickname with its picture; of somebody who left, that they did."""
    picture = (
        f'<img class="avatar" src="/media/{escape(named.picture)}" width="24" height="24" alt="">'
        if named.picture
        else ""
    )
    name = escape(named.name or _("탈퇴한 사람"))
    return Markup(f'<span class="nickname">{picture}{name}</span>')  # noqa: S704 - escaped


@dataclass(slots=True)
class CommentsHtml:
    """What the comments of one page have in common.

    `clock` tells how a time looks; `voices` and `nicknames` name whoever is answered where the
    page knows, by comment number; `own` is the reader's voice, `liked` what they like, None where
    nobody is signed in.
    """

    path: str
    noun: str
    clock: Any
    voices: Mapping[int, int | None] = field(default_factory=dict)
    own: int | None = None
    reply_query: str = "?"
    names: Mapping[int, Named] = field(default_factory=dict)
    nicknames: Mapping[int, int] = field(default_factory=dict)
    filtered: FilteredComments = _NONE
    liked: Collection[int] | None = None
    words: ThreadWords = field(init=False)

    def __post_init__(self) -> None:
        self.words = thread_words(self.noun)

    def strands(self, strands: Iterable[Strand]) -> Markup:
        """Return the items of a thread's list, replies under what they answer."""
        parts: list[str] = []
        for strand in strands:
            first = strand.comment
            parts += ("<li>", self.comment(first, names_answered=first.root is not None))
            if strand.replies:
                parts.append('<ol class="replies">')
                for row in strand.replies:
                    parts += ("<li>", self.comment(row), "</li>")
                parts.append("</ol>")
            parts.append("</li>\n")
        return Markup("".join(parts))  # noqa: S704 - see above

    def items(self, rows: Iterable[CommentRow]) -> Markup:
        """Return items that stand by themselves, each saying whom it answers."""
        items = (f"<li>{self.comment(row, names_answered=True)}</li>\n" for row in rows)
        return Markup("".join(items))  # noqa: S704 - see above

    def comment(self, row: CommentRow, *, names_answered: bool = False) -> str:
        """Return one comment; `names_answered` where it stands under nothing that it answers."""
        seq, words = row.seq, self.words
        is_own = row.voice is not None and row.voice == self.own
        is_left_out = seq in self.filtered.removed
        root = "" if row.root is None else f' data-root="{row.root}"'
        voice = "" if row.voice is None else f' data-voice="{row.voice}"'
        hidden = " hidden" if is_left_out else ""
        begin = f'<div class="comment" id="c{seq}" data-seq="{seq}"{root}{voice}{hidden}>'
        if row.state == State.HIDDEN:
            return f"{begin}{self._hidden(row, is_own)}</div>"
        if row.state:
            return f'{begin}<p class="removed">{words.removed}</p></div>'
        if is_left_out:
            return f"{begin}</div>"
        answered = ""
        if row.parent is not None and (names_answered or row.parent != row.root):
            answered = self._answered(row.parent)
        return (
            f'{begin}{self._folded(seq)}<p class="byline">{self._voice(row)}'
            f' <a class="time" href="{self.path}/c{seq}">{self.clock.in_thread(row.created)}</a>'
            f"{self._said(row, is_own)}{answered}{self._actions(row, is_own)}</p>"
            f'<div class="text">{row.html}</div></div>'
        )

    def _hidden(self, row: CommentRow, is_own: bool) -> str:
        words = self.words
        if not is_own:
            return f'<p class="removed">{words.hidden}</p>'
        delete = f'<a href="{self.path}/c{row.seq}/delete">{words.delete}</a>'
        own = f'<div class="text own-hidden">{row.html}</div>'
        return f'<p class="removed">{words.hidden} {delete}</p>{own}'

    def _folded(self, seq: int) -> str:
        if seq not in self.filtered.folded:
            return ""
        why = escape(self.filtered.folded[seq])
        return f'<details class="folded"><summary>{self.words.folded}: {why}</summary></details>'

    def _voice(self, row: CommentRow) -> str:
        words, is_author = self.words, row.voice == 0
        author = " author" if is_author else ""
        if row.nickname is not None and row.nickname in self.names:
            mark = f' <span class="mark">{words.author}</span>' if is_author else ""
            shown = nickname_html(self.names[row.nickname])
            return f'<strong class="voice{author}">{shown}</strong>{mark}'
        if is_author:
            return f'<strong class="voice author">{words.author}</strong>'
        return (
            f'<strong class="voice">{words.noun}{"" if row.voice is None else row.voice}</strong>'
        )

    def _said(self, row: CommentRow, is_own: bool) -> str:
        """Return the marks behind a comment's time: news, and that it was edited."""
        said = f' <span class="mark">{self.words.news}</span>' if row.news else ""
        if not row.edited:
            return said
        if is_own:
            history = f"{self.path}/c{row.seq}/history"
            return f'{said} <a class="quiet" href="{history}">{self.words.edited}</a>'
        return f'{said} <span class="quiet">{self.words.edited}</span>'

    def _answered(self, parent: int) -> str:
        if self.nicknames.get(parent) in self.names:
            name = self.names[self.nicknames[parent]].name or _("탈퇴한 사람")
            who = str(escape(_("%(who)s에게", who=name)))
        elif parent in self.voices:
            who = _("%(who)s에게", who=voice_name(self.voices[parent], self.words.noun))
        else:
            who = self.words.answers_earlier
        return f' <a class="answering" href="{self.path}/c{parent}">{who}</a>'

    def _actions(self, row: CommentRow, is_own: bool) -> str:
        seq, words = row.seq, self.words
        place = f"{self.path}/c{seq}"
        own = more = ""
        if is_own:
            edit = f'<a href="{place}/edit">{words.edit}</a>'
            own = f'{edit}<a href="{place}/delete">{words.delete}</a>'
        if words.more:
            more = f'<a href="{place}/more" rel="nofollow">{words.more}</a>'
        answer = f"{self.path}{self.reply_query}reply={seq}#write"
        return (
            f'<span class="actions">{self._like(row, is_own)}'
            f'<a href="{answer}" rel="nofollow">{words.reply}</a>{own}{more}</span>'
        )

    def _like(self, row: CommentRow, is_own: bool) -> str:
        likes = f" {row.likes}" if row.likes else ""
        if self.liked is not None and not is_own:
            is_liked = row.seq in self.liked
            name, pressed = ("undo", "true") if is_liked else ("seq", "false")
            press = f'form="like" name="{name}" value="{row.seq}" aria-pressed="{pressed}"'
            return f"<button {press}>{self.words.like}{likes}</button>"
        return f'<span class="likes">{self.words.like}{likes}</span>' if likes else ""
