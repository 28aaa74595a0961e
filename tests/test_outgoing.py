"""Nothing is sent into the operator's own network, whatever a name says."""

import socket
from typing import Any

import pytest
import requests

from madang.core.outgoing import NotOutside, outgoing_session, public_address

from .services.push import push_service


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fd00::1",
        "fec0::1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "ff0e::1",
        "::ffff:224.0.0.1",
    ],
)
def test_an_inner_address_is_refused(host: str) -> None:
    with pytest.raises(NotOutside):
        public_address(host, 443)


def test_one_inner_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_args: Any, **_named: Any) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(NotOutside):
        public_address("two.example", 443)


def test_a_session_does_not_reach_inside_nor_follow_there() -> None:
    with push_service() as service:
        with pytest.raises(requests.ConnectionError):
            outgoing_session().post(service.address, data=b"x", timeout=5)
        inside = outgoing_session([service.address.removeprefix("http://")])
        assert inside.post(service.address, data=b"x", timeout=5).status_code == 201
        with pytest.raises(requests.ConnectionError):
            inside.post(service.address.replace("127.0.0.1", "localhost"), data=b"x", timeout=5)
