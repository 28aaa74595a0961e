"""Makes and fills a site of Spirit, in Spirit's own environment; prints what its pages need.

Settings: those that `spirit startproject` makes for production, with the database, the address and
what needs no other service. Its search is for who is signed in: its index is not filled.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = Path(os.environ["PEER_FOLDER"])
COMMENTED, DISCUSSED, DIFFERENT, PAGE_ROWS = 100, 1_000, 2_000, 25
SETTINGS = """
from site_of_spirit.settings.prod import *
ALLOWED_HOSTS = ["*"]
ST_SITE_URL = "http://127.0.0.1:8941/"
SECRET_KEY = "measured"
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": {name!r},
    "USER": {user!r}, "HOST": {host!r}, "CONN_MAX_AGE": 600}}}}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
LANGUAGE_CODE = "en"
"""


def main(size: int) -> None:
    project = FOLDER / "site_of_spirit"
    shutil.rmtree(project, ignore_errors=True)
    command = ["spirit", "startproject", "site_of_spirit"]
    subprocess.run(command, cwd=FOLDER, check=True, stdout=sys.stderr)
    address = urlsplit(os.environ["PEER_DATABASE"])
    given = {"name": address.path[1:], "user": address.username, "host": unquote(address.hostname)}
    settings = SETTINGS.format(**given)
    (project / "site_of_spirit" / "settings" / "measured.py").write_text(settings)
    sys.path.insert(0, str(project))
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_of_spirit.settings.measured"
    import django

    django.setup()
    category, threads, cookie = fill(size)
    paths = f"{project}:{os.environ['PYTHONPATH']}"
    said = {
        "application": "site_of_spirit.wsgi:application",
        "environment": {
            "DJANGO_SETTINGS_MODULE": "site_of_spirit.settings.measured",
            "PYTHONPATH": paths,
        },
        "category": category,
        "thread": threads[0],
        "threads": threads,
        "cookie": cookie,
        "last": size // PAGE_ROWS,
    }
    print(json.dumps(said))


def fill(size: int) -> tuple[int, list[int], str]:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils import timezone
    from spirit.category.models import Category
    from spirit.comment.models import Comment
    from spirit.topic.models import Topic

    from ..words import Texts
    from .signed_in import cookie_of

    call_command("spiritupgrade", stdout=sys.stderr)
    user = get_user_model().objects.create_user("writer", "writer@example.com", "x")
    category = Category.objects.create(title="board", slug="board")
    begin = timezone.now() - timedelta(days=900)
    texts = list(Texts().posts(size))
    moments = [begin + timedelta(days=900) * (n / size) for n in range(size)]
    topics = Topic.objects.bulk_create(
        (
            Topic(user=user, category=category, title=title, slug="thread", date=at, last_active=at)
            for (title, _), at in zip(texts, moments, strict=True)
        ),
        batch_size=2000,
    )
    Comment.objects.bulk_create(
        (
            Comment(user=user, topic=topic, comment=body, comment_html=f"<p>{body}</p>", date=at)
            for topic, (_, body), at in zip(topics, texts, moments, strict=True)
        ),
        batch_size=2000,
    )
    discussed = topics[size // 2 : size // 2 + DISCUSSED]
    said = Texts(2)
    words = [said.draw(12) for _ in range(DIFFERENT)]
    for topic in discussed:
        chosen = said.chance.choices(words, k=COMMENTED)
        Comment.objects.bulk_create(
            Comment(user=user, topic=topic, comment=one, comment_html=f"<p>{one}</p>")
            for one in chosen
        )
    numbers = [topic.pk for topic in discussed]
    Topic.objects.filter(pk__in=numbers).update(comment_count=COMMENTED)
    return category.pk, numbers, cookie_of(user)


if __name__ == "__main__":
    main(int(sys.argv[1]))
