from django.db import migrations

DELETED = 2


def forget(apps, schema_editor):
    """Forget what stands beside deleted texts: it would tell whose they were."""
    posts = apps.get_model("boards", "Post").objects.filter(state=DELETED)
    for name in ("Poll", "QuizText"):
        apps.get_model("writing", name).objects.filter(post__in=posts.values("pk")).delete()
    uses = apps.get_model("writing", "PictureUse").objects
    uses.filter(seq=0, post__in=posts.values("pk")).delete()
    comments = apps.get_model("boards", "Comment").objects.filter(state=DELETED)
    for post, seq in comments.values_list("post_id", "seq").iterator(2000):
        uses.filter(post=post, seq=seq).delete()


class Migration(migrations.Migration):
    dependencies = [("writing", "0006_uses_of_cards"), ("boards", "0014_unanswered")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
