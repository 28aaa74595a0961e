"""The door of calls: what other apps say about calls that are theirs."""

from collections.abc import Collection

from madang.core.extensions import Extension, ExtensionPoint


class CallsExtension(Extension):
    """What an app says about a moderator's calls."""

    def describe_decisions(self, numbers: Collection[int]) -> dict[int, str]:
        """Return what some decisions were, in the reader's language. One query."""
        return {}


calls_point = ExtensionPoint(CallsExtension)


def described(numbers: Collection[int]) -> dict[int, str]:
    """Return what some decisions were. A query at most, none without decisions."""
    if not numbers:
        return {}
    found: dict[int, str] = {}
    for hook in calls_point.hooks(CallsExtension.describe_decisions):
        found |= hook(numbers)
    return found
