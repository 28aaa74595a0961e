"""Settings: every wrong one is named at once, and the page about them is true."""

from pathlib import Path

import pytest

from madang.config.environment import Environment, WrongSettings, read_environment

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_defaults_are_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MADANG_DATA")
    environment = read_environment({})
    assert environment.host == "127.0.0.1" and environment.proxies == 0
    assert environment.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]


def test_every_wrong_one_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "MADANG_PORT": "eighty",
        "MADANG_WORKERS": "0",
        "MADANG_URL": "madang.example",
        "MADANG_TIME_ZONE": "Mars/Olympus",
        "MADANG_DATABASE_URL": "mysql://x/y",
        "MADANG_PROT": "8000",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as raised:
        read_environment()
    for name in wrong:
        assert any(name in problem for problem in raised.value.problems), name
    assert len(raised.value.problems) == len(wrong)


def test_a_public_address_is_a_host_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADANG_URL", "https://madang.example/")
    monkeypatch.setenv("MADANG_HOSTS", "a.example, b.example")
    environment = read_environment()
    assert environment.url == "https://madang.example"
    assert environment.allowed_hosts[3:] == ["madang.example", "a.example", "b.example"]


def test_the_page_about_them_names_each_with_its_default() -> None:
    page = DOCS.read_text()
    for name, field in Environment.model_fields.items():
        default = field.default
        shown = (
            ",".join(default)
            if isinstance(default, tuple)
            else str("" if default is None else default)
        )
        assert (
            f"| `MADANG_{name.upper()}` | {shown and f'`{shown}`'} | {field.description} |" in page
        )
