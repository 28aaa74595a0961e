import hashlib
import re
from html import unescape

from django.db import migrations

ALONE = re.compile(r'<p><a href="([^"]+)" rel="[^"]*">[^<]*</a></p>')
BATCH = 2000


def note_uses(apps, schema_editor):
    """Note in which texts the links of the cards stand; forget the cards that none has."""
    card, use = apps.get_model("writing", "LinkCard"), apps.get_model("writing", "CardUse")
    if not card.objects.exists():
        return
    posts = apps.get_model("boards", "PostText").objects.filter(html__contains="<p><a href=")
    comments = apps.get_model("boards", "Comment").objects.filter(html__contains="<p><a href=")
    texts = [
        ((post, 0, html) for post, html in posts.values_list("post_id", "html").iterator(BATCH)),
        comments.values_list("post_id", "seq", "html").iterator(BATCH),
    ]
    known = {bytes(key): number for number, key in card.objects.values_list("pk", "key")}
    for some in texts:
        use.objects.bulk_create(
            (
                use(card_id=known[key], post=post, seq=seq)
                for post, seq, html in some
                for key in {key_of(href) for href in ALONE.findall(html)} & known.keys()
            ),
            batch_size=BATCH,
        )
    card.objects.filter(uses=None).delete()


def key_of(href):
    return hashlib.blake2b(unescape(href).encode(), digest_size=16).digest()


class Migration(migrations.Migration):
    dependencies = [("writing", "0005_carduse"), ("boards", "0014_unanswered")]

    operations = [migrations.RunPython(note_uses, migrations.RunPython.noop)]
