"""Pictures are kept in a store that speaks S3 by a setting alone."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang.accounts.models import Account
from madang.attachments.models import Picture
from madang.boards.models import Board
from madang.config.environment import Environment
from madang.media import pictures

from ..services.s3 import s3_store


@pytest.fixture
def store(settings: Any) -> Iterator[str]:
    """The site keeps its pictures there."""
    with s3_store("pictures") as host:
        env = Environment(media=f"s3+http://key:secret@{host}/pictures")
        settings.STORAGES = {**settings.STORAGES, "default": env.media_store}
        settings.MEDIA_ORIGIN = env.media_origin
        yield env.media_origin


def test_a_picture_goes_there_and_readers_are_led_to_it(
    store: str, board: Board, member: Account
) -> None:
    out = BytesIO()
    Image.new("RGB", (1000, 700), (9, 90, 200)).save(out, "PNG")
    browser = Client()
    browser.force_login(member)
    file = SimpleUploadedFile("x.png", out.getvalue())
    answer = browser.post("/write/pictures", {"file": file}).json()
    kept = Picture.objects.get()
    assert default_storage.listdir("pictures")[1] == sorted(
        [f"{kept.name}-480.webp", f"{kept.name}-960.webp", f"{kept.name}.webp"]
    )
    led = Client().get(answer["src"])
    assert led.status_code == 302 and led["Location"].startswith(store)
    assert requests.get(led["Location"], timeout=5).content[8:12] == b"WEBP"
    for wrong in ("/media/../secret.webp", "/media/pictures/a/b.webp", "/media/x"):
        assert Client().get(wrong).status_code == 404
    kept.day = kept.day.replace(year=kept.day.year - 1)
    kept.save()
    pictures.drop_unused()
    assert default_storage.listdir("pictures")[1] == []


@pytest.mark.parametrize(
    "wrong", ["s3://host/bucket", "s3://key:secret@host", "http://a:b@host/c", "s3://a:b@h/c/d"]
)
def test_what_is_no_store_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        Environment(media=wrong)
