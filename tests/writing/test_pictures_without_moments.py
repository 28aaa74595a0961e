"""Neither numbers nor files tell which pictures were sent one after the other."""

import os
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone

from madang.boards.models import Post
from madang.boards.portraits import keep_portrait
from madang.images import forget_moments
from madang.operations.leaks import files
from madang.writing.models import Picture, PictureUse
from madang.writing.pictures import keep_picture
from tests.writing.drawing import picture


def test_files_say_the_day_alone(db: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    keep_picture(picture())
    keep_portrait(picture())
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(kept) >= 3
    for file in kept:
        moment = timezone.localtime(datetime.fromtimestamp(file.stat().st_mtime, tz=UTC))
        assert (moment.date(), moment.time()) == (timezone.localdate(), time.min)

    os.utime(kept[0], (1_790_000_123,) * 2)
    where = str(kept[0].relative_to(tmp_path))
    assert [finding.where for finding in files.moments(tmp_path)] == [where]
    forget_moments()
    assert not list(files.moments(tmp_path))


def test_numbers_that_counted_up_are_random_after_the_update(post: Post) -> None:
    for number in range(1, 9):
        named = {"id": number, "name": f"{number:032x}", "width": 1, "height": 1}
        picture = Picture.objects.create(**named, day=date(2026, 11, 29))
        PictureUse.objects.create(picture=picture, post=post.pk, seq=number)
    import_module("madang.writing.migrations.0004_pictures_renumbered").renumber(apps, None)
    assert not Picture.objects.filter(pk__lt=1000).exists()
    used = {use.seq: int(use.picture.name, 16) for use in PictureUse.objects.all()}
    assert used == {number: number for number in range(1, 9)}
