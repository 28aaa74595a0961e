"""Note of every post what lists show of it: its texts are read once, a thousand at a time."""

from django.db import migrations

BATCH = 1000


def note_contents(apps, schema_editor):
    from madang.boards.threads.contents import contents_of

    post, text = apps.get_model("boards", "Post"), apps.get_model("boards", "PostText")
    texts = text.objects.order_by("post_id").values_list("post_id", "html", "source")
    last = 0
    while rows := list(texts.filter(post_id__gt=last)[:BATCH]):
        last = rows[-1][0]
        found = [(key, contents_of(html, source)) for key, html, source in rows]
        changed = [
            post(pk=key, holds=contents.holds, thumbnail=contents.thumbnail)
            for key, contents in found
            if contents.holds
        ]
        post.objects.bulk_update(changed, ["holds", "thumbnail"])


def free_addresses(apps, schema_editor):
    """Give boards whose address is a page's now another one."""
    board = apps.get_model("boards", "Board")
    for one in board.objects.filter(slug__in=("p", "language", "icons", "emoji.json")):
        one.slug = f"{one.slug}-board"
        one.save(update_fields=["slug"])


class Migration(migrations.Migration):
    # Each batch is a transaction: writers need not wait for all of them.
    atomic = False

    dependencies = [("boards", "0004_contents_and_closing")]

    operations = [
        migrations.RunPython(note_contents, migrations.RunPython.noop),
        migrations.RunPython(free_addresses, migrations.RunPython.noop),
    ]
