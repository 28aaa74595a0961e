"""Reading the lines of files into a spool: gzip or plain, from a file or standard input."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from ..arrived_pictures import SCHEME
from ..lines import PostLine, Refused, parse
from ..settings_lines import is_settings, take
from ..spool import Reading, Spool
from ..streams import BYTE_ORDER_MARK, opened

# A picture that lies beside the file: no other address is looked for there.
_OWN_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=)"(media/[^"]*)"')


class Unreadable(Exception):
    """A file cannot be read, or not to its end; says from which line on, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _without_marks(line: bytes) -> bytes:
    while line.startswith(BYTE_ORDER_MARK):
        line = line.removeprefix(BYTE_ORDER_MARK)
    return line


def numbered_lines(name: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that say something, with their numbers.

    Raises Unreadable with the number of the line before which the file ends or breaks.
    """
    number = 0
    try:
        with opened(name) as lines:
            for number, line in enumerate(lines, start=1):
                # Files that were put together have one at the beginning of each.
                said = _without_marks(line)
                if said.strip():
                    yield number, said
    except EOFError:
        raise Unreadable(number + 1, _("압축 파일이 온전하지 않아요")) from None
    except (gzip.BadGzipFile, zlib.error):
        raise Unreadable(number + 1, _("압축 파일이 깨졌어요")) from None
    except OSError as error:
        raise Unreadable(number + 1, error.strerror or str(error)) from None


def read(spool: Spool, names: list[str], advance: Callable[[int], None]) -> Reading:
    """Check every line of the files and keep the good ones; `advance` is told of posts read."""
    for name in names:
        try:
            for number, line in numbered_lines(name):
                try:
                    if is_settings(line):
                        take(line)
                    else:
                        spool.take(_with_arrived(parse(line)), name, number)
                except Refused as refusal:
                    spool.reading.refuse(name, number, str(refusal))
                if number % 200 == 0:
                    advance(200)
        except Unreadable as broken:
            spool.reading.refuse(name, broken.line, str(broken))
    return spool.reading


def _with_arrived(post: PostLine) -> PostLine:
    """Name the pictures beside the file as what arrives with it: `media/…` in a text's HTML."""
    post.html = _OWN_PICTURE.sub(rf'\1"{SCHEME}\2"', post.html)
    for comment in post.comments:
        comment.html = _OWN_PICTURE.sub(rf'\1"{SCHEME}\2"', comment.html)
    return post
