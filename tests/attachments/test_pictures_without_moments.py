"""Neither numbers nor files tell which pictures were sent one after the other."""

import os
import time
from pathlib import Path
from typing import Any

from madang.media.pictures import keep_picture
from madang.media.squares import keep_square
from madang.media.storage import forget_moments
from madang.operations.leaks import files

from .drawing import picture


def test_files_do_not_say_when_they_came(db: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    keep_picture(picture())
    keep_square(picture(), side=192, folder="avatars")
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(kept) >= 3
    assert len({file.stat().st_mtime for file in kept}) == 1
    assert kept[0].stat().st_mtime < time.time() - 10**8

    os.utime(kept[0], (1_790_000_123,) * 2)
    where = str(kept[0].relative_to(tmp_path))
    assert [finding.where for finding in files.moments(tmp_path)] == [where]
    forget_moments()
    assert not list(files.moments(tmp_path))
