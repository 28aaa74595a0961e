"""How often somebody may do something: the same in memory and in Redis."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from redis import Redis

from madang.core.http import rate_limits
from madang.core.http.rate_limits import allow, clear, is_allowed
from madang.identity.key_stores import FileStore
from madang.identity.keys import KeyRing

from ..services.redis import redis_server


@pytest.fixture(scope="module")
def redis_address() -> Iterator[str]:
    with redis_server() as address:
        yield address


def begin_anew() -> None:
    rate_limits._in_redis.cache_clear()


@pytest.fixture(params=["memory", "redis"])
def limiter(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    kept_in_redis = request.param == "redis"
    settings.REDIS_URL = request.getfixturevalue("redis_address") if kept_in_redis else ""
    begin_anew()
    yield
    rate_limits.forget()
    begin_anew()


@pytest.mark.usefixtures("limiter")
def test_what_is_within_the_limit_goes_and_no_more() -> None:
    assert [allow("write", "somebody", limit="2/hour") for _ in range(3)] == [True, True, False]
    assert allow("write", "another", limit="2/hour")
    assert allow("vote", "somebody", limit="2/hour")


@pytest.mark.usefixtures("limiter")
def test_asking_counts_nothing_and_a_success_clears() -> None:
    assert all(is_allowed("sign in", "somebody", limit="1/hour") for _ in range(3))
    assert allow("sign in", "somebody", limit="1/hour")
    assert not is_allowed("sign in", "somebody", limit="1/hour")
    clear("sign in", "somebody", limit="1/hour")
    assert is_allowed("sign in", "somebody", limit="1/hour")


TWICE = """
import django
django.setup()
from madang.core.http.rate_limits import allow
print(allow("write", "192.0.2.7", limit="1/hour"))
"""


def test_two_processes_count_together_in_redis_and_no_address_is_there(
    redis_address: str, tmp_path: Path
) -> None:
    # The same site, so the same key.
    KeyRing.create(FileStore(tmp_path / "keys" / "keys.json"))
    more = {"MADANG_REDIS_URL": redis_address, "MADANG_DATA": str(tmp_path)}
    said = [
        subprocess.run(
            [sys.executable, "-c", TWICE], env={**os.environ, **more}, stdout=subprocess.PIPE
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [[b"True"], [b"False"]]
    kept = Redis(unix_socket_path=redis_address.removeprefix("redis+unix://")).keys()
    assert kept and not [key for key in kept if b"192.0.2.7" in key]


def test_while_redis_is_gone_each_process_counts_by_itself(settings: Any) -> None:
    begin_anew()
    with redis_server() as address:
        settings.REDIS_URL = address
        assert allow("write", "somebody", limit="1/hour")
    assert [allow("write", "somebody", limit="1/hour") for _ in range(2)] == [True, False]
    begin_anew()
    assert not allow("write", "somebody", limit="1/hour")
    settings.REDIS_URL = ""
    rate_limits.forget()


def test_what_is_replaced_in_allauth_is_what_allauth_asks() -> None:
    for name in ("_consume_single_rate", "clear"):
        assert getattr(ratelimit, name).__module__ == "madang.accounts.login.limits"
    assert "_consume_single_rate" in ratelimit.consume.__code__.co_names
