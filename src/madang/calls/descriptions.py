"""What a moderator's calls are about, in a few words; known by the app above that keeps acts."""

from collections.abc import Callable, Collection

_describers: list[Callable[[Collection[int]], dict[int, str]]] = []


def offer(describe: Callable[[Collection[int]], dict[int, str]]) -> None:
    """Let this say what a moderator's calls are about."""
    _describers[:] = [describe]


def described(acts: Collection[int]) -> dict[int, str]:
    """Return what some acts were, in the reader's language. A query at most."""
    return _describers[0](acts) if acts and _describers else {}
