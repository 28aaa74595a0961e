"""What is sent back, and what is refused before a page is asked."""

from collections.abc import Iterator
from typing import NamedTuple

Headers = list[tuple[str, str]]

_RETRY = ("Retry-After", "5")
METHODS = ("GET", "HEAD", "POST")
# What browsers' forms do not send, programs do.
FOR_PROGRAMS, OF_PROGRAMS = "/api/", (*METHODS, "PUT", "PATCH", "DELETE", "OPTIONS")


class Answer(NamedTuple):
    """An answer: from memory (`body`), from a file (`file`), or made piece by piece (`rest`)."""

    status: int
    headers: Headers
    body: bytes = b""
    file: str = ""
    rest: Iterator[bytes] | None = None


class Refused(Exception):
    """A request that no page sees; `answer` says why, in both languages."""

    def __init__(self, status: int, said: str, *more: tuple[str, str]) -> None:
        super().__init__(said)
        body = said.encode()
        kind = ("Content-Type", "text/plain; charset=utf-8")
        headers = [kind, ("Content-Length", str(len(body))), ("Cache-Control", "no-store"), *more]
        self.answer = Answer(status, headers, body)


def too_large(megabytes: int) -> Refused:
    said = f"보낸 것이 너무 커요. {megabytes}MB까지 돼요. / Too large: up to {megabytes} MB."
    return Refused(413, said)


def too_slow() -> Refused:
    said = "보내는 데 너무 오래 걸렸어요. 다시 보내 주세요. / Too slow. Please send it again."
    return Refused(408, said, ("Connection", "close"))


def without_length() -> Refused:
    """A body of unknown length: browsers send none, and where it ends too soon nobody can tell."""
    return Refused(411, "길이를 알려 주세요. / Length required.", ("Connection", "close"))


def not_readable(header: str) -> Refused:
    """A header that cannot be read is not left out: it may say who, or from where."""
    said = f"읽을 수 없는 글자가 있어요. / Unreadable header: {header}."
    # A browser that cannot be signed in for a foreign cookie forgets it, and is.
    forget = [("Clear-Site-Data", '"cookies"')] if header == "cookie" else []
    return Refused(400, said, ("Connection", "close"), *forget)


def with_a_body() -> Refused:
    """A question with a body: none of ours is, and a shared page must not wait for it."""
    return Refused(400, "본문은 보낼 수 없어요. / No body is taken.", ("Connection", "close"))


def methods_of(path: str) -> tuple[str, ...]:
    """Return what may be done with an address at all."""
    return OF_PROGRAMS if path.startswith(FOR_PROGRAMS) else METHODS


def not_done(path: str) -> Refused:
    allowed = ("Allow", ", ".join(methods_of(path)))
    return Refused(405, "할 수 없는 일이에요. / Not allowed.", ("Connection", "close"), allowed)


def cut_short() -> Refused:
    """The sender went away; nobody reads this."""
    return Refused(400, "보내다 끊겼어요. / Cut short.", ("Connection", "close"))


def too_many() -> Refused:
    said = "한 주소에서 한꺼번에 너무 많이 보냈어요. / Too many requests at once from one address."
    return Refused(429, said, _RETRY)


def too_busy() -> Refused:
    said = "지금 사람이 너무 많아요. 잠시 뒤 다시 해 주세요. / Too busy. Try again in a moment."
    return Refused(503, said, _RETRY)


def not_sent() -> Answer:
    """Django itself failed, and said so in the log."""
    return Refused(500, "오류가 났어요. / Something went wrong.").answer
