"""The site with one page more: an empty form that writes one durable row, to compare comments with.

The same server, database, session and CSRF check; nothing of what a comment is.
"""

import django

django.setup()

from django import forms  # noqa: E402
from django.core.exceptions import PermissionDenied  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.http import require_POST  # noqa: E402

from madang.config import urls  # noqa: E402
from madang.core.db.select import execute  # noqa: E402
from madang.core.db.transactions import writing  # noqa: E402

PATH = "bench-one-row"


class OneText(forms.Form):
    text = forms.CharField(max_length=2000)


@require_POST
def one_row(request: HttpRequest) -> HttpResponse:
    form = OneText(request.POST)
    if not request.user.is_authenticated or not form.is_valid():
        raise PermissionDenied
    with writing():
        execute("INSERT INTO bench_one_row (text) VALUES (%s)", (form.cleaned_data["text"],))
    return redirect("/")


def make_table() -> None:
    """Make the table, once for all workers."""
    key = "INTEGER PRIMARY KEY"
    if connection.vendor == "postgresql":
        key = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    execute(f"CREATE TABLE IF NOT EXISTS bench_one_row (id {key}, text TEXT)", ())


urls.urlpatterns.insert(0, path(PATH, one_row))

from madang.config.rsgi import application  # noqa: E402

__all__ = ["application"]

if __name__ == "__main__":
    make_table()
