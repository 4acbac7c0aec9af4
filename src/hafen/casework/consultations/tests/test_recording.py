"""What is recorded: the one contact of the house, and who of casework it was with."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import Client
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.consultations import errors, services
from hafen.casework.consultations.models import Visitor
from hafen.casework.consultations.queries import Who
from hafen.casework.consultations.tests.stage import at
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import retention
from hafen.network.contacts.models import Contact

pytestmark = pytest.mark.django_db

SENT = {
    "held_on": TODAY.isoformat(),
    "whom": "b",
    "channel": "PERSONAL",
    "result": "INFORMED",
}


@pytest.fixture
def called(came, office, clara):
    def make(**more):
        visit = came(**more)
        services.call(visit=visit, by=clara, now=timezone.now())
        return visit

    return make


def test_e06_a_number_becomes_one_contact_linked_to_a_person(
    desk, town, household, add, called
):
    row = household()
    amal = only(row)
    visit = called(language="ar", topic="N01")
    form = desk.get(at(town, "talk", visit.pk)).context["form"]
    assert (form.initial["language"], form.initial["topics"]) == ("ar", ["N01"])
    found = desk.post(at(town, "people"), {"q": "muster"}).content.decode()
    assert f"person:{amal.pk}" in found
    assert f"all:{row.pk}" in found
    assert "Datenschutzhinweis" in found

    sent = SENT | {"q": "muster", "who": f"person:{amal.pk}"}
    sent |= {"language": "ar", "topics": ["N01", "N02"]}
    done = desk.post(at(town, "talk", visit.pk), sent)

    assert done["Location"].startswith(at(town, "hour"))
    contact, visitor = Contact.objects.get(), Visitor.objects.get()
    assert (contact.occasion, contact.minutes) == ("FIRST", 1)
    assert contact.topics == ["N01", "N02"]
    assert (visitor.client, visitor.visit, visitor.talk) == (amal, visit, contact)
    # Of the link the contact knows nothing: casework owns it.
    related = {field.related_model for field in Contact._meta.get_fields()}
    assert Client not in related
    again = desk.post(at(town, "talk", visit.pk), sent)
    assert again.status_code == 302
    assert Contact.objects.count() == 1
    listed = desk.get(at(town, "contacts_of", row.pk)).content.decode()
    assert "Amal Muster" in listed
    assert (
        at(town, "contacts_of", row.pk)
        in desk.get(
            reverse("cases:household", args=[town.slug, row.pk])
        ).content.decode()
    )


def test_after_three_years_a_visit_is_counted_and_nobody_knows_whose_it_was(
    desk, town, household, called
):
    row = household()
    visit = called()
    sent = SENT | {"q": "muster", "who": f"person:{only(row).pk}", "note": "war da"}
    desk.post(at(town, "talk", visit.pk), sent)

    retention.sweep(now=timezone.now() + timedelta(days=3 * 365 - 1))
    assert Visitor.objects.exists()
    retention.sweep(now=timezone.now() + timedelta(days=3 * 365 + 1))

    visit.refresh_from_db()
    assert (visit.state, visit.called_by) == ("DONE", None)
    assert (visit.contact.note, visit.contact.recorded_by) == (None, None)
    assert not Visitor.objects.exists()
    assert Client.objects.exists()  # the file has a period of its own


def test_nobody_is_asked_for_a_notice_who_stays_without_a_name(desk, town, called):
    visit = called()
    page = desk.get(at(town, "talk", visit.pk)).content.decode()

    desk.post(at(town, "talk", visit.pk), SENT | {"who": ""})

    assert "Datenschutzhinweis" not in page
    assert Contact.objects.get().occasion == ""
    assert not Visitor.objects.exists()
    assert not Client.objects.exists()


def test_a_typed_name_is_never_dropped_silently(desk, town, household, called):
    household()
    visit = called()

    wrong = desk.post(at(town, "talk", visit.pk), SENT | {"q": "muster", "who": ""})

    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["who"]
    assert wrong.context["found"]
    assert not Contact.objects.exists()


def test_a_contact_beside_the_hour_is_linked_too(desk, town, household):
    row = household()
    client = only(row)
    sent = SENT | {"channel": "TELEPHONE"}
    nobody = desk.post(at(town, "record_apart"), sent)
    assert list(nobody.context["form"].errors) == ["who"]
    for who in (f"person:{client.pk}", f"all:{row.pk}"):
        asked = {"who": who}
        assert desk.get(at(town, "record_apart"), asked).context["chosen"].key == who
        done = desk.post(at(town, "record_apart"), sent | asked)
        assert done["Location"] == at(town, "contacts_of", row.pk)

    occasions = Contact.objects.order_by("id").values_list("occasion", flat=True)
    assert list(occasions) == ["FIRST", "REPEAT"]
    assert Visitor.objects.filter(visit=None).count() == 2
    assert desk.get(at(town, "contacts_of", row.pk) + "?as=csv").status_code == 200


def test_another_team_sees_a_number_and_not_who_it_was(
    town, household, called, came, emil, north, clara, acting, sign_in
):
    row = household()
    who = Who(row, only(row))
    visit = came(who=who)
    desk = sign_in(emil)

    shown = desk.get(at(town, "hour")).content.decode()
    assert "Muster" not in shown
    assert f"/{visit.pk}/step/call" in shown
    assert desk.get(at(town, "contacts_of", row.pk)).status_code == 404
    found = desk.post(at(town, "people"), {"q": "muster"}).content.decode()
    assert str(who.client.pk) not in found
    desk.post(at(town, "visit_step", visit.pk, "call"))
    wrong = desk.post(at(town, "talk", visit.pk), SENT | {"who": who.key})
    assert list(wrong.context["form"].errors) == ["who"]
    acting(town, emil)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM consultations_visitor")
        assert cursor.fetchone()[0] == 0


def test_who_may_not_see_a_person_keeps_the_link_of_the_door(
    town, household, came, emil, north, clara, acting, sign_in
):
    row = household()
    visit = came(who=Who(row, only(row)))
    desk = sign_in(emil)
    desk.post(at(town, "visit_step", visit.pk, "call"))

    assert desk.post(at(town, "talk", visit.pk), SENT).status_code == 302

    acting(town, clara)
    assert Visitor.objects.get().talk == Contact.objects.get()


def test_whoever_comes_second_records_nothing(came, office, clara, bela):
    visit = came()
    data = {"held_on": TODAY, "group": "b", "channel": "PERSONAL"}
    now = timezone.now()
    with pytest.raises(errors.Gone):
        services.record_visit(visit=visit, data=data, who=None, by=bela, now=now)
    services.call(visit=visit, by=clara, now=now)
    services.record_visit(visit=visit, data=data, who=None, by=clara, now=now)
    with pytest.raises(errors.Recorded):
        services.record_visit(visit=visit, data=data, who=None, by=bela, now=now)


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.INTERN, 200), (Role.EDITOR, 404), (Role.STEERING, 404), (None, 404)],
)
def test_who_receives_people(town, office, person, sign_in, role, seen):
    desk = sign_in(person(town, *([role] if role else [])))
    assert desk.get(at(town, "hour")).status_code == seen
    if seen == 200:  # whoever has no cases names nobody
        assert desk.post(at(town, "people"), {"q": "muster"}).status_code == 404
