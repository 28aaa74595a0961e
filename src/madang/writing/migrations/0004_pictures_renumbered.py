from django.db import migrations

import madang.accounts.models


def renumber(apps, schema_editor):
    """Give pictures random numbers: those counted up tell which were sent one after the other."""
    picture = apps.get_model("writing", "Picture")
    users = [apps.get_model("writing", name) for name in ("PictureUse", "LinkCard", "Sticker")]
    for old in list(picture.objects.values_list("pk", flat=True)):
        new = madang.accounts.models.random_id()
        picture.objects.filter(pk=old).update(id=new)
        for model in users:
            model.objects.filter(picture_id=old).update(picture_id=new)


class Migration(migrations.Migration):
    dependencies = [("writing", "0003_scattered_pictures")]

    operations = [migrations.RunPython(renumber, migrations.RunPython.noop)]
