from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_course_questions")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="interpreting",
            field=models.TextField(blank=True, verbose_name="interpreting"),
        )
        for model in ("service", "servicetranslation")
    ]
