"""What the columns of core, and of the software under it, may hold."""

from .leak_check import Kind, Table

TABLES = [
    Table(
        "core_formerrules",
        {Kind.NUMBER: "id", Kind.WORDS: "text", Kind.DAY: "last_day"},
    ),
    Table(
        "core_community",
        {
            Kind.NUMBER: "id",
            Kind.SHOWN: "name tagline noun colour language banner rules icon reactions",
        },
    ),
    Table("core_lease", {Kind.SYSTEM: "name holder until done"}),
    Table(
        "django_tasks_database_dbtaskresult",
        {
            Kind.BOX: "args_kwargs",
            Kind.SYSTEM: "id status enqueued_at started_at finished_at priority task_path "
            "worker_ids queue_name backend_name run_after return_value exception_class_path",
            Kind.SECRET: "traceback",
        },
    ),
    Table("django_content_type", {Kind.NUMBER: "id", Kind.SYSTEM: "app_label model"}),
    Table("django_migrations", {Kind.NUMBER: "id", Kind.SYSTEM: "app name applied"}),
    Table("sqlite_sequence", {Kind.SYSTEM: "name seq"}, may_be_missing=True),
    Table("sqlite_stat1", {Kind.SYSTEM: "tbl idx stat"}, may_be_missing=True),
]
