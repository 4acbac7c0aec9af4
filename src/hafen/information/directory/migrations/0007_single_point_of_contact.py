from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_interpreting")]

    operations = [
        migrations.AddField(
            model_name="serviceperson",
            name="is_single",
            field=models.BooleanField(
                default=False, verbose_name="single point of contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_single", True)),
                fields=("service",),
                name="one_single_point_of_contact_per_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="serviceperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_single", False), ("agreed_on__isnull", False), _connector="OR"
                ),
                name="a_single_point_of_contact_is_public",
            ),
        ),
    ]
