"""A Redis server of the tests' own, on a socket in a temporary folder, that keeps nothing."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import BusyLoadingError, ConnectionError
from redis.retry import Retry


@contextmanager
def redis_server() -> Iterator[str]:
    """Start a server and give its address; it and its data are gone afterwards."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    assert program, "neither valkey-server nor redis-server is installed"
    with tempfile.TemporaryDirectory(prefix="madang-redis-") as folder:
        socket = Path(folder) / "redis.sock"
        process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(socket)
            yield f"redis+unix://{socket}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(socket: Path) -> None:
    patient = Retry(ConstantBackoff(0.05), 200)
    starting = [BusyLoadingError, ConnectionError]
    client = Redis(unix_socket_path=str(socket), retry=patient, retry_on_error=starting)
    client.ping()
    client.close()
