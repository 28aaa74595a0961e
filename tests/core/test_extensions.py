"""The doors between apps: filled at start by whom they are for, and closed then."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

from madang.core import extensions
from madang.core.extensions import Extension, ExtensionPoint, Port, register


class Greetings(Extension):
    def greet(self, name: str) -> str:
        return ""

    def wave(self) -> None:
        """Do nothing."""


def of_app(base: type[Extension], app: str, **methods: object) -> Extension:
    """Return an extension as an app would have it in its hooks."""
    return type("Own", (base,), {"__module__": f"madang.{app}.hooks", **methods})()


@pytest.fixture(autouse=True)
def doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the doors of a test be no doors of the site."""
    monkeypatch.setattr(extensions, "_doors", [])
    yield


def test_all_that_override_are_asked_in_the_order_of_the_apps() -> None:
    point = ExtensionPoint(Greetings)
    register(of_app(Greetings, "boards", greet=lambda self, name: f"boards: {name}"))
    register(of_app(Greetings, "calls"))
    register(of_app(Greetings, "filters", greet=lambda self, name: f"filters: {name}"))
    point.close(frozenset())
    assert [hook("a") for hook in point.hooks(Greetings.greet)] == ["boards: a", "filters: a"]
    assert list(point.by_app(Greetings.greet)) == ["boards", "filters"]
    assert point.hooks(Greetings.wave) == ()


def test_twice_or_too_late_is_refused() -> None:
    point = ExtensionPoint(Greetings)
    register(of_app(Greetings, "boards"))
    with pytest.raises(ImproperlyConfigured, match="boards fills Greetings twice"):
        register(of_app(Greetings, "boards"))
    with pytest.raises(ImproperlyConfigured, match="before all apps are ready"):
        point.hooks(Greetings.greet)
    point.close(frozenset())
    with pytest.raises(ImproperlyConfigured, match="calls came too late"):
        register(of_app(Greetings, "calls"))


def test_what_fits_no_door_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="fits 0 doors"):
        register(of_app(Greetings, "boards"))


def test_a_port_is_provided_once_by_the_app_that_it_names() -> None:
    port = Port(Greetings, provided_by="filters")
    with pytest.raises(ImproperlyConfigured, match="is for filters to provide"):
        register(of_app(Greetings, "calls"))
    register(of_app(Greetings, "filters", greet=lambda self, name: f"hello {name}"))
    with pytest.raises(ImproperlyConfigured, match="provided already"):
        register(of_app(Greetings, "filters"))
    port.close(frozenset({"filters"}))
    assert port.provider.greet("a") == "hello a"


def test_a_port_that_nobody_provides_stops_the_start_unless_its_app_is_off() -> None:
    port = Port(Greetings, provided_by="filters")
    with pytest.raises(ImproperlyConfigured, match="before all apps are ready"):
        port.provider  # noqa: B018
    with pytest.raises(ImproperlyConfigured, match="filters does not provide Greetings"):
        port.close(frozenset({"boards", "filters"}))
    port.close(frozenset({"boards"}))
    assert port.provider.greet("a") == ""
