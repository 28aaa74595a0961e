"""Which migrations a version knows, and which a database has."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known_migrations() -> frozenset[str]:
    """Return the migrations of this version, of all apps that are on; read once."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)


def made_migrations() -> frozenset[str]:
    """Return the migrations that the database has. Two queries."""
    made = MigrationRecorder(connection).applied_migrations()
    return frozenset(f"{app}.{name}" for app, name in made)


def pending_migrations() -> list[str]:
    """Return the migrations of this version that the database lacks. Two queries."""
    return sorted(known_migrations() - made_migrations())
