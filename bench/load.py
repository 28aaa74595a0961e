"""Drives a server with requests: by wrk, or where it is absent by a slower generator in Python."""

import http.client
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}

# Each connection writes as one of the signed-in members, with a form of its own every time.
_WRITING = """
local sessions = {%(sessions)s}
local sent = 0
math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) %% 100000)
local mine = math.random(1000000000)
request = function()
  sent = sent + 1
  local session = sessions[sent %% #sessions + 1]
  local once = mine .. "-" .. sent
  local body = "csrfmiddlewaretoken=%(token)s&idempotency_key=" .. once .. "&text=%(text)s" .. sent
  return wrk.format("POST", nil, {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = "csrftoken=%(token)s; sessionid=" .. session,
  }, body)
end
"""
# Each address once, in random order, by whoever is signed in if somebody is; then it ends.
_READING = """
local paths = {%(paths)s}
local cookies = {%(cookies)s}
local threads = 0
function setup(thread) thread:set("first", threads); threads = threads + 1; end
local sent = 0
request = function()
  local place = first + %(threads)s * sent
  sent = sent + 1
  if %(once)s and place >= #paths then wrk.thread:stop() end
  local headers = {}
  if #cookies > 0 then headers["Cookie"] = cookies[place %% #cookies + 1] end
  return wrk.format("GET", paths[place %% #paths + 1], headers)
end
"""
TOKEN = "b" * 32
TEXT = "%EB%8C%93%EA%B8%80%EC%9D%B4%EC%97%90%EC%9A%94"


@dataclass(frozen=True, slots=True)
class Load:
    """Requests per second; the median and the 99th percentile in milliseconds."""

    rate: float
    p50: float
    p99: float


class LoadFailed(Exception):
    """Some answers were errors."""


def read(address: str, *, seconds: float, clients: int) -> Load:
    """Ask for one address again and again."""
    if shutil.which("wrk"):
        return _wrk(address, seconds, clients)
    return _python(address, seconds, clients)


def read_as(cookies: list[str], address: str, *, seconds: float, clients: int) -> Load:
    """Ask for one address again and again, as those do who are signed in by these cookies."""
    return _read_each([address], cookies, seconds, clients, once=False)


def read_each(addresses: list[str], *, seconds: float, clients: int) -> Load:
    """Ask for many addresses of one server in random order, none of them twice."""
    shuffled = random.Random(1).sample(addresses, len(addresses))
    return _read_each(shuffled, [], seconds, clients, once=True)


def _read_each(
    addresses: list[str], cookies: list[str], seconds: float, clients: int, *, once: bool
) -> Load:
    parts = [urlsplit(address) for address in addresses]
    paths = [f"{part.path}?{part.query}" if part.query else part.path for part in parts]
    said = {
        "paths": ", ".join(f'"{path}"' for path in paths),
        "cookies": ", ".join(f'"{cookie}"' for cookie in cookies),
        "threads": min(2, clients),
        "once": str(once).lower(),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_READING % said)
        script.flush()
        return _wrk(addresses[0], seconds, clients, script.name)


def write(address: str, sessions: list[str], *, seconds: float, clients: int) -> Load:
    """Send comments as signed-in members."""
    if shutil.which("wrk"):
        quoted = ", ".join(f'"{session}"' for session in sessions)
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(_WRITING % {"sessions": quoted, "token": TOKEN, "text": TEXT})
            script.flush()
            return _wrk(address, seconds, clients, script.name)
    return _python(address, seconds, clients, sessions)


def _wrk(address: str, seconds: float, clients: int, script: str | None = None) -> Load:
    threads = min(2, clients)
    command = ["wrk", f"-t{threads}", f"-c{clients}", f"-d{int(seconds)}s", "--latency"]
    command += (["-s", script] if script else []) + [address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors: connect" in said:
        raise LoadFailed(said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate
    return Load(float(rate[1]), _percentile(said, "50%"), _percentile(said, "99%"))


def _percentile(said: str, which: str) -> float:
    found = re.search(rf"{which}\s+([\d.]+)(us|ms|s|m)", said)
    assert found
    return float(found[1]) * _UNITS[found[2]]


def _python(address: str, seconds: float, clients: int, sessions: list[str] | None = None) -> Load:
    parts = urlsplit(address)
    until = time.perf_counter() + seconds
    times: list[float] = []
    failed: list[int] = []

    def drive(number: int) -> None:
        connection = http.client.HTTPConnection(parts.netloc)
        sent = 0
        while time.perf_counter() < until:
            sent += 1
            begin = time.perf_counter()
            if sessions is None:
                connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
            else:
                cookie = f"csrftoken={TOKEN}; sessionid={sessions[number % len(sessions)]}"
                once = f"csrfmiddlewaretoken={TOKEN}&idempotency_key={number}-{begin}"
                body = f"{once}&text={TEXT}{sent}"
                headers = {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": cookie,
                }
                connection.request("POST", parts.path, body, headers)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begin)
            if answer.status >= 400:
                failed.append(answer.status)

    threads = [threading.Thread(target=drive, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise LoadFailed(f"{len(failed)} answers were errors, such as {failed[0]}")
    parted = statistics.quantiles(times, n=100)
    return Load(len(times) / seconds, parted[49] * 1e3, parted[98] * 1e3)
