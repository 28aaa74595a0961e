"""The door of calls: what other apps say about calls that are theirs."""

from collections.abc import Collection

from madang.core.extensions import Extension, ExtensionPoint


class CallsExtension(Extension):
    """What an app says about a moderator's calls."""

    def describe_decisions(self, numbers: Collection[int]) -> dict[int, str]:
        """Return what some decisions were, in the reader's language. One query."""
        return {}

    def decision_address(self, epoch: int, number: int) -> str | None:
        """Return the page about the decision that a call is about."""
        return None


calls_point = ExtensionPoint(CallsExtension)


def address_of_decision(epoch: int, number: int) -> str | None:
    """Return the page about the decision that a call is about; None if no app has one."""
    hooks = calls_point.hooks(CallsExtension.decision_address)
    return next(filter(None, (hook(epoch, number) for hook in hooks)), None)


def described(numbers: Collection[int]) -> dict[int, str]:
    """Return what some decisions were. A query at most, none without decisions."""
    if not numbers:
        return {}
    found: dict[int, str] = {}
    for hook in calls_point.hooks(CallsExtension.describe_decisions):
        found |= hook(numbers)
    return found
