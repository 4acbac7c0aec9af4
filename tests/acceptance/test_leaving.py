"""Somebody leaves who owns something in every room, and nothing is left over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases.models import Case, Client, Household, StandIn
from hafen.casework.casetable.models import Meeting
from hafen.casework.casetable.models import Seat as TableSeat
from hafen.casework.childprotection.models import Procedure
from hafen.casework.consultations.models import Appointment, DeskHour
from hafen.casework.outreach.models import Arrival, HomeVisit, Vehicle, VehicleBooking
from hafen.casework.referrals.models import AreaSwitch, OpenQuestion, Referral
from hafen.core.accounts import queries, services
from hafen.core.accounts.registries import ownables
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.core.translation.models import LanguageKeeper
from hafen.exchange.allowances.models import Order, Tariff
from hafen.exchange.board import services as board
from hafen.exchange.board.tests.conftest import PRAM
from hafen.exchange.interpreting.models import Institution, Service
from hafen.exchange.mentoring.models import HandOver, Programme, Sponsorship
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Helper, Kind, Match, Need, Offer
from hafen.exchange.training.models import Module, Run
from hafen.exchange.volunteers.models import Concern, Task, Volunteer
from hafen.information.events.models import Event
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import ArticlePage, Entry
from hafen.information.news.models import NewsItem
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Agreement, Network, Organisation, Seat
from hafen.voice.inquiries import services as inquiries
from hafen.voice.inquiries.models import Accused, ContactPoint, Inquiry
from hafen.web.desk.models import CalendarFeed, SavedView

TODAY = timezone.localdate()
NOW = timezone.now()
ROLES = (
    Role.COMMISSIONER,
    Role.EDITOR,
    Role.INTERPRETER_COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.VOLUNTEER_COORDINATOR,
)


@pytest.fixture
def ayse(town, person, acting):
    user = person(town, Role.ADMINISTRATOR, name="Ayşe Muster")
    acting(town, user)
    return user


@pytest.fixture
def agatha(town, person, ayse):
    """The commissioner, who also writes pages, leads a team and finds helpers."""
    return person(town, *ROLES, name="Agatha Exempel")


@pytest.fixture
def berta(town, person, ayse):
    return person(town, *ROLES, name="Berta Beispiel")


@pytest.fixture
def point(town, agatha):
    return ContactPoint.objects.create(
        municipality=town,
        name="Beauftragte",
        sort_key=sort_key("Beauftragte"),
        addressee=agatha,
    )


def ask(town, point, by=None):
    return inquiries.receive_inquiry(
        municipality=town,
        new=inquiries.NewInquiry(
            kind="QUESTION",
            channel="TELEPHONE",
            language="de",
            text="Ich habe eine Frage.",
            person=inquiries.Person(),
            point=point,
        ),
        now=NOW,
        by=by,
    )


@pytest.fixture
def belongings(town, agatha, berta, ayse, point, person):
    """One of each kind of thing that the core and these rooms know."""
    dora = person(town, Role.SOCIAL_WORKER, name="Dora Probe")
    inquiry = ask(town, point)
    Inquiry.objects.update(owner=agatha)
    page = ArticlePage(title="Wohnung", body=[("paragraph", "<p>Text</p>")])
    knowledge.write_page(municipality=town, page=page, by=agatha, publish=True)
    Agreement.objects.create(
        municipality=town, subject="Vertrag", signed_on=TODAY, owner=agatha
    )
    LanguageKeeper.objects.create(municipality=town, language="ar", user=agatha)
    body = Network.objects.create(
        municipality=town, name="Beirat", sort_key="beirat", kind=Network.Kind.BODY
    )
    Seat.objects.create(municipality=town, network=body, user=agatha, since=TODAY)
    team = services.save_team(municipality=town, name="Nord", by=ayse)
    services.add_member(team=team, user=agatha, is_lead=True, valid_from=TODAY, by=ayse)
    services.add_member(
        team=team, user=dora, supervisor=agatha, valid_from=TODAY, by=ayse
    )
    services.name_deputy(
        user=dora, deputy=agatha, valid_from=TODAY, valid_until=None, by=ayse
    )
    services.record_absence(
        user=dora,
        valid_from=TODAY + timedelta(days=9),
        valid_until=None,
        reroute_to=agatha,
        by=ayse,
    )
    SavedView.objects.create(municipality=town, user=agatha, name="Meine", page="x/")
    CalendarFeed.objects.create(municipality=town, user=agatha, secret_hash="x" * 64)
    NewsItem.objects.create(municipality=town, title="Neu", owner=agatha)
    exchange(town, agatha)
    services.add_member(team=team, user=berta, valid_from=TODAY, by=ayse)
    casework(town, agatha, team, dora)
    return inquiry


def casework(town, owner, team, colleague):
    """A household and its case, which nobody but their owner sees."""
    with context.acting(Context(municipality=town.pk, actor=owner.pk)):
        household = Household.objects.create(
            municipality=town, name="H", sort_key="h", team=team, owner=owner,
            is_restricted=True,
        )  # fmt: skip
        case = Case.objects.create(
            municipality=town, household=household, team=team, owner=owner,
            opened_on=TODAY,
        )  # fmt: skip
        StandIn.objects.create(
            municipality=town, case=case, user=owner, valid_from=TODAY,
            valid_until=TODAY,
        )  # fmt: skip
        office = Site.objects.create(
            municipality=town, name="Büro", sort_key="buero", kind="OFFICE"
        )
        DeskHour.objects.create(
            municipality=town, site=office, adviser=owner, weekday=3, begins="14:00",
            ends="17:00", first_day=TODAY,
        )  # fmt: skip
        Appointment.objects.create(
            municipality=town, site=office, adviser=owner,
            starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2),
        )  # fmt: skip
        referrals(town, owner, household)
        visited = Arrival.objects.create(
            municipality=town, kind="LISTED", name="A", address="W", on=TODAY,
            due_on=TODAY, team=team,
        )  # fmt: skip
        HomeVisit.objects.create(
            municipality=town, arrival=visited, visitor=owner, on=TODAY,
            announced="PHONE",
        )  # fmt: skip
        vehicle = Vehicle.objects.create(municipality=town, name="Rad", site=office)
        VehicleBooking.objects.create(
            municipality=town, vehicle=vehicle, driver=owner,
            during=(NOW, NOW + timedelta(hours=1)),
        )  # fmt: skip
        table = Meeting.objects.create(
            municipality=town, title="T", place="R", owner=owner, starts_at=NOW,
            ends_at=NOW + timedelta(hours=1),
        )  # fmt: skip
        for role, other in (("owner", {}), ("second", {"owner": colleague})):
            Procedure.objects.create(
                municipality=town, number=role, name="K", about="6", source="OWN",
                opened_on=TODAY, **{"owner": owner} | {role: owner} | other,
            )  # fmt: skip
        TableSeat.objects.create(
            municipality=town, meeting=table, user=owner, name="A", office="S"
        )


def referrals(town, owner, household):
    """A referral and a change of law that are under way, and an open question."""
    person = Client.objects.create(
        municipality=town, household=household, name="P", sort_key="p",
        notice_on=TODAY, notice_edition="1",
    )  # fmt: skip
    own = {"municipality": town, "owner": owner}
    file = own | {"client": person, "team": household.team}
    Referral.objects.create(**file, topic="N16", recipient="K", way="SLIP")
    AreaSwitch.objects.create(
        **file, before="asylblg", after="sgb2", decided_on=TODAY, ends_on=TODAY
    )
    OpenQuestion.objects.create(
        **own, question="?", addressee="Land", asked_on=TODAY, remind_on=TODAY
    )


def exchange(town, owner):
    """A request, an offer, and an order for whoever offers."""
    who = pool.Person({"name": "Mira Muster", "channel": "VISIT"})
    for enter in (pool.enter_need, pool.enter_offer):
        data = {"kind": Kind.COMPANY, "title": "Zum Amt", "owner": owner}
        enter(municipality=town, person=who, data=data, by=owner, now=NOW)
    Volunteer.objects.create(
        municipality=town,
        helper=Helper.objects.get(),
        stage_since=TODAY,
        owner=owner,
    )
    Task.objects.create(municipality=town, title="Café", owner=owner)
    Concern.objects.create(municipality=town, text="Sorge", owner=owner)
    board.post(
        municipality=town,
        new=board.NewPost(facts=PRAM, person=who.facts, is_on_behalf=True, by=owner),
        now=NOW,
    )
    tariff = Tariff.objects.create(
        municipality=town, name="T", sort_key="t", valid_from=TODAY, pay={}
    )
    Order.objects.create(
        municipality=town,
        helper=Helper.objects.get(),
        task="Begleiten",
        tariff=tariff,
        starts_on=TODAY,
        until=TODAY,
        ordered_on=TODAY,
        owner=owner,
    )
    Service.objects.create(municipality=town, owner=owner)
    Institution.objects.create(
        municipality=town, name="Schule", sort_key="schule", owner=owner
    )
    mentoring(town, owner)
    training(town, owner)


def mentoring(town, owner):
    """A programme, a sponsorship that begins, and a wish that an association has."""
    Programme.objects.create(municipality=town, name="P", sort_key="p", owner=owner)
    need, offer = Need.objects.get(), Offer.objects.get()
    match = Match.objects.create(municipality=town, need=need, offer=offer, points=0)
    Sponsorship.objects.create(municipality=town, match=match, owner=owner)
    HandOver.objects.create(
        municipality=town,
        need=need,
        organisation=Organisation.objects.create(
            municipality=town, name="Verein", sort_key="verein"
        ),
        shares=["TEXT"],
        consent_on=TODAY,
        consent_until=TODAY,
        handed_at=NOW,
        owner=owner,
        answer_by=TODAY,
    )


def training(town, owner):
    """A training that stands in the calendar."""
    module = Module.objects.create(municipality=town, name="M", sort_key="m")
    event = Event.objects.create(
        municipality=town, title="M", first_day=TODAY, last_day=TODAY
    )
    Run.objects.create(
        municipality=town,
        module=module,
        event=event,
        groups=["VOLUNTEER"],
        starts_at=NOW,
        ends_at=NOW,
        parts_at=[NOW],
        part_minutes=60,
        owner=owner,
    )


def at(name, *arguments):
    return reverse(f"accounts:{name}", args=["hier", *arguments])


def test_one_screen_hands_over_what_a_person_owns_in_every_room(
    town, ayse, agatha, berta, belongings, sign_in, acting
):
    desk = sign_in(ayse)
    page = desk.get(at("leave", agatha.pk))
    left = {ownable.name: count for ownable, count in page.context["form"].left}
    ends = {ending.name for ending, _count in page.context["ends"]}
    assert set(left) == {ownable.name for ownable in ownables}  # nothing is untried
    assert {"desk.view", "desk.calendar"} <= ends

    done = desk.post(at("leave", agatha.pk), {"everything": f"person:{berta.pk}"})

    acting(town, ayse)
    assert done.status_code == 302
    assert services.left_behind(agatha) == []
    assert queries.ownerless(town.pk, TODAY).people == {}
    inquiry = Inquiry.objects.get()
    assert (inquiry.owner, inquiry.addressee) == (berta, berta)
    assert Entry.objects.get().owner == berta
    assert Agreement.objects.get().owner == berta
    assert LanguageKeeper.objects.get().user == berta
    assert Seat.objects.get(until=None).user == berta
    assert {todo.owner for todo in Todo.objects.open()} == {berta}
    assert not Household.objects.exists()  # the administrator reads none of it
    acting(town, berta)
    assert Household.objects.get().owner == Case.objects.get().owner == berta
    assert not StandIn.objects.exists()
    assert {m.objects.get().adviser for m in (DeskHour, Appointment)} == {berta}
    assert not SavedView.objects.exists()
    assert not CalendarFeed.objects.exists()


def test_who_has_left_is_signed_out_everywhere_and_stays_out(
    town, ayse, person, client, acting
):
    emma = person(town, Role.VOLUNTEER, name="Emma Muster")
    devices = [type(client)(), type(client)()]
    for device in devices:
        device.force_login(emma)
        assert device.get("/account/me/").status_code == 200

    acting(town, ayse)
    services.leave(user=emma, receivers={}, now=NOW, today=TODAY, by=ayse)

    assert [device.get("/account/me/").status_code for device in devices] == [302, 302]
    acting(town, ayse)
    assert emma.roles_on(TODAY) == frozenset()


def test_a_complaint_does_not_go_to_whom_it_is_about(
    town, ayse, agatha, berta, belongings, sign_in, acting
):
    Accused.objects.create(municipality=town, inquiry=belongings, user=berta)
    desk = sign_in(ayse)

    refused = desk.post(at("leave", agatha.pk), {"everything": f"person:{berta.pk}"})

    acting(town, ayse)
    agatha.refresh_from_db()
    assert refused.status_code == 422
    assert agatha.is_active
    assert Agreement.objects.get().owner == agatha  # all or nothing


def test_l32_an_inquiry_to_the_commissioner_is_read_by_her_and_her_deputy_alone(
    town, ayse, agatha, berta, point, person, sign_in, acting
):
    """Read on the pages: list, the inquiry itself, Today, and the search."""
    services.name_deputy(
        user=agatha, deputy=berta, valid_from=TODAY, valid_until=None, by=ayse
    )
    inquiry = ask(town, point)
    others = [
        person(town, role, name=f"Andere {role}")
        for role in (Role.VOLUNTEER_COORDINATOR, Role.COMMISSIONER, Role.SOCIAL_WORKER)
    ]

    for user, may_read in (
        (agatha, True),
        (berta, True),
        (ayse, False),
        *((other, False) for other in others),
    ):
        desk = sign_in(user)
        detail = desk.get(reverse("inquiries:detail", args=["hier", inquiry.pk]))
        assert (detail.status_code == 200) is may_read, user.name
        listed = desk.get(reverse("inquiries:listing", args=["hier"]))
        is_listed = inquiry.number in listed.content.decode()
        assert is_listed is may_read, user.name
        found = desk.get("/hier/desk/search/", {"q": inquiry.number})
        assert str(inquiry.pk) not in found.content.decode() or may_read, user.name
