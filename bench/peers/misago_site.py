"""Makes and fills a site of Misago, in Misago's own environment; prints what its pages need.

Settings: those of the project that the package brings, with DEBUG off, the database, and without
the tools for its developers; search by PostgreSQL, as Misago comes.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = Path(os.environ["PEER_FOLDER"])
COMMENTED, DISCUSSED, DIFFERENT = 100, 1_000, 2_000
SETTINGS = """
from devproject.settings import *
DEBUG = False
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": {name!r},
    "USER": {user!r}, "HOST": {host!r}, "CONN_MAX_AGE": 600}}}}
STATIC_ROOT = {static!r}
MISAGO_ADDRESS = "http://127.0.0.1:8941/"
INTERNAL_IPS = []
DEBUG_TOOLBAR_PANELS = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "debug_toolbar"]
MIDDLEWARE = [one for one in MIDDLEWARE if "debug_toolbar" not in one]
ROOT_URLCONF = "site_of_misago_urls"
"""
URLS = """
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
urlpatterns = [
    path("", include("misago.urls", namespace="misago")),
    path("django-i18n.js", JavaScriptCatalog.as_view(packages=["misago"]), name="django-i18n"),
]
"""


def main(size: int) -> None:
    address = urlsplit(os.environ["PEER_DATABASE"])
    given = {"name": address.path[1:], "user": address.username, "host": unquote(address.hostname)}
    settings = SETTINGS.format(**given, static=str(FOLDER / "static"))
    (FOLDER / "site_of_misago.py").write_text(settings)
    (FOLDER / "site_of_misago_urls.py").write_text(URLS)
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_of_misago"
    import django

    django.setup()
    category, threads, last, cookie = fill(size)
    said = {
        "application": "devproject.wsgi:application",
        "environment": {"DJANGO_SETTINGS_MODULE": "site_of_misago"},
        "category": category,
        "thread": threads[0],
        "threads": threads,
        "cookie": cookie,
        "start": last,
    }
    print(json.dumps(said))


def fill(size: int) -> tuple[int, list[int], int, str]:
    from django.contrib.auth import get_user_model
    from django.contrib.postgres.search import SearchVector
    from django.core.management import call_command
    from django.db.models import F
    from django.utils import timezone
    from misago.categories.models import Category
    from misago.threads.models import Post, Thread

    from ..words import Texts
    from .signed_in import cookie_of

    call_command("migrate", verbosity=0, stdout=sys.stderr)
    call_command("collectstatic", verbosity=0, interactive=False)
    user = get_user_model().objects.create_user("Writer", "writer@example.com", "measured-x1")
    # A picture that is there already: none is drawn while it is measured.
    user.avatars = [{"size": side, "url": "/none.png"} for side in (400, 200, 100, 64, 50, 30)]
    user.save()
    category = Category.objects.get(slug="first-category")
    begin = timezone.now() - timedelta(days=900)
    texts = list(Texts().posts(size))
    moments = [begin + timedelta(days=900) * (n / size) for n in range(size)]
    threads = Thread.objects.bulk_create(
        (
            Thread(
                category=category,
                title=title,
                slug="thread",
                started_on=at,
                last_post_on=at,
                starter=user,
                starter_name=user.username,
                starter_slug=user.slug,
                last_poster=user,
                last_poster_name=user.username,
                last_poster_slug=user.slug,
            )
            for (title, _), at in zip(texts, moments, strict=True)
        ),
        batch_size=2000,
    )
    made = Post.objects.bulk_create(
        (
            _post(thread, user, body, at, title)
            for thread, (title, body), at in zip(threads, texts, moments, strict=True)
        ),
        batch_size=2000,
    )
    for thread, post in zip(threads, made, strict=True):
        thread.first_post = thread.last_post = post
    Thread.objects.bulk_update(threads, ["first_post", "last_post"], batch_size=2000)
    discussed = threads[size // 2 : size // 2 + DISCUSSED]
    said = Texts(2)
    words = [said.draw(12) for _ in range(DIFFERENT)]
    now = timezone.now()
    for thread in discussed:
        chosen = said.chance.choices(words, k=COMMENTED)
        Post.objects.bulk_create(_post(thread, user, one, now, "") for one in chosen)
    numbers = [thread.pk for thread in discussed]
    Thread.objects.filter(pk__in=numbers).update(replies=COMMENTED)
    _sign(Post)
    Post.objects.update(search_vector=SearchVector("search_document", config="simple"))
    Category.objects.filter(pk=category.pk).update(threads=size, posts=F("posts") + size)
    # Lists go on from a thread's last post; this one is thirty from the end.
    return category.pk, numbers, made[30].pk, cookie_of(user)


def _sign(model):
    """Give each post the sum without which Misago shows an error in place of its text."""
    from misago.threads.checksums import update_post_checksum

    last = 0
    while posts := list(model.objects.filter(pk__gt=last).order_by("pk")[:5000]):
        for post in posts:
            update_post_checksum(post)
        model.objects.bulk_update(posts, ["checksum"], batch_size=1000)
        last = posts[-1].pk


def _post(thread, user, body, at, title):
    from misago.threads.models import Post

    return Post(
        category=thread.category,
        thread=thread,
        poster=user,
        poster_name=user.username,
        original=body,
        parsed=f"<p>{body}</p>",
        posted_on=at,
        updated_on=at,
        search_document=f"{title} {body}",
        search_vector="",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
