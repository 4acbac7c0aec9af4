import pytest
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail import notices
from hafen.core.mail.models import OutgoingMail
from hafen.core.mail.notices import Channel, Recipient
from hafen.mechanisms.todos import queries

pytestmark = pytest.mark.django_db


def leads_of(user):
    found = queries.today_of(user, today=timezone.localdate()).leads
    return {str(lead.label): lead.count for lead in found}


def test_who_waits_for_a_letter_or_a_call_stands_on_today(
    town, person, acting, settings
):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    # Who rings people up, and who looks after the mails: here it is one person.
    desk = person(town, Role.VOLUNTEER_COORDINATOR, Role.ADMINISTRATOR)
    editor = person(town, Role.EDITOR)
    acting(town, desk)
    assert leads_of(desk) == {}

    for channel in (Channel.VISIT, Channel.MAIL):
        notices.notify(
            municipality=town.pk,
            recipient=Recipient(
                name="Amira", language="ar", channel=channel, email="a@example.org"
            ),
            subject="Termin",
            text="Guten Tag",
            now=timezone.now(),
        )
    OutgoingMail.objects.update(state="FAILED", next_try_at=None)

    assert sorted(leads_of(desk).values()) == [1, 1]
    assert leads_of(editor) == {}
