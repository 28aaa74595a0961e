"""The site's own files: under names that hold their hash, each compressed once, kept for good."""

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from .answers import Answer
from .requests import Environ

PREFIX = "/static/"
# Smaller ones are read here and now: quicker than handing them over.
BYTES_AT_ONCE = 64 * 1024


class StaticFiles:
    """The files below a folder, known from the start."""

    def __init__(self, root: Path) -> None:
        known = WhiteNoise(
            None,
            root=str(root),
            prefix="static",
            immutable_file_test=lambda path, url: True,
            allow_all_origins=False,
        )
        self.files: dict[str, Any] = known.files

    def answer(self, environ: Environ) -> Answer | None:
        """Return a file, in the encoding that the reader takes; None: there is none."""
        found = self.files.get(environ["PATH_INFO"])
        if found is None:
            return None
        said = found.get_response(environ["REQUEST_METHOD"], environ)
        if said.file is None:
            return Answer(int(said.status), said.headers)
        with said.file as file:
            size = int(dict(said.headers).get("Content-Length", "0"))
            if said.status == 200 and size > BYTES_AT_ONCE:
                return Answer(200, said.headers, file=file.name)
            return Answer(int(said.status), said.headers, file.read())
