"""A request's headers and address, as pages see them; nobody speaks for a proxy."""

import pytest

from madang.core.http.client_address import address_of
from madang.serving.answers import Refused
from madang.serving.requests import complete, environ_of

from .asking import Headers, Scope


def environ(*pairs: tuple[str, str], **more: str) -> dict[str, object]:
    return environ_of(Scope(headers=Headers(list(pairs)), **more))


@pytest.mark.parametrize("spelt", ["x_forwarded_for", "x-forwarded_for", "x_forwarded-for"])
def test_an_underscore_does_not_speak_for_the_proxy(spelt: str, settings: object) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    for pairs in (
        [(spelt, "203.0.113.1")],
        [("x-forwarded-for", "192.0.2.1"), (spelt, "203.0.113.1")],
    ):
        assert address_of(environ(*pairs)) in ("192.0.2.1", "192.0.2.9")


@pytest.mark.parametrize("spelt", ["x_forwarded_proto", "cf_ipcountry", "content_length"])
def test_no_header_is_known_by_its_other_spelling(spelt: str) -> None:
    name = spelt.upper()
    assert not {name, f"HTTP_{name}"} & environ((spelt, "1")).keys()


def test_what_comes_twice_is_one_list() -> None:
    found = environ(("x-forwarded-for", "203.0.113.1"), ("x-forwarded-for", "192.0.2.1"))
    assert found["HTTP_X_FORWARDED_FOR"] == "203.0.113.1,192.0.2.1"
    assert environ(("cookie", "a=1"), ("cookie", "b=2"))["HTTP_COOKIE"] == "a=1; b=2"


def test_a_readers_proxy_header_sets_no_proxy_of_ours() -> None:
    assert "HTTP_PROXY" not in environ(("proxy", "http://203.0.113.1"))


@pytest.mark.parametrize(
    ("client", "address"), [("192.0.2.7:55", "192.0.2.7"), ("[2001:db8::1]:55", "2001:db8::1")]
)
def test_a_readers_address_has_no_port(client: str, address: str) -> None:
    assert environ(client=client)["REMOTE_ADDR"] == address


def test_an_address_in_korean_reaches_django_as_its_bytes() -> None:
    made = complete(environ(path="/자유"), Scope(), None)  # type: ignore[arg-type]
    assert made["PATH_INFO"].encode("latin-1").decode() == "/자유"


@pytest.mark.parametrize("header", ["cookie", "x-forwarded-for", "host"])
def test_what_says_who_or_from_where_must_be_readable(header: str) -> None:
    with pytest.raises(Refused):
        environ((header, "\xff"))
    assert environ(("x-other", "\xff"))["REMOTE_ADDR"] == "192.0.2.9"
