"""Note of every post what lists show of it: its texts are read once, a thousand at a time."""

from django.db import migrations

BATCH = 1000


def note_contents(apps, schema_editor):
    from madang.boards.threads.contents import contents_of

    post, text = apps.get_model("boards", "Post"), apps.get_model("boards", "PostText")
    last = 0
    while rows := list(
        text.objects.filter(post_id__gt=last)
        .order_by("post_id")
        .values_list("post_id", "html")[:BATCH]
    ):
        last = rows[-1][0]
        found = [
            (key, contents_of(html)) for key, html in rows if "<img" in html or "href=" in html
        ]
        changed = [
            post(pk=key, holds=contents.holds, thumbnail=contents.thumbnail)
            for key, contents in found
            if contents.holds
        ]
        post.objects.bulk_update(changed, ["holds", "thumbnail"])


class Migration(migrations.Migration):
    # Each batch is a transaction: writers need not wait for all of them.
    atomic = False

    dependencies = [("boards", "0004_contents_and_closing")]

    operations = [migrations.RunPython(note_contents, migrations.RunPython.noop)]
