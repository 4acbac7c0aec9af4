from django.db import migrations

import hafen.core.db.encryption


class Migration(migrations.Migration):

    dependencies = [("contacts", "0001_tables")]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="note",
            field=hafen.core.db.encryption.EncryptedTextField(
                blank=True, default="", null=True, verbose_name="note"
            ),
        )
    ]
