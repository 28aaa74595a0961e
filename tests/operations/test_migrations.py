"""The migrations make what the models say, and none of a later version holds a table for long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

# Of the first version whose sites are upgraded: those were made on empty tables.
FIRST = frozenset((Path(__file__).parent / "first_migrations.txt").read_text().split())


@pytest.mark.django_db
def test_none_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_later_migration_holds_a_table_for_long() -> None:
    """PostgreSQL writes a table anew, or reads all of it, under a lock that stops readers."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    later = {
        f"{app}.{name}": migration
        for (app, name), migration in loader.disk_migrations.items()
        if migration.__module__.startswith("madang.") and f"{app}.{name}" not in FIRST
    }
    found = {name: list(what_holds(migration)) for name, migration in later.items()}
    assert {name: said for name, said in found.items() if said} == {}


def what_holds(migration: Migration) -> Iterator[str]:
    """Yield what of a migration takes long on a large table."""
    made = {
        each.name.lower()
        for each in migration.operations
        if isinstance(each, operations.CreateModel)
    }
    for each in migration.operations:
        if getattr(each, "model_name", "").lower() not in made:
            yield from _said_of(each)


def _said_of(each: Operation) -> Iterator[str]:
    if isinstance(each, operations.AddIndex) and type(each) is operations.AddIndex:
        yield f"{each.index.name}: AddIndexConcurrently, in a migration that is not atomic"
    elif isinstance(each, operations.AddConstraint):
        yield f"{each.constraint.name}: reads the table; AddConstraintNotValid first"
    elif isinstance(each, operations.AlterField):
        yield f"{each.model_name}.{each.name}: may write the table anew"
    elif isinstance(each, operations.AddField):
        has_default = each.field.db_default is not NOT_PROVIDED
        if not each.field.null and not has_default:
            yield f"{each.model_name}.{each.name}: null, or a default of the database's own"
    elif isinstance(each, operations.RunPython):
        yield "RunPython: a job does it in small steps"
    elif isinstance(each, (operations.RenameField, operations.RenameModel)):
        yield f"{each.describe()}: the version before still asks for the old name"
    elif isinstance(each, (operations.RemoveField, operations.DeleteModel)):
        yield f"{each.describe()}: the version before still asks for it"


class TestWhatIsFound:
    """The check itself: of each kind one that it names, and one that it lets through."""

    def migration(self, *given: Operation) -> Migration:
        made = Migration("x", "boards")
        made.operations = list(given)
        return made

    def test_an_index_on_a_table_that_is_there_is_named_and_on_a_new_one_is_not(self) -> None:
        from django.db import models

        index = operations.AddIndex("post", models.Index(fields=["views"], name="by_views"))
        assert list(what_holds(self.migration(index)))
        new = operations.CreateModel("Post", [("id", models.BigAutoField(primary_key=True))])
        assert not list(what_holds(self.migration(new, index)))

    def test_a_column_with_the_databases_default_is_let_through(self) -> None:
        from django.db import models

        slow = operations.AddField("post", "x", models.IntegerField(default=0))
        quick = operations.AddField("post", "x", models.IntegerField(db_default=0))
        assert list(what_holds(self.migration(slow)))
        assert not list(what_holds(self.migration(quick)))
