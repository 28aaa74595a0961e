"""The samples that PostgreSQL keeps of a table's columns, by which it plans its queries.

ANALYZE, which the server also does by itself, copies values of each column into `pg_statistic`:
words among them, and there they stay when their row was deleted long ago
(https://www.postgresql.org/docs/current/planner-stats.html).
"""

from collections.abc import Iterable
from functools import partial

from django.db import connection

from .select import execute, fetch
from .transactions import when_free

# Columns of a table of which samples are taken, with their types as one writes them, and whether a
# trigger is bound to them.
_SAMPLED = (
    "SELECT attname, format_type(atttypid, atttypmod), EXISTS (SELECT 1 FROM pg_depend "
    "WHERE classid = 'pg_trigger'::regclass AND refobjid = attrelid AND refobjsubid = attnum) "
    "FROM pg_attribute "
    "WHERE attrelid = to_regclass(%s) AND attname IN %s AND attstattarget <> 0"
)


def keep_no_samples(table: str, columns: Iterable[str]) -> None:
    """Let PostgreSQL take no samples of these columns any more, and forget those that it has.

    Later, where somebody reads the table for long: whoever calls this calls it again. SQLite takes
    none. Where a trigger forbids that a column is changed, nothing of it is ever deleted, and what
    there was of it may stay.
    """
    named = list(columns)
    if connection.vendor != "postgresql" or not named:
        return
    # A column that is given the type it has loses its samples, and nothing is written anew.
    changes = ", ".join(
        f'ALTER "{name}" SET STATISTICS 0' + ("" if is_bound else f', ALTER "{name}" TYPE {kind}')
        for name, kind, is_bound in fetch(_SAMPLED, (table, named))
    )
    if not changes or not when_free(partial(execute, f"ALTER TABLE {table} {changes}", ())):
        return
    if not connection.in_atomic_block:
        when_free(partial(execute, "VACUUM FULL pg_statistic", ()))
