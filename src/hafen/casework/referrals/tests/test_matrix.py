"""Who does what, and what nobody has answered yet."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.referrals import queries, services
from hafen.casework.referrals.models import Duty, OpenQuestion
from hafen.casework.referrals.tests.conftest import at
from hafen.core.db.roles import Role
from hafen.core.places.models import Unit
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db


@pytest.fixture
def paula(town, person):
    return person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Paula")


def test_p9_a_task_that_nobody_or_two_lead_stands_out(
    town, paula, kompass, person, sign_in
):
    office = Unit.objects.create(municipality=town, name="Sozialamt", sort_key="soz")
    client = sign_in(paula)
    for name in ("Anmeldung", "Sprachkurse", "Wohnungssuche"):
        client.post(at("add_duty", town), {"name": name, "source": "Konzept 2026"})
    parts = {
        "Anmeldung": [("unit", office, "LEADS"), ("organisation", kompass, "SUPPORTS")],
        "Sprachkurse": [("unit", office, "LEADS"), ("organisation", kompass, "LEADS")],
        "Wohnungssuche": [("organisation", kompass, "INFORMED")],
    }
    for name, actors in parts.items():
        duty = Duty.objects.get(name=name)
        for kind, actor, part in actors:
            step = at("duty_step", town, duty.pk, "part")
            client.post(step, {kind: str(actor.pk), "part": part})

    reader = sign_in(person(town, Role.SOCIAL_WORKER))
    page = reader.get(at("duties", town))

    assert [
        (line.duty.name, line.is_gap, line.is_double)
        for line in page.context["matrix"].unclear
    ] == [("Sprachkurse", False, True), ("Wohnungssuche", True, False)]
    shown = page.content.decode()
    assert "niemand federführend" in shown
    assert "mehrere federführend" in shown
    assert reader.get(at("add_duty", town)).status_code == 404
    sheet = reader.get(at("duties", town, query="?as=csv")).content.decode("utf-8-sig")
    assert "Sozialamt" in sheet.splitlines()[0]


def test_p9_an_actor_has_one_part_in_a_task(town, paula, kompass, acting):
    acting(town, paula)
    facts = {"name": "Anmeldung", "topic": "", "source": ""}
    duty = services.save_duty(
        municipality=town, duty=None, facts=facts, expected=None, by=paula
    )
    part = {"duty": duty, "unit": None, "organisation": kompass, "by": paula}
    services.take_part(**part, part="LEADS")

    with pytest.raises(services.AlreadyThere):
        services.take_part(**part, part="SUPPORTS")
    with pytest.raises(services.NameTaken):
        services.save_duty(
            municipality=town, duty=None, facts=facts, expected=None, by=paula
        )


@pytest.mark.parametrize("address", ["landratsamt@example.org", ""])
def test_p58_an_open_question_is_reminded_after_the_set_time(
    town, paula, sign_in, address
):
    client = sign_in(paula)
    sent = {
        "question": "Wer bezahlt Dolmetschen beim Arzt?",
        "addressee": "Landratsamt",
        "email": address,
        "every_days": "14",
    }
    client.post(at("add_question", town), sent)
    row = OpenQuestion.objects.get()
    lead = next(each for each in leads if each.name == "referrals.questions")
    later, now = TODAY + timedelta(days=14), timezone.now() + timedelta(days=14)
    assert lead.find(paula, TODAY)[0].count() == 0
    assert lead.find(paula, later)[0].count() == 1
    mail.outbox.clear()

    reminded = services.remind_of_questions(municipality_id=town.pk, now=now)

    assert reminded == bool(address)
    if address:
        assert mail.outbox[0].to == [address]
        assert sent["question"] in mail.outbox[0].body
    else:
        client.post(at("question_step", town, row.pk, "remind"))
    row.refresh_from_db()
    assert row.reminders == 1
    assert row.remind_on > TODAY
    client.post(at("question_step", town, row.pk, "settle"), {"answer": "Das Land"})
    open_ones = queries.filtered_questions(
        queries.questions_visible_to(paula), "open", today=TODAY
    )
    assert not open_ones.exists()
