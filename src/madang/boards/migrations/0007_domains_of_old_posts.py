"""Note where the links of posts lead that were written before it was noted."""

from typing import Any

from django.db import migrations

from madang.boards.text import domains_of, line_to_html

BATCH = 2000


def note_domains(apps: Any, schema_editor: Any) -> None:
    posts, texts = apps.get_model("boards", "Post"), apps.get_model("boards", "PostText")
    after = 0
    while True:
        batch = list(
            texts.objects.filter(pk__gt=after)
            .order_by("pk")
            .values_list("pk", "html", "source")[:BATCH]
        )
        if not batch:
            return
        after = batch[-1][0]
        noted = ((pk, domains_of(html + line_to_html(source))) for pk, html, source in batch)
        changed = [posts(pk=pk, domains=domains) for pk, domains in noted if domains]
        posts.objects.bulk_update(changed, ["domains"])


class Migration(migrations.Migration):
    dependencies = [("boards", "0006_domains")]
    operations = [migrations.RunPython(note_domains, migrations.RunPython.noop, elidable=True)]
