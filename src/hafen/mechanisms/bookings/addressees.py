"""To whom the participants of a date are written: see `core.mail.writing`."""

from hafen.core.mail.writing import Addressee
from hafen.mechanisms.bookings.models import Registration


def of_participant(row: Registration) -> Addressee:
    return Addressee(
        name=row.registrant.name,
        address=row.registrant.address,
        email=row.registrant.email,
        language=row.language,
        person=row.pk,
    )
