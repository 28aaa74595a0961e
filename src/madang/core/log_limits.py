"""What anybody can make the log say: a line, and one a minute."""

import logging
import time

SECONDS = 60.0
MAX_CHARACTERS = 200


class OneLineAMinute(logging.Filter):
    """Lets pass one record a minute of each logger, as a line; the next says how many did not."""

    def __init__(self) -> None:
        super().__init__()
        self.last: dict[str, float] = {}
        self.left_out: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now, name = time.monotonic(), record.name
        if now - self.last.get(name, -SECONDS) < SECONDS:
            self.left_out[name] = self.left_out.get(name, 0) + 1
            return False
        self.last[name] = now
        message, left_out = record.getMessage()[:MAX_CHARACTERS], self.left_out.pop(name, 0)
        record.msg = f"{message} (and {left_out} more before)" if left_out else message
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return True
