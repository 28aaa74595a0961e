"""A reader is known by an address alone, however a proxy writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.http.client_address import address_of, is_this_machine, network_of, reader_of


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("203.0.113.5:40001", "203.0.113.5"),
        ("[2001:db8::1]:5", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("[::ffff:203.0.113.5]:80", "203.0.113.5"),
        ("::ffff:cb00:7105", "203.0.113.5"),
        ('"[2001:db8::1]:5"', "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "unknown"),
        ("_hidden", "_hidden"),
        ("", ""),
    ],
)
def test_an_address_alone(written: str, address: str, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    environ = {"HTTP_X_FORWARDED_FOR": f"198.51.100.1, {written}", "REMOTE_ADDR": "10.0.0.1"}
    assert address_of(environ) == (address or "198.51.100.1")
    settings.TRUSTED_PROXIES = 0  # type: ignore[attr-defined]
    assert address_of({"REMOTE_ADDR": written}) == address


@pytest.mark.parametrize("port", [1, 40_001, 65_535])
def test_another_port_is_no_other_reader(port: int) -> None:
    assert reader_of({"REMOTE_ADDR": f"203.0.113.5:{port}"}) == "203.0.113.5"
    assert reader_of({"REMOTE_ADDR": f"[2001:db8::5]:{port}"}) == "2001:db8::/64"


@pytest.mark.parametrize("written", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.0.0.1:80", ""])
def test_this_machine_is_known_however_it_is_written(written: str) -> None:
    assert is_this_machine(written) and is_this_machine(network_of(written))


@given(st.text(max_size=40))
def test_whatever_a_proxy_writes_is_somebody(written: str) -> None:
    assert isinstance(reader_of({"REMOTE_ADDR": written}), str)
