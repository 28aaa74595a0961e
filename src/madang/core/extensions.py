"""How apps add to apps below them: one typed registry, filled at start and closed then.

A lower app declares a door in its `extensions.py`: an `ExtensionPoint` for what any number of apps
may add, or a `Port` for what exactly one provides. An upper app fills doors in its `hooks.py`: one
subclass for each, listed in `EXTENSIONS`, registered in the order of the apps (`core.apps`). Which
app overrides what is computed once, when the registry is closed: a hook that no app fills costs
nothing.
"""

from collections.abc import Callable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import ImproperlyConfigured

P = ParamSpec("P")
R = TypeVar("R")


class Extension:
    """Base of what a door takes: its methods do nothing until an app overrides them."""

    @property
    def app(self) -> str:
        """The name of the app that fills the door."""
        return type(self).__module__.split(".")[1]


E = TypeVar("E", bound=Extension)
_doors: "list[ExtensionPoint[Any] | Port[Any]]" = []


class ExtensionPoint(Generic[E]):
    """A door for any number of apps, each with one extension of a base class."""

    def __init__(self, base: type[E]) -> None:
        self.base = base
        self.extensions: list[E] = []
        self._hooks: dict[str, tuple[Any, ...]] | None = None
        _doors.append(self)

    def register(self, extension: E) -> None:
        """Add an app's extension; raise ImproperlyConfigured if it has one, or it is too late."""
        if self._hooks is not None:
            raise ImproperlyConfigured(f"{extension.app} came too late to {self.base.__name__}")
        if any(other.app == extension.app for other in self.extensions):
            raise ImproperlyConfigured(f"{extension.app} fills {self.base.__name__} twice")
        self.extensions.append(extension)

    def close(self, apps: frozenset[str]) -> None:
        """Compute who overrides what; nothing is registered afterwards."""
        names = [name for name in dir(self.base) if not name.startswith("_") and name != "app"]
        self._hooks = {
            name: tuple(
                getattr(one, name)
                for one in self.extensions
                if getattr(type(one), name) is not getattr(self.base, name)
            )
            for name in names
        }

    def hooks(self, method: Callable[Concatenate[E, P], R]) -> tuple[Callable[P, R], ...]:
        """Return a method of every extension that overrides it, in the order of the apps."""
        if self._hooks is None:
            raise ImproperlyConfigured(f"{self.base.__name__} is asked before all apps are ready")
        return cast("tuple[Callable[P, R], ...]", self._hooks[method.__name__])

    def by_app(self, method: Callable[Concatenate[E, P], R]) -> dict[str, Callable[P, R]]:
        """Return the same by the names of the apps."""
        return {hook.__self__.app: hook for hook in self.hooks(method)}  # type: ignore[attr-defined]


class Port(Generic[E]):
    """A door for exactly one app, which is named here.

    Where that app is switched off, the base class itself stands for it; where it is on, start fails
    unless it provides the port once.
    """

    def __init__(self, base: type[E], *, provided_by: str) -> None:
        self.base, self.provided_by = base, provided_by
        self._provider: E | None = None
        self._is_closed = False
        _doors.append(self)

    def register(self, extension: E) -> None:
        """Let an app provide this; raise ImproperlyConfigured for a second one or another app."""
        if self._is_closed or self._provider is not None:
            raise ImproperlyConfigured(f"{self.base.__name__} is provided already")
        if extension.app != self.provided_by:
            raise ImproperlyConfigured(f"{self.base.__name__} is for {self.provided_by} to provide")
        self._provider = extension

    def close(self, apps: frozenset[str]) -> None:
        """Raise ImproperlyConfigured if the app is on and has not provided this."""
        if self._provider is None and self.provided_by in apps:
            raise ImproperlyConfigured(f"{self.provided_by} does not provide {self.base.__name__}")
        self._is_closed = True
        self._provider = self._provider or self.base()

    @property
    def provider(self) -> E:
        """Return who provides this; what does nothing where the app is off."""
        if self._provider is None:
            raise ImproperlyConfigured(f"{self.base.__name__} is asked before all apps are ready")
        return self._provider


def register(extension: Extension) -> None:
    """Register an extension at the door whose base class it has."""
    doors = [door for door in _doors if isinstance(extension, door.base)]
    if len(doors) != 1:
        raise ImproperlyConfigured(f"{type(extension).__name__} fits {len(doors)} doors")
    doors[0].register(extension)


def close_all(apps: frozenset[str]) -> None:
    """Close every door, with the apps that are on; called when the last app is ready."""
    for door in _doors:
        door.close(apps)
