"""A push service that takes whatever it is sent, and says how much that was."""

import asyncio
import sys


class Service(asyncio.Protocol):
    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _end, rest = self.buffer.partition(b"\r\n\r\n")
            length = _length(head)
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            self._answer(head.startswith(b"POST"))

    def _answer(self, pushed: bool) -> None:
        Service.taken += pushed
        body = b"" if pushed else b"%d" % Service.taken
        status = b"201 Created" if pushed else b"200 OK"
        self.transport.write(
            b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
        )  # type: ignore[attr-defined]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Service, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
