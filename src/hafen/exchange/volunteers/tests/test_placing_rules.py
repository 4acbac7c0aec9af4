"""Rules of placing: by which rule (W46), and what comes before (W47, C-16)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.exchange.pool import keys as pool_keys
from hafen.exchange.pool.engine import permitted
from hafen.exchange.pool.errors import HeldBack, NoWayToTell
from hafen.exchange.pool.models import CityPlan, Helper, Match
from hafen.exchange.pool.queries import plannable
from hafen.exchange.training.models import Qualification
from hafen.exchange.training.services import save_module
from hafen.exchange.volunteers import keys, services
from hafen.exchange.volunteers.distribution import proposed_for
from hafen.exchange.volunteers.errors import TrainingMissing
from hafen.exchange.volunteers.models import (
    Acknowledgement,
    DeploymentProfile,
    Referral,
)
from hafen.exchange.volunteers.tests.test_placed_entries import (
    HERE,
    agree,
    at,
    make_partner,
    make_place,
    make_profile,
)
from hafen.mechanisms.todos.models import Todo


def test_w46_a_rotation_gives_two_to_each_and_overrides_are_logged(
    town, clara, volunteer, sign_in
):
    row = volunteer(ready=True, name="Anna A")
    one = make_partner(town, clara, "Verein Anker")
    other = make_partner(town, clara, "Verein Boje")
    rows = [row] + [
        volunteer(ready=True, name=f"{n} Probe") for n in ("Bea", "Cem", "Dana")
    ]
    agree(*rows)
    desk = sign_in(clara)
    simulated = desk.get(at(town, "partners")).context["simulated"]
    named = [partner.pk for _row, partner in simulated]
    assert sorted(named.count(p.pk) for p in (one, other)) == [2, 2]

    for each in rows:
        proposed = desk.get(at(town, "forward", each.pk)).context["proposed"]
        desk.post(at(town, "forward", each.pk), {"partner": str(proposed.pk)})
    got = [r.partner_id for r in Referral.objects.all()]
    assert sorted(got.count(p.pk) for p in (one, other)) == [2, 2]

    another_one_needs_a_reason(town, clara, volunteer, desk, one, other)


def another_one_needs_a_reason(town, clara, volunteer, desk, one, other):
    fifth = volunteer(ready=True, name="Emil Probe")
    agree(fifth)
    rule = desk.get(at(town, "forward", fifth.pk)).context["proposed"]
    another = other if rule == one else one
    refused = desk.post(at(town, "forward", fifth.pk), {"partner": str(another.pk)})
    assert refused.status_code == 422
    assert rule.name in refused.content.decode()
    sent = {"partner": str(another.pk), "override_reason": "Kennt das Haus"}
    assert desk.post(at(town, "forward", fifth.pk), sent).status_code == 302
    page = desk.get(at(town, "partners")).content.decode()
    assert "Kennt das Haus" in page
    assert "Emil Probe" in page
    file = desk.get(at(town, "partners"), {"as": "csv"})
    assert file.status_code == 200


def test_w46_kind_district_capacity_and_share_narrow_who_is_proposed(
    town, clara, volunteer, aplerbeck
):
    row = volunteer(ready=True, district=aplerbeck)
    full = make_partner(town, clara, "Verein Voll", capacity=0)
    make_partner(town, clara, "Verein Sport", kinds=["LEISURE"])
    far = make_partner(town, clara, "Verein Fern", districts=[full.pk])
    near = make_partner(town, clara, "Verein Nah", districts=[aplerbeck.pk])

    assert proposed_for(row, now=timezone.now()) == near
    services.save_partner(
        municipality=town, data={"is_active": False}, by=clara, partner=near
    )
    assert proposed_for(row, now=timezone.now()) is None
    assert far.is_active


def test_w47_the_standard_comes_before_the_assignment(
    town, clara, volunteer, sign_in, client
):
    row = volunteer(ready=True)
    agree(row)
    partner = make_partner(town, clara)
    profile = make_profile(town, clara, needs_acknowledgement=True)
    desk = sign_in(clara)
    place = make_place(desk, town, partner, profile, owner=clara.pk)
    offer = desk.get(at(town, "place", place.pk)).context["fitting"][0].candidate.offer
    forward = at(town, "forward_to_place", place.pk)

    refused = desk.post(forward, {"offer": str(offer.pk)}, follow=True).content.decode()
    assert "noch nicht bestätigt" in refused
    assert Referral.objects.count() == 0
    own = reverse(
        "volunteers_public:own", args=["hier", "de", row.pk, keys.own_code(row)]
    )
    assert "Keine Rechtsberatung." in client.get(own).content.decode()
    client.post(own, {"step": "acknowledge", "profile": str(profile.pk)}, **HERE)
    desk = sign_in(clara)
    assert Acknowledgement.objects.get().edition == 1
    desk.post(forward, {"offer": str(offer.pk)})
    referral = Referral.objects.get()
    services.accept(referral=referral, by=None, now=timezone.now())
    missing = desk.get(at(town, "profiles")).context["missing"]
    assert list(missing) == []

    # A new edition is not acknowledged by anybody yet.
    services.save_profile(
        municipality=town,
        data={"standard": "Neu: keine Fahrten."},
        by=clara,
        profile=DeploymentProfile.objects.get(),
    )
    page = desk.get(at(town, "profiles"))
    assert [each.pk for each in page.context["missing"]] == [referral.pk]


def test_w47_nobody_is_assigned_without_the_confidentiality_undertaking(
    town, clara, volunteer, sign_in
):
    row = volunteer(talked=True)
    agree(row)
    partner = make_partner(town, clara)
    desk = sign_in(clara)
    refused = desk.post(at(town, "forward", row.pk), {"partner": str(partner.pk)})

    assert refused.status_code == 422
    assert "Verpflichtung" in refused.content.decode()
    assert Referral.objects.count() == 0


def test_w47_the_pool_does_not_confirm_past_the_place(
    town, clara, volunteer, sign_in, client
):
    row = volunteer(ready=True)
    agree(row)
    partner, profile = make_partner(town, clara), make_profile(town, clara)
    desk = sign_in(clara)
    place = make_place(desk, town, partner, profile, owner=clara.pk)
    offer = desk.get(at(town, "place", place.pk)).context["fitting"][0].candidate.offer
    desk.post(at(town, "ask_for_place", place.pk), {"offer": str(offer.pk)})
    match = Match.objects.get()
    link = reverse(
        "pool_public:answer",
        args=["hier", "de", match.pk, pool_keys.answer_code(match, pool_keys.HELPER)],
    )
    client.logout()
    client.post(link, {"step": "yes"}, **HERE)
    desk = sign_in(clara)
    confirm = reverse("pool:step", args=[town.slug, match.pk, "confirm"])
    refused = desk.post(confirm, follow=True).content.decode()
    assert "Zuerst muss die Einsatzstelle zustimmen" in refused
    desk.post(at(town, "forward_to_place", place.pk), {"offer": str(offer.pk)})
    referral = Referral.objects.get()
    assert referral.match == match
    desk.post(at(town, "referral_step", referral.pk, "accept"))
    match.refresh_from_db()
    assert match.is_confirmed


def make_training(town, by):
    data = {"name": "Erste Hilfe", "kind": "FURTHER", "parts": 1, "minutes": 180}
    return save_module(municipality=town, module=None, data=data, expected=None, by=by)


def test_c16_who_lacks_the_training_of_a_place_is_not_asked_and_not_forwarded(
    town, clara, volunteer, sign_in
):
    row = volunteer(ready=True)
    agree(row)
    first_aid = make_training(town, clara)
    profile = make_profile(town, clara)
    desk = sign_in(clara)
    form = {"title": "Begleitung", "kind": "COMPANY", "clearance": "1"}
    form |= {"is_active": "on", "training": str(first_aid.pk), "version": "1"}
    edit = at(town, "edit_profile", profile.pk)
    assert desk.post(edit, form).status_code == 302
    assert "Erste Hilfe" in desk.get(at(town, "profiles")).content.decode()

    place = make_place(desk, town, make_partner(town, clara), profile, owner=clara.pk)
    page = desk.get(at(town, "place", place.pk))
    missing = "Die Schulung, die für diese Aufgabe nötig ist, fehlt."
    assert missing in page.content.decode()
    offer = page.context["fitting"][0].candidate.offer
    with pytest.raises(HeldBack) as refused:
        services.ask_volunteer(place=place, offer=offer, by=clara, now=timezone.now())
    assert refused.value.args == (missing,)
    forward = at(town, "forward_to_place", place.pk)
    told = desk.post(forward, {"offer": str(offer.pk)}, follow=True).content.decode()
    assert "vorher die Schulung „Erste Hilfe“" in told


def learn(module, row, town):
    today = timezone.localdate()
    Qualification.objects.create(
        municipality=town, helper=row.helper, module=module, acquired_on=today
    )


def test_c16_why_not_names_the_missing_training_at_the_desk_and_in_the_plan(
    town, clara, volunteer, sign_in
):
    row = volunteer(ready=True)
    agree(row)
    first_aid = make_training(town, clara)
    profile = make_profile(town, clara, training=first_aid)
    desk = sign_in(clara)
    place = make_place(desk, town, make_partner(town, clara), profile, owner=clara.pk)
    at_desk = reverse("pool:need", args=[town.slug, place.need_id])
    plan = CityPlan(municipality=town, kind=place.need.kind)
    today = timezone.localdate()

    page = desk.get(at_desk)
    assert page.context["ranking"].losses == [("Schulung für diese Aufgabe", 1, 1)]
    assert len(page.context["ranking"].near) == 1
    assert "die für diese Aufgabe nötig ist, fehlt" in page.content.decode()
    assert not permitted(plannable(plan, today=today))(0, 0)

    learn(first_aid, row, town)
    assert len(desk.get(at_desk).context["ranking"].candidates) == 1
    assert permitted(plannable(plan, today=today))(0, 0)


def test_c16_a_training_counts_for_a_shift_until_it_runs_out(town, clara, volunteer):
    row = volunteer(ready=True)
    first_aid = make_training(town, clara)
    today, now = timezone.localdate(), timezone.now()
    profile = make_profile(town, clara, training=first_aid)
    shift = make_shift(town, clara, profile, now)
    learned = Qualification.objects.create(
        municipality=town,
        helper=row.helper,
        module=first_aid,
        acquired_on=today - timedelta(days=400),
        valid_until=today - timedelta(days=1),
    )
    with pytest.raises(TrainingMissing):
        services.sign_up(shift=shift, volunteer=row, by=None, now=now)
    learned.valid_until = today
    learned.save()
    assert services.sign_up(shift=shift, volunteer=row, by=None, now=now).holds


def make_shift(town, by, profile, now):
    facts = {"title": "Sprachcafé", "profile": profile, "owner": by}
    task = services.save_task(municipality=town, data=facts, by=by, now=now)
    begins = now + timedelta(days=3)
    [made] = services.add_shifts(
        task=task,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        places=3,
        weeks=1,
        by=by,
        now=now,
    )
    return made


def test_a_yes_by_link_counts_for_somebody_whom_no_way_reaches_any_more(
    town, clara, volunteer, client, now
):
    row = volunteer(ready=True)
    agree(row)
    partner = make_partner(town, clara)
    services.forward(volunteer=row, partner=partner, by=clara, now=now)
    Helper.objects.filter(pk=row.helper_id).update(email="")
    referral = Referral.objects.get()

    with pytest.raises(NoWayToTell):  # at the desk somebody can look for a way
        services.accept(referral=Referral.objects.get(), by=clara, now=now)
    services.accept(referral=referral, by=None, now=now)

    referral.refresh_from_db()
    assert referral.state == Referral.State.ACCEPTED
    todo = Todo.objects.get(kind=services.UNREACHED)
    assert (todo.owner, todo.subject_id, todo.done_at) == (clara, row.pk, None)

    facts = {"email": "mira@example.org"}
    services.edit(
        volunteer=row, person=facts, about={}, expected=None, by=clara, now=now
    )
    todo.refresh_from_db()
    assert todo.done_at is not None
