"""Pictures that come with posts of another site: found in its folder, and written anew here."""

import re
from collections import Counter
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from madang.core.uploaded_images import NotAPicture
from madang.media.models import Picture
from madang.media.pictures import address_of, keep_picture

from .addresses import Where, address_key, note_addresses
from .models import OldAddress

# How a picture is named until the folder was looked into: `arrived:data/file/free/a.jpg`.
SCHEME = "arrived:"
MAX_BYTES = 100_000_000
_IMAGE = re.compile(rf'<img\b[^>]*?\bsrc="{SCHEME}([^"]*)"[^>]*>')
_ALT = re.compile(r'\balt="([^"]*)"')


def arrived(path: str, leads: str = "") -> str:
    """Return how a picture is named by its path, and by where it leads if it is not there."""
    return f"{SCHEME}{path.replace('#', '%23')}#{leads}"


class ArrivedPictures:
    """The folder of the other site; what is asked for twice is kept once.

    `counts` has how many pictures came in (`kept`), were not there (`missing`) or were none
    (`refused`).
    """

    def __init__(self, folder: Path | None, collection: str = "") -> None:
        self.folder = folder.resolve() if folder else None
        self.collection = collection
        self.counts: Counter[str] = Counter()

    def placed(self, html: str) -> str:
        """Return a text with its pictures in place; one that is not there is told by its name."""
        return _IMAGE.sub(self._placed, html) if SCHEME in html else html

    def _placed(self, image: re.Match[str]) -> str:
        path, _mark, leads = unescape(image[1]).partition("#")
        picture = self._kept(path)
        if picture is None:
            name = leads or f"({PurePosixPath(unquote(path)).name})"
            said = escape(name, quote=False)
            return f'<p><a href="{escape(leads)}">{said}</a></p>' if leads else f"<p>{said}</p>"
        words = _ALT.search(image[0])
        return f'<img src="{address_of(picture)}" alt="{words[1] if words else ""}">'

    def _kept(self, path: str) -> Picture | None:
        """Return a picture of the other site as it is kept here; None where there is none."""
        known = OldAddress.objects.filter(key=address_key(self.collection, path)).first()
        kept = Picture.objects.filter(pk=known.number).first() if known else None
        if kept:
            return kept
        file = self._found(path)
        if file is None:
            self.counts["missing"] += 1
            return None
        try:
            picture = keep_picture(file.read_bytes())
        except (NotAPicture, OSError):
            self.counts["refused"] += 1
            return None
        self.counts["kept"] += 1
        if known:
            known.delete()
        note_addresses(self.collection, [(path, Where.PICTURE, picture.pk)])
        return picture

    def _found(self, path: str) -> Path | None:
        """Return a file of the folder, however its name is written; nothing beside the folder."""
        if self.folder is None:
            return None
        for name in dict.fromkeys((path, unquote(path))):
            try:
                file = (self.folder / name.lstrip("/")).resolve()
                is_fine = file.is_relative_to(self.folder) and file.is_file()
                if is_fine and file.stat().st_size <= MAX_BYTES:
                    return file
            except (OSError, ValueError):
                continue
        return None
