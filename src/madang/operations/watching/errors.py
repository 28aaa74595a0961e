"""Errors for Sentry, or what speaks its protocol (GlitchTip, Bugsink): their kind and their place.

Each is put together here from what the log says too: no text, name, address, cookie or body, no
variable and no line of the past. What the library adds by itself is taken off again.
"""

import logging
import traceback
from typing import Any

from django.conf import settings

from madang import __version__
from madang.core.logs import number_of, said_of

# What the library may say beside what is put together here.
_KEPT = (
    "event_id",
    "timestamp",
    "platform",
    "level",
    "logger",
    "release",
    "exception",
    "message",
    "tags",
    "sdk",
)


def begin() -> None:
    """Let errors be sent, where the setting says to which address."""
    if not settings.SENTRY_DSN:
        return
    # Some megabytes that a site without it does without.
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=f"madang@{__version__}",
        default_integrations=False,
        auto_enabling_integrations=False,
        max_breadcrumbs=0,
        include_local_variables=False,
        include_source_context=False,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=_only_what_is_meant,
    )
    logging.getLogger().addHandler(SendsErrors(level=logging.ERROR))
    logging.getLogger("django").addHandler(SendsErrors(level=logging.ERROR))


class SendsErrors(logging.Handler):
    """Sends what the log calls an error."""

    def emit(self, record: logging.LogRecord) -> None:
        import sentry_sdk

        try:
            sentry_sdk.capture_event(event_of(record))  # type: ignore[arg-type]
        except Exception:
            self.handleError(record)


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return a line of the log as an event: its logger, kind of error and places in the program."""
    error = record.exc_info[1] if record.exc_info else None
    event: dict[str, Any] = {"level": record.levelname.lower(), "logger": record.name}
    if number := number_of(record):
        event["tags"] = {"number": number}
    if error is None:
        # As it is written in the program: its arguments may be anything.
        return {**event, "message": "a page broke" if number else str(record.msg)}
    frames = [
        {"filename": frame.filename, "lineno": frame.lineno, "function": frame.name}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kind, _colon, words = said_of(error).partition(": ")
    told = {"type": kind, "value": words, "stacktrace": {"frames": frames}}
    return {**event, "exception": {"values": [told]}}


def _only_what_is_meant(event: Any, _hint: Any) -> Any:
    return {name: event[name] for name in _KEPT if name in event}
