"""Pictures of what a moderator hid: where nobody is sent them, until it is shown again or wiped.

They stay in the store, under a name that only the running site can tell from the picture's own.
"""

from django.core.files.storage import default_storage

from madang.identity.tags import lookup_tag

from .storage import keep

FOLDER = "withheld"


def withheld(path: str) -> str:
    """Return where a file of the store is kept while it is shown to nobody."""
    return f"{FOLDER}/{lookup_tag('withheld', path)}.webp"


def withhold(path: str) -> None:
    """Take a file from where readers are sent it; may run twice."""
    _move(path, withheld(path))


def give_back(path: str) -> None:
    """Bring a file back to where readers are sent it; may run twice."""
    _move(withheld(path), path)


def read(path: str) -> bytes | None:
    """Return a file, withheld or not; None where there is none."""
    for place in (withheld(path), path):
        if default_storage.exists(place):
            with default_storage.open(place) as file:
                return bytes(file.read())
    return None


def is_there(path: str) -> bool:
    """Tell whether the store has a file, withheld or not."""
    return default_storage.exists(path) or default_storage.exists(withheld(path))


def _move(here: str, there: str) -> None:
    if not default_storage.exists(here):
        return
    if not default_storage.exists(there):
        with default_storage.open(here) as file:
            keep(there, file.read())
    default_storage.delete(here)
