"""What every app of Madang says of itself, and the app that holds what is nobody's."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.conf import settings

from .extensions import register

# From the lowest to the highest: the order in which they are ready, and fill doors.
APPS = (
    "core",
    "identity",
    "delivery",
    "media",
    "search",
    "accounts",
    "staff",
    "account_data",
    "web_api",
    "incidents",
    "desk",
    "membership",
    "boards",
    "attachments",
    "calls",
    "filters",
    "board_requests",
    "moderation",
    "discovery",
    "moving",
    "operations",
    "console",
    "site",
)


class MadangApp(AppConfig):
    """An app: which others it needs, and which first words of addresses are its own.

    What it adds to apps below it is in its `hooks.py`, and registered when it is ready.
    """

    default_auto_field = "django.db.models.BigAutoField"
    # Django looks for the one app of a module, and would take this class for another.
    default = False
    # The apps that have to be on for this one.
    requires: tuple[str, ...] = ()
    # No board may be called so.
    reserved_words: frozenset[str] = frozenset()
    # Switched off by leaving it out of MADANG_APPS; the others are always on.
    is_optional = False

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        # Its own doors, so that they are closed with all others though no app fills them.
        _module_of(self.name, "extensions")
        for extension in getattr(_module_of(self.name, "hooks"), "EXTENSIONS", ()):
            register(extension)


def listed_in(module: str, name: str) -> list[Any]:
    """Return what the apps that are on list under a name in a module of theirs, such as `jobs`."""
    modules = [_module_of(f"madang.{app}", module) for app in settings.APPS_ON]
    return [one for found in modules for one in getattr(found, name, ())]


def _module_of(app: str, name: str) -> ModuleType | None:
    whole = f"{app}.{name}"
    return import_module(whole) if find_spec(whole) is not None else None


def known_apps() -> dict[str, type[MadangApp]]:
    """Return every app that there is by its name, those below first, whether it is on or off."""
    return {name: _config_of(name) for name in APPS}


def _config_of(name: str) -> type[MadangApp]:
    module = import_module(f"madang.{name}.apps")
    configs = [
        one
        for one in vars(module).values()
        # Not `isinstance`: it would ask Django's settings what they are, and read them too early.
        if issubclass(type(one), type)
        and issubclass(one, MadangApp)
        and one.__module__ == module.__name__
    ]
    return configs[0]


class CoreApp(MadangApp):
    name = "madang.core"
    label = "core"

    def ready(self) -> None:
        super().ready()
        from .db import slow_queries  # noqa: F401 - it looks at each new connection
