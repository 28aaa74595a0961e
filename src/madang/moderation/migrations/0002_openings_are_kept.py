"""The database refuses to delete an opening younger than a year, or to change what was asked."""

from typing import Any

from django.db import migrations

ASKED = ("id", "post", "comment", "ground", "reason", "asked", "asker")
ONCE = ("approved", "answered")


def _undone(differs: str) -> str:
    """Return when an update takes back what was done; databases name "is another" differently."""
    moments = [f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in ONCE]
    return " OR ".join([*moments, "(OLD.approver <> '' AND NEW.approver <> OLD.approver)"])


SQLITE = [
    "CREATE TRIGGER opening_is_kept BEFORE DELETE ON moderation_sealopening "
    "WHEN OLD.asked > datetime('now', '-1 year') "
    "BEGIN SELECT RAISE(ABORT, 'an opening is kept for a year'); END",
    f"CREATE TRIGGER opening_is_unchanged BEFORE UPDATE OF {', '.join(ASKED)} "
    "ON moderation_sealopening "
    "BEGIN SELECT RAISE(ABORT, 'what was asked cannot be changed'); END",
    "CREATE TRIGGER opening_is_not_undone BEFORE UPDATE ON moderation_sealopening "
    f"WHEN {_undone('IS NOT')} BEGIN SELECT RAISE(ABORT, 'what was done cannot be undone'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION opening_is_kept() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'an opening is kept for a year'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER opening_is_kept BEFORE DELETE ON moderation_sealopening FOR EACH ROW "
    "WHEN (OLD.asked > now() - interval '1 year') EXECUTE FUNCTION opening_is_kept()",
    f"CREATE TRIGGER opening_is_unchanged BEFORE UPDATE OF {', '.join(ASKED)} "
    "ON moderation_sealopening FOR EACH ROW EXECUTE FUNCTION opening_is_kept()",
    "CREATE TRIGGER opening_is_not_undone BEFORE UPDATE ON moderation_sealopening FOR EACH ROW "
    f"WHEN ({_undone('IS DISTINCT FROM')}) EXECUTE FUNCTION opening_is_kept()",
]


def guard(_apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
