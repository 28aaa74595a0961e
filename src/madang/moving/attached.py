"""What was attached to a text of another program: pictures, and files of which the name is left."""

from html import escape
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from .arrived_pictures import arrived
from .foreign_html import paragraph

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".bmp"})


def is_picture(name: str) -> bool:
    """Tell by a file's name whether it is a picture."""
    return PurePosixPath(name).suffix.lower() in PICTURES


def attached_picture(path: str, leads: str = "") -> str:
    """Return a picture of the other site's folder, as it stands in a text until it is kept."""
    return f'<img src="{escape(arrived(path, leads))}">'


def attached_file(name: str) -> str:
    """Return a line with the name of a file that does not come in."""
    return paragraph(_("첨부 파일: %s") % name)
