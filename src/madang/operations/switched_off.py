"""Apps that are switched off, and what they left in the database.

An app that is off lets nothing go: what leavers wrote in its tables would stay. So a site does not
start while there are rows of one; they are deleted by a command of its own, or the app is on again.
"""

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from madang.core.apps import APPS, known_apps


class AppIsOn(Exception):
    """An app that is on keeps its tables."""


def switched_off() -> list[str]:
    """Return the names of the apps that are off."""
    return [app for app in APPS if app not in settings.APPS_ON]


def left_by_apps() -> dict[str, int]:
    """Return how many rows each app left that is off, where there are any. Counts all of them."""
    counts = {app: sum(map(_count, _tables_of(app))) for app in switched_off()}
    return {app: count for app, count in counts.items() if count}


def what_is_left() -> str:
    """Return why a site may not start for what apps left that are off; empty: it may."""
    left = [app for app in switched_off() if any(map(_has_rows, _tables_of(app)))]
    if not left:
        return ""
    return _(
        "꺼진 앱의 자료가 남아 있어요: %(apps)s\n"
        "꺼진 앱의 자료는 탈퇴해도 지워지지 않아요. MADANG_APPS에 다시 넣거나, 자료를 지우세요:\n"
        "  %(command)s"
    ) % {"apps": ", ".join(left), "command": f"madang apps delete {left[0]}"}


def with_those_above(app: str) -> list[str]:
    """Return an app that is off and those that cannot be on without it, the highest first.

    Raises AppIsOn and KeyError.
    """
    if app not in APPS:
        raise KeyError(app)
    if app in settings.APPS_ON:
        raise AppIsOn(app)
    known, found = known_apps(), [app]
    for name in APPS:
        if set(known[name].requires) & set(found):
            found.append(name)
    return found[::-1]


def delete_tables(app: str) -> int:
    """Delete all tables of an app that is off and of those above it; return how many.

    Raises AppIsOn and KeyError.
    """
    apps = with_those_above(app)
    tables = [table for name in apps for table in _tables_of(name)]
    # On SQLite an editor lets tables go that others name which go with them.
    with connection.schema_editor() as editor:
        for table in tables:
            editor.execute(editor.sql_delete_table % {"table": editor.quote_name(table)})
        MigrationRecorder(connection).migration_qs.filter(app__in=apps).delete()
    return len(tables)


def _tables_of(app: str) -> list[str]:
    named = connection.introspection.table_names()
    return [table for table in named if table.startswith(f"{app}_")]


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])
