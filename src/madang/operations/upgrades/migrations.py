"""Which migrations a version knows, and which a database has."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def known_migrations() -> list[str]:
    """Return the migrations of this version, of all apps that are on."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(f"{app}.{name}" for app, name in loader.disk_migrations)


def made_migrations() -> list[str]:
    """Return the migrations that the database has. One query."""
    made = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in made)
