"""Leaving: everything gets a new owner, or nothing happens at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts import errors, queries, registries, services
from hafen.core.accounts.models import Absence, Deputy, OpenSession, TeamMembership
from hafen.core.accounts.registries import Ending, Ownable
from hafen.core.accounts.rules import EDIT_TEAMS
from hafen.core.accounts.services import Receiver
from hafen.core.audit.models import Event
from hafen.core.db.roles import Role

TODAY = timezone.localdate()
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ayse(town, person, acting):
    user = person(town, Role.ADMINISTRATOR, name="Ayşe Muster")
    acting(town, user)
    return user


@pytest.fixture
def clara(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Clara Exempel")


@pytest.fixture
def dora(town, person, ayse):
    return person(town, Role.SOCIAL_WORKER, name="Dora Probe")


@pytest.fixture
def emma(town, person, ayse):
    return person(town, Role.VOLUNTEER, name="Emma Muster")


@pytest.fixture
def team(town, ayse, dora):
    found = services.save_team(municipality=town, name="Nord", by=ayse)
    services.add_member(team=found, user=dora, valid_from=TODAY - DAY, by=ayse)
    return found


@pytest.fixture
def boxes(town, ayse, clara, monkeypatch):
    """Three boxes of Clara, as a room would register them; no right for volunteers."""
    for number in range(3):
        services.record_absence(
            user=ayse,
            valid_from=TODAY + number * DAY,
            valid_until=None,
            reroute_to=clara,
            by=ayse,
        )

    def rows(municipality):
        return Absence.objects.filter(municipality=municipality)

    entry = Ownable(
        "tests.box", "Kisten", rows, "reroute_to", "reroute_to_team", EDIT_TEAMS
    )
    monkeypatch.setattr(registries.ownables, "_entries", {entry.name: entry})
    return entry


@pytest.fixture
def frank(town, person, ayse):
    """He has the right that boxes need."""
    return person(town, Role.PROJECT_LEAD, name="Frank Beispiel")


def leave(user, by, **receivers):
    return services.leave(
        user=user,
        receivers={f"tests.{name}": to for name, to in receivers.items()},
        now=NOW,
        today=TODAY,
        by=by,
    )


def test_nobody_leaves_while_something_would_belong_to_nobody(boxes, ayse, clara):
    with pytest.raises(errors.StillOwns) as refused:
        leave(clara, ayse)

    clara.refresh_from_db()
    assert refused.value.left == {"tests.box": 3}
    assert clara.is_active


def test_leaving_hands_everything_over_and_closes_the_account(
    boxes, ayse, clara, frank, team
):
    services.add_member(team=team, user=clara, valid_from=TODAY - DAY, by=ayse)
    OpenSession.objects.create(
        municipality=clara.municipality, user=clara, key="x", last_seen_at=NOW
    )
    rounds = clara.session_round

    handed = leave(clara, ayse, box=Receiver(user=frank))

    clara.refresh_from_db()
    assert handed == {"tests.box": 3}
    assert boxes.held_by(frank).count() == 3
    assert set(boxes.held_by(frank).values_list("version", flat=True)) == {2}
    assert not clara.is_active
    assert clara.left_on == TODAY
    assert clara.session_round > rounds
    assert not OpenSession.objects.filter(user=clara).exists()
    assert not TeamMembership.objects.valid(TODAY).filter(user=clara).exists()


def test_the_trail_says_what_went_to_whom(boxes, ayse, clara, team):
    leave(clara, ayse, box=Receiver(team=team))

    told = Event.objects.get(action="accounts.owned.handed_over")
    assert told.values == {"tests.box": {"count": 3, "team": str(team.pk)}}
    assert boxes.held_by(team).count() == 3


@pytest.mark.parametrize("kind", ["nobody", "both", "herself", "gone"])
def test_a_receiver_is_one_who_is_there(boxes, ayse, clara, frank, team, kind):
    frank.is_active = kind != "gone"
    receiver = {
        "nobody": Receiver(),
        "both": Receiver(user=frank, team=team),
        "herself": Receiver(user=clara),
        "gone": Receiver(user=frank),
    }[kind]
    with pytest.raises(errors.ReceiverMissing):
        leave(clara, ayse, box=receiver)


def test_nobody_gets_what_they_could_not_open(boxes, ayse, clara, emma):
    with pytest.raises(errors.ReceiverMayNot):
        leave(clara, ayse, box=Receiver(user=emma))


def test_the_last_administrator_does_not_leave(ayse, clara):
    with pytest.raises(errors.LastAdministrator):
        leave(ayse, clara)


def test_a_team_hands_over_before_it_goes_into_the_archive(
    boxes, ayse, clara, frank, team
):
    Absence.objects.update(reroute_to=None, reroute_to_team=team)
    with pytest.raises(errors.StillOwns):
        services.archive_team(team=team, by=ayse)

    receivers = {"tests.box": Receiver(user=frank)}
    services.archive_team(team=team, receivers=receivers, by=ayse)

    team.refresh_from_db()
    assert team.is_archived
    assert boxes.held_by(frank).count() == 3


def test_who_led_alone_is_followed_by_somebody_who_leads(ayse, clara, frank, team):
    services.add_member(
        team=team, user=clara, is_lead=True, valid_from=TODAY - DAY, by=ayse
    )
    with pytest.raises(errors.StillOwns):
        leave(clara, ayse)

    services.leave(
        user=clara,
        receivers={"accounts.lead": Receiver(user=frank)},
        now=NOW,
        today=TODAY,
        by=ayse,
    )

    [lead] = TeamMembership.objects.valid(TODAY).filter(team=team, is_lead=True)
    assert lead.user == frank


def test_deputies_supervisors_and_absences_name_somebody_else_afterwards(
    ayse, clara, dora, emma, frank, team
):
    services.name_deputy(
        user=dora, deputy=clara, valid_from=TODAY, valid_until=None, by=ayse
    )
    services.name_deputy(
        user=frank, deputy=clara, valid_from=TODAY, valid_until=None, by=ayse
    )
    services.add_member(
        team=team, user=emma, supervisor=clara, valid_from=TODAY, by=ayse
    )
    services.record_absence(
        user=dora,
        valid_from=TODAY,
        valid_until=TODAY + DAY,
        reroute_to=clara,
        by=ayse,
    )
    names = ("lead", "supervised", "deputy", "absence")
    services.leave(
        user=clara,
        receivers={f"accounts.{name}": Receiver(user=frank) for name in names},
        now=NOW,
        today=TODAY,
        by=ayse,
    )

    # Frank does not stand in for himself.
    [deputy] = Deputy.objects.valid(TODAY).filter(deputy=frank)
    assert deputy.user == dora
    assert TeamMembership.objects.get(user=emma).supervisor == frank
    assert queries.acting_owner(dora, TODAY) == frank
    assert not services.left_behind(clara)


def test_what_nobody_takes_over_ends_with_the_account(
    ayse, clara, dora, monkeypatch, boxes
):
    services.record_absence(user=clara, valid_from=TODAY, valid_until=TODAY, by=ayse)
    ending = Ending(
        "tests.view",
        "Ansichten",
        lambda municipality: Absence.objects.filter(municipality=municipality),
    )
    monkeypatch.setattr(registries.endings, "_entries", {ending.name: ending})
    monkeypatch.setattr(registries.ownables, "_entries", {})

    assert services.ending_with(clara) == [(ending, 1)]
    leave(clara, ayse)

    assert not Absence.objects.filter(user=clara).exists()
    assert Absence.objects.filter(user=ayse).exists()


def test_ownerless_is_what_people_own_who_are_gone(
    boxes, ayse, clara, town, team, person
):
    assert queries.ownerless(town.pk, TODAY).people == {}

    services.disable(user=clara, now=NOW, today=TODAY, by=ayse)
    assert queries.ownerless(town.pk, TODAY).people == {clara.pk: 3}


def test_somebody_whose_last_role_has_ended_is_gone_too(boxes, ayse, clara, town):
    clara.assignments.update(valid_from=TODAY - DAY, valid_until=TODAY - DAY)

    assert queries.ownerless(town.pk, TODAY).people == {clara.pk: 3}


def test_a_team_without_people_looks_after_nothing(boxes, town, ayse, team):
    Absence.objects.update(reroute_to=None, reroute_to_team=team)
    assert queries.ownerless(town.pk, TODAY).teams == {}

    TeamMembership.objects.update(valid_until=TODAY - DAY)
    assert queries.ownerless(town.pk, TODAY).teams == {team.pk: 3}


def at(name, *arguments):
    return reverse(f"accounts:{name}", args=["hier", *arguments])


def test_the_leaving_page_shows_what_and_how_much_and_asks_to_whom(
    sign_in, boxes, ayse, clara, frank, emma, acting, town
):
    desk = sign_in(ayse)
    text = desk.get(at("leave", clara.pk)).content.decode()
    assert "Kisten: 3" in text
    assert "Frank Beispiel" in text
    assert "Emma Muster" not in text  # she could not open them

    assert desk.post(at("leave", clara.pk), {}).status_code == 422
    done = desk.post(
        at("leave", clara.pk), {"tests-box": f"person:{frank.pk}"}, follow=True
    )

    acting(town, ayse)
    clara.refresh_from_db()
    assert done.status_code == 200
    assert boxes.held_by(frank).count() == 3
    assert not clara.is_active


def test_one_receiver_takes_everything_unless_another_is_named(
    sign_in, boxes, ayse, clara, frank, dora, acting, town, monkeypatch
):
    other = Ownable(
        "tests.deputy",
        "Vertretungen",
        lambda municipality: Deputy.objects.filter(municipality=municipality),
        owner="deputy",
    )
    monkeypatch.setattr(
        registries.ownables, "_entries", {boxes.name: boxes, other.name: other}
    )
    services.name_deputy(
        user=dora, deputy=clara, valid_from=TODAY, valid_until=None, by=ayse
    )
    team = services.save_team(municipality=town, name="Süd", by=ayse)
    services.add_member(team=team, user=dora, valid_from=TODAY, by=ayse)
    desk = sign_in(ayse)

    # No team stands in for a person.
    refused = desk.post(at("leave", clara.pk), {"everything": f"team:{team.pk}"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["tests-deputy"]
    desk.post(
        at("leave", clara.pk),
        {"everything": f"team:{team.pk}", "tests-deputy": f"person:{frank.pk}"},
    )

    acting(town, ayse)
    assert boxes.held_by(team).count() == 3
    assert other.held_by(frank).count() == 1


def test_who_has_left_hands_over_what_came_later(sign_in, boxes, ayse, clara, frank):
    leave(clara, ayse, box=Receiver(user=frank))
    Absence.objects.update(reroute_to=clara)
    desk = sign_in(ayse)

    page = desk.get(at("leave", clara.pk))
    assert "Kisten: 3" in page.content.decode()
    desk.post(at("leave", clara.pk), {"tests-box": f"person:{frank.pk}"})
    assert desk.get(at("leave", clara.pk)).context["form"].left == []


def test_the_archive_page_asks_who_takes_over(sign_in, ayse, team, acting, town):
    desk = sign_in(ayse)
    assert desk.get(at("archive_team", team.pk)).status_code == 200

    done = desk.post(at("archive_team", team.pk))

    acting(town, ayse)
    team.refresh_from_db()
    assert done.status_code == 302
    assert team.is_archived
