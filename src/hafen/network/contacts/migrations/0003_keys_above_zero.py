from django.db import migrations

_KEYS = ("household_key", "person_key", "actor_key")
# As `keys.key_of` makes them now: of the same 64 bits, the last is left out.
_HALVE = "UPDATE contacts_contact SET " + ", ".join(
    f"{key} = ({key} >> 1) & {2**63 - 1}" for key in _KEYS
)


class Migration(migrations.Migration):

    dependencies = [("contacts", "0002_notes_go")]

    operations = [
        migrations.RunSQL(
            f"{_HALVE} WHERE coalesce({', '.join(_KEYS)}) IS NOT NULL",
            migrations.RunSQL.noop,
        )
    ]
