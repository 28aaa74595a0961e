"""What rehearsals have in common: a site of their own, which is gone afterwards unless kept."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .common import _, fail, out, set_up, start_site


@contextmanager
def rehearsal_folder(keep: Path | None) -> Iterator[Path]:
    """Give an empty folder for a site; one that is to be kept must be empty or not there."""
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    if keep.exists() and any(keep.iterdir()):
        fail(_("비어 있지 않은 폴더예요: %s") % keep)
    yield keep.absolute()
    out.print(_("연습한 사이트: MADANG_DATA=%s madang serve") % keep, markup=False)


def start_rehearsal(folder: Path, port: int, **settings: str) -> None:
    """Make a folder's site ready, whatever is set for the site that is served here."""
    for name in [name for name in os.environ if name.startswith("MADANG_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    given = {"DATA": str(folder), "PORT": str(port), **settings}
    os.environ |= {f"MADANG_{name}": value for name, value in given.items()}
    set_up()
    start_site()
