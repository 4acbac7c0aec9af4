from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_months_without_contact")]

    operations = [
        migrations.AddField(
            model_name="networktranslation",
            name="name",
            field=models.CharField(blank=True, max_length=200, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="networktranslation",
            name="rhythm",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="When it meets"
            ),
        ),
    ]
