"""The yardstick: the same server, with an application that always answers the same bytes."""

import os

BODY = b"x" * int(os.environ.get("CONSTANT_BYTES", "1000"))
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


async def application(scope, proto):
    proto.response_bytes(200, HEADERS, BODY)
