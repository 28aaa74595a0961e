"""What of an e-mail is new, and what it quotes: shown folded.

Mail programs write a line of their own above what they quote; Korean ones write theirs in Korean.
"""

import re
from typing import NamedTuple

# Each stands at the beginning of a line, with all that follows quoted.
_LINES = (
    # Gmail, in Korean and English; its line may be broken after the address.
    r"\d{4}년 \d{1,2}월 \d{1,2}일 \(.\) (?:오전|오후) ?\d{1,2}:\d{2},?[^\n]*"
    r"(?:\n[^\n]*)?님이 작성:",
    r"On [^\n]{6,200}(?:\n[^\n]{0,200})?wrote:",
    # Naver, Daum and Kakao, Nate, Outlook, Apple Mail; Samsung's and others' telephones.
    r"-{2,} ?(?:Original Message|원본 ?메[일시]지?|원본 메일|전달된 메[일시]지?) ?-{2,}",
    r"-{5,} ?(?:Forwarded message|Original message) ?-{5,}",
    r"_{20,}\s*\n(?:보낸 ?사람|From|발신)\s*:",
    r"(?:보낸 ?사람|보낸이|발신인|From)\s*:[^\n]+\n(?:[^\n]*\n){0,3}"
    r"(?:받는 ?사람|받는이|수신인?|To|보낸 ?날짜|날짜|Sent|Date)\s*:",
    r"\d{4}[.\-/] ?\d{1,2}[.\-/] ?\d{1,2}\.? [^\n]{0,80}(?:작성|씀|님의 말|님이 쓴 글)\s*:",
)
_BEGINS = re.compile(rf"^[ \t]*(?:{'|'.join(_LINES)})", re.MULTILINE)
_QUOTED_LINES = re.compile(r"(?:^>[^\n]*(?:\n|$))+", re.MULTILINE)


class Parted(NamedTuple):
    """What of a text is new, and what of it is quoted."""

    new: str
    quoted: str


def parted(text: str) -> Parted:
    """Return what is new and what is quoted; all is new where nothing else would be left."""
    found = _BEGINS.search(text)
    new, quoted = (text[: found.start()], text[found.start() :]) if found else (text, "")
    lines = [one[0] for one in _QUOTED_LINES.finditer(new)]
    if lines:
        new = _QUOTED_LINES.sub("", new)
        quoted = "\n".join([*lines, quoted]).strip()
    if not new.strip():
        return Parted(text.strip(), "")
    return Parted(new.strip(), quoted.strip())
