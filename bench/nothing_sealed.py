"""The site without its ciphers, to see what they cost: seals, tags and journals made of nothing.

Everything else is as it is: the same rows of the same length, the same queries, the same sessions.
"""

from typing import Any

import django

django.setup()

from madang.boards.threads import comment_actions, post_actions  # noqa: E402
from madang.identity import journals, seals, voices  # noqa: E402

TAG_BYTES = 16


class NoCipher:
    def encrypt(self, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        return text + nonce + b"\0\0\0\0"


def _number(*parts: Any) -> bytes:
    # The same in every worker: the servers are started with PYTHONHASHSEED=0.
    return hash(parts).to_bytes(8, "big", signed=True)


def _no_thread_tag(purpose: str, account_id: int, *, post_id: int, epoch: int) -> bytes:
    return _number(purpose, account_id, post_id, epoch) * 2


def _no_idempotency_tag(account_id: int, token: str) -> bytes:
    return _number(account_id, token) * 2


def _no_key(journal: journals.Journal, epoch: int, number: int) -> int:
    return int.from_bytes(_number(journal.kind, journal.account, epoch, number), "big") >> 1


voices.thread_tag = _no_thread_tag
comment_actions.idempotency_tag = post_actions.idempotency_tag = _no_idempotency_tag
seals._cipher = lambda epoch: NoCipher()
journals._cipher = lambda journal, epoch: NoCipher()
journals._key = _no_key

from madang.config.rsgi import application  # noqa: E402

__all__ = ["application"]
