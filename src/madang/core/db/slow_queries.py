"""Queries that take long are logged: the statement with its placeholders, never a value.

What is written into a statement itself, as an index of words does, is left out too.
"""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

log = logging.getLogger("madang.slow_queries")
MAX_SHOWN = 600
# Texts, and numbers that stand alone: a limit, or an account.
_VALUES = re.compile(r"'(?:[^']|'')*'|(?<![\w.\"])\d+\b")
Execute = Callable[..., Any]


def watch(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Look at how long each query of a new connection takes."""
    if settings.SLOW_QUERY_SECONDS > 0 and _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        took = time.monotonic() - began
        if took >= settings.SLOW_QUERY_SECONDS:
            log.warning("a query took %.2f s: %s", took, without_values(sql))


def without_values(sql: str) -> str:
    """Return a statement on one line, with what it looks for left out."""
    return _VALUES.sub("?", " ".join(sql.split()))[:MAX_SHOWN]


connection_created.connect(watch, dispatch_uid="madang.core.db.slow_queries")
