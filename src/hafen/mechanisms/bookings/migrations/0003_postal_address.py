from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_presence")]

    operations = [
        migrations.AddField(
            model_name="registrant",
            name="address",
            field=models.CharField(blank=True, max_length=200),
        )
    ]
