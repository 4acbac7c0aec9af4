"""What a volunteer does on the own page, and how a shift went."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.places.models import Site
from hafen.exchange.pool.models import Offer
from hafen.exchange.volunteers import errors, keys, services
from hafen.exchange.volunteers.models import Hours, Signup, Volunteer
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.questions.services import QuestionData, add_question

# The id of a sending, as each form carries one.
SENDING = "0190f3a4-7a8e-7d3c-9f0e-3f6a2b1c4d5e"
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def mira(volunteer):
    return volunteer(ready=True, languages={"de": 3, "ar": 2, "fa": 2, "ti": 1})


@pytest.fixture
def where(mira):
    return urlsplit(keys.own_address(mira)).path


def seen(town, rows):
    with context.acting(Context(municipality=town.pk)):
        return rows.get()


def test_c04_times_are_changed_and_what_has_no_field_stays(town, client, where):
    page = client.get(where).content.decode()
    assert 'name="slots"' in page
    said = {"step": "times", "slots": ["6", "7"], "radius_km": "4"}
    said |= {"language_1": "de", "level_1": "3"}
    assert client.post(where, said, **HERE).status_code == 302

    offer = seen(town, Offer.objects)
    assert offer.slots == 0b1111 << 12
    assert offer.radius_km == 4
    # The fourth language has no field on the page.
    assert offer.languages == {"de": 3, "ti": 1}


def test_c02_a_pause_has_an_end_and_whoever_stops_may_say_why(town, client, where):
    today = timezone.localdate()
    past = {"step": "pause", "until": today.isoformat()}
    assert client.post(where, past, **HERE).status_code == 422
    until = today + timedelta(days=30)
    client.post(where, {"step": "pause", "until": until.isoformat()}, **HERE)
    assert seen(town, Volunteer.objects).paused_until == until
    client.post(where, {"step": "leave", "reason": "NO_TIME"}, **HERE)
    assert seen(town, Volunteer.objects).exit_reason == "NO_TIME"


def test_c03_what_was_shown_stands_there_with_its_end(client, where, mira, clara):
    today = timezone.localdate()
    services.note_proof(
        volunteer=mira,
        kind="FIRST_AID",
        shown_on=today - timedelta(days=800),
        valid_until=today - timedelta(days=70),
        by=clara,
        now=timezone.now(),
    )
    page = client.get(where).content.decode()
    assert "Erste Hilfe" in page
    assert "fehlt oder abgelaufen" in page


def test_c14_hours_that_are_sent_twice_count_once(town, client, where):
    said = {"step": "log", "on": timezone.localdate().isoformat(), "hours": "1"}
    said |= {"minutes": "0", "what": "Begleitung", "submission": SENDING}
    assert client.post(where, said, **HERE).status_code == 302
    assert client.post(where, said, **HERE).status_code == 302
    assert seen(town, Hours.objects).minutes == 60


def test_c01_the_town_asks_questions_of_its_own(town, client, clara, sign_in):
    asked = services.questions_of(municipality=town, by=clara)
    assert services.questions_of(municipality=town, by=clara) == asked
    texts = {"de": "Haben Sie ein Auto?", "ar": "هل لديك سيارة؟"}
    question = add_question(
        questionnaire=asked, data=QuestionData(kind="TEXT", texts=texts), by=clara
    )
    public = reverse("volunteers_public:offer", args=["hier", "ar"])
    assert "هل لديك سيارة؟" in client.get(public).content.decode()
    said = {
        "kinds": ["COMPANY"], "name": "Karim Beispiel", "email": "karim@example.org",
        "agrees": "on", "token": new_token(is_corrected=True),
        f"question_{question.pk.hex}": "Ja, einen Kombi",
    }  # fmt: skip
    assert client.post(public, said, **HERE).status_code == 302

    row = seen(town, Volunteer.objects)
    desk = reverse("volunteers:volunteer", args=[town.slug, row.pk])
    page = sign_in(clara).get(desk).content.decode()
    assert "Haben Sie ein Auto?" in page
    assert "Ja, einen Kombi" in page


def two_sites(town):
    """Return two sites some six kilometres apart."""
    return [
        Site.objects.create(
            municipality=town,
            name=name,
            sort_key=name.lower(),
            longitude=7.46,
            latitude=latitude,
        )
        for name, latitude in (("Nord", 51.55), ("Süd", 51.50))
    ]


def add_shift(town, by, site, begins):
    task = services.save_task(
        municipality=town,
        data={"title": f"Café {site.name}", "site": site, "owner": by},
        by=by,
        now=timezone.now(),
    )
    [made] = services.add_shifts(
        task=task,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        places=3,
        weeks=1,
        by=by,
        now=timezone.now(),
    )
    return made


def test_c07_the_way_between_two_shifts_takes_its_time(town, mira, clara):
    north, south = two_sites(town)
    begins = timezone.now() + timedelta(days=3)
    now = timezone.now()
    first = add_shift(town, clara, north, begins)
    hasty = add_shift(town, clara, south, begins + timedelta(hours=2, minutes=10))
    calm = add_shift(town, clara, south, begins + timedelta(hours=3))
    same = add_shift(town, clara, north, begins - timedelta(hours=2))
    services.sign_up(shift=first, volunteer=mira, by=clara, now=now)

    with pytest.raises(errors.TooFar) as refused:
        services.sign_up(shift=hasty, volunteer=mira, by=clara, now=now)
    assert refused.value.args[0] == "Café Nord"
    assert services.sign_up(shift=calm, volunteer=mira, by=clara, now=now).pk
    assert services.sign_up(shift=same, volunteer=mira, by=clara, now=now).pk


def test_c13_how_a_shift_went_is_noted_with_its_weight(town, mira, clara, sign_in):
    site = two_sites(town)[0]
    shift = add_shift(town, clara, site, timezone.now() + timedelta(days=1))
    signup = services.sign_up(shift=shift, volunteer=mira, by=clara, now=timezone.now())
    desk = sign_in(clara)
    step = reverse("volunteers:shift_step", args=[town.slug, shift.pk, "feedback"])
    said = {"signup": str(signup.pk), "weight": "1", "feedback": "Sehr verlässlich"}
    with pytest.raises(errors.ShiftClosed):
        services.note_feedback(
            signup=signup, weight=1, feedback="", by=clara, now=timezone.now()
        )
    ago = timezone.now() - timedelta(hours=3)
    type(shift).objects.filter(pk=shift.pk).update(
        starts_at=ago, ends_at=ago + timedelta(hours=2)
    )
    assert desk.post(step, said).status_code == 302
    assert desk.post(step, {**said, "weight": "9"}).status_code == 422
    assert desk.post(step, {**said, "signup": "x"}).status_code == 404

    row = Signup.objects.get()
    assert (row.weight, row.feedback) == (1, "Sehr verlässlich")
    page = desk.get(reverse("volunteers:shift", args=[town.slug, shift.pk]))
    assert "Sehr verlässlich" in page.content.decode()
    of_mira = desk.get(reverse("volunteers:volunteer", args=[town.slug, mira.pk]))
    assert "gern wieder: 1" in of_mira.content.decode()
