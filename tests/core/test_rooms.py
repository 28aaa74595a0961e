"""The rooms of the house: who imports whom, beyond the layers that import-linter checks."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from grimp import ImportGraph, build_graph

import madang
from madang.core.apps import known_apps
from madang.core.reserved_words import reserved_words

PACKAGE = Path(madang.__file__).parent


@cache
def house() -> ImportGraph:
    return build_graph("madang")


def last(module: str) -> str:
    return module.rpartition(".")[2]


def imports() -> list[tuple[str, str]]:
    graph = house()
    return [
        (module, imported)
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
    ]


def is_view(module: str) -> bool:
    return last(module) == "views" or last(module).endswith("_views")


def test_no_view_imports_another_view():
    found = [pair for pair in imports() if is_view(pair[0]) and is_view(pair[1])]
    assert found == []


def test_only_addresses_import_views():
    allowed = ("urls", "converters")
    found = [pair for pair in imports() if is_view(pair[1]) and last(pair[0]) not in allowed]
    assert found == []


def test_queries_import_no_actions():
    found = [
        pair
        for pair in imports()
        if last(pair[0]) == "queries" and last(pair[1]).endswith("actions")
    ]
    assert found == []


@pytest.mark.parametrize("name", settings.APPS_ON)
def test_an_app_with_tables_says_what_is_in_them(name):
    has_tables = any(apps.get_app_config(name).get_models())
    assert not has_tables or find_spec(f"madang.{name}.privacy") is not None


def first_words(patterns, before="") -> set[str]:
    found = set()
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and route in ("", "^"):
            found |= first_words(pattern.url_patterns, "")
        elif isinstance(pattern, URLPattern | URLResolver):
            found.add(route.lstrip("^").split("/")[0])
    return {word for word in found if word and "<" not in word and "(" not in word}


def test_no_board_can_take_an_address_of_the_site():
    taken = {word for word in first_words(get_resolver().url_patterns) if "." not in word}
    assert taken <= set(reserved_words()), sorted(taken - set(reserved_words()))


@pytest.mark.parametrize("slug", ["merry", "writers", "p1", "console2", "searching", "자유"])
def test_a_board_may_begin_like_an_address_of_the_site(slug):
    assert resolve(f"/{slug}").url_name == "board"
    assert resolve(f"/{slug}/12/comments").url_name == "write_comment"


def needed_by(app: str) -> set[str]:
    """An app, and all that are on wherever it is."""
    known = known_apps()
    found, left = {name for name in known if not known[name].is_optional}, [app]
    while left:
        name = left.pop()
        found.add(name)
        left += known[name].requires
    return found


def test_no_app_names_an_address_of_one_that_may_be_off():
    owners = {
        name: app
        for app in settings.APPS_ON
        for file in (PACKAGE / app).rglob("urls.py")
        for name in re.findall(r'name="(\w+)"', file.read_text())
    }
    assert len(owners) > 50
    found = [
        (str(file.relative_to(PACKAGE)), name)
        for app in settings.APPS_ON
        for file in (PACKAGE / app).rglob("*.*")
        if file.suffix in (".py", ".html")
        for name in re.findall(r"""(?:reverse|url|redirect)\(\s*['"](\w+)['"]""", file.read_text())
        if name in owners and owners[name] not in needed_by(app)
    ]
    assert found == []


def test_every_app_that_is_needed_is_there():
    known = known_apps()
    assert all(needed in known for app in known.values() for needed in app.requires)
