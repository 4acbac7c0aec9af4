"""Networks with dated members, speakers and groups; seats and presentations."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import (
    ContactPerson,
    Membership,
    Network,
)

pytestmark = pytest.mark.django_db
MEMBERS = (
    "Bürgerkolleg",
    "Caritas",
    "Diakonie",
    "Evangelisches Dekanat",
    "Freiwilligenzentrum",
    "Internationaler Bund",
    "Jugendwerkstatt",
    "Malteser",
    "Nachbarschaftshaus",
    "Volkshochschule",
)


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


def actor(town, name, *, public=False):
    row = services.create_organisation(
        municipality=town, data={"name": name, "kind": "ASSOCIATION"}, by=None
    )
    if public:
        services.publish_organisation(organisation=row, expected=None, by=None)
        row.refresh_from_db()
    return row


def net(town, name, **data):
    return services.create_network(
        municipality=town, data={"name": name, **data}, by=None
    )


def somebody(town, organisation, name, **data):
    return ContactPerson.objects.create(
        municipality=town,
        organisation=organisation,
        name=name,
        confirmed_on=timezone.localdate(),
        **data,
    )


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def test_w12_ten_members_are_there_at_present_and_one_who_left_at_an_earlier_day(
    town, clara, acting, sign_in
):
    acting(town)
    client = sign_in(clara)
    actors = [actor(town, name) for name in MEMBERS]
    client.post(
        address("create_network", town),
        {"name": "Gemeinsam in Wiesbaden", "kind": "NETWORK"},
    )
    network = Network.objects.get()
    where = address("network", town, network.pk)
    for each in actors:
        sent = {"organisation": str(each.pk), "joined_on": "2018-02-01"}
        client.post(address("add_member", town, network.pk), sent)

    page = client.get(where).content.decode()
    leaving = Membership.objects.get(organisation=actors[2])
    client.post(
        address("end_membership", town, network.pk, leaving.pk),
        {"last_day": "2019-06-30"},
    )
    now = client.get(where)
    before = client.get(where, {"on": "2019-06-30"})
    after = client.get(where, {"on": "2019-07-01"})
    csv = client.get(where, {"on": "2018-12-31", "as": "csv"})

    assert page.count("derzeit, seit 01.02.2018") == 10
    assert len(now.context["members"]) == 9
    assert [row.organisation.name for row in now.context["former"]] == ["Diakonie"]
    shown = [row.organisation.name for row in before.context["members"]]
    assert shown == list(MEMBERS)
    assert "Diakonie" not in [row.organisation.name for row in after.context["members"]]
    assert "Diakonie" in csv.content.decode()
    assert client.get(where, {"as": "print"}).status_code == 200


def test_w12_the_matrix_shows_who_takes_part_where_on_a_day(
    town, clara, acting, sign_in
):
    acting(town)
    first, second = net(town, "Tandem"), net(town, "WIPSO")
    one, other = actor(town, "Caritas"), actor(town, "Diakonie")
    for network, member in ((first, one), (second, one), (second, other)):
        services.join(
            network=network, organisation=member, joined_on=date(2020, 1, 1), by=None
        )

    client = sign_in(clara)
    page = client.get(address("matrix", town))
    earlier = client.get(address("matrix", town), {"on": "2019-12-31"})

    marks = [(row.name, list(marks)) for row, marks in page.context["lines"]]
    assert marks == [("Caritas", [True, True]), ("Diakonie", [False, True])]
    assert earlier.context["lines"] == []


def test_a_member_takes_part_once_at_a_time_and_can_come_back(town, acting):
    acting(town)
    network, member = net(town, "Tandem"), actor(town, "Caritas")
    told = {"network": network, "organisation": member, "by": None}
    row = services.join(**told, joined_on=date(2020, 1, 1))

    with pytest.raises(services.TakesPartAlready):
        services.join(**told, joined_on=date(2021, 1, 1))
    with pytest.raises(services.EndsBeforeBegin):
        services.leave(membership=row, left_on=date(2019, 12, 31), by=None)
    services.leave(membership=row, left_on=date(2020, 6, 30), by=None)
    with pytest.raises(services.TakesPartAlready):
        services.join(**told, joined_on=date(2020, 6, 30))
    services.join(**told, joined_on=date(2020, 7, 1))
    # Whoever forgets the service is stopped by the database.
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            municipality=town,
            network=network,
            organisation=member,
            joined_on=date(2025, 1, 1),
        )

    assert network.memberships.count() == 2


def test_m21_all_speakers_of_working_groups_are_exactly_the_present_ones(
    town, clara, acting, sign_in
):
    acting(town)
    today = timezone.localdate()
    network = net(town, "Integrationsnetzwerk")
    agency = actor(town, "Freiwilligenagentur")
    mina, omar, vera = (
        somebody(town, agency, name, email=f"{name.lower()}@verein.example")
        for name in ("Mina", "Omar", "Vera")
    )
    client = sign_in(clara)
    for name in ("AG Sprache", "AG Wohnen"):
        sent = {"name": name, "kind": "NETWORK", "parent": str(network.pk)}
        client.post(address("create_network", town), sent)
    language, housing = network.groups.sorted()
    long_ago = {"office": "SPEAKER", "since": "2015-01-01"}
    for group, who, until in (
        (language, mina, ""),
        (housing, omar, (today - timedelta(days=1)).isoformat()),
        (housing, mina, today.isoformat()),
        (network, vera, ""),
    ):
        sent = {**long_ago, "person": str(who.pk), "until": until}
        client.post(address("name_speaker", town, group.pk), sent)

    page = client.get(address("speakers", town), {"groups": "yes"})
    csv = client.get(address("speakers", town), {"groups": "yes", "as": "csv"})

    shown = [(row.network.name, row.person.name) for row in page.context["rows"]]
    assert shown == [("AG Sprache", "Mina"), ("AG Wohnen", "Mina")]
    assert "omar@" not in csv.content.decode()
    assert "vera@" not in csv.content.decode()


def test_a_working_group_has_members_of_its_own_and_no_groups_below(town, acting):
    acting(town)
    network = net(town, "Integrationsnetzwerk", kind="BODY")
    group = net(town, "AG Sprache", parent=network)
    services.join(
        network=group,
        organisation=actor(town, "Caritas"),
        joined_on=date(2020, 1, 1),
        by=None,
    )

    with pytest.raises(services.NoGroupOfGroup):
        net(town, "Unter-AG", parent=group)
    with pytest.raises(services.NoGroupOfGroup):
        services.edit_network(
            network=network, data={"parent": net(town, "X")}, expected=None, by=None
        )
    day = date(2021, 1, 1)
    assert group.kind == "BODY"
    assert len(queries.members_on([group.pk], day)) == 1
    assert len(queries.members_on([network.pk], day)) == 0


def test_the_public_reads_a_network_that_shows_itself_and_no_name_without_consent(
    town, acting, client
):
    acting(town)
    today = timezone.localdate()
    network = net(town, "Tandem", purpose="Wir treffen uns.", rhythm="montags")
    shown, hidden = actor(town, "Sichtbar", public=True), actor(town, "Entwurf")
    for member in (shown, hidden):
        services.join(
            network=network, organisation=member, joined_on=date(2020, 1, 1), by=None
        )
    mina, omar = somebody(town, shown, "Mina"), somebody(town, shown, "Omar")
    for who in (mina, omar):
        services.name_speaker(
            network=network,
            person=who,
            office="SPEAKER",
            since=date(2020, 1, 1),
            by=None,
        )
    services.record_consent(
        person=mina, agreed_on=today, agreed_how="ORAL", text_version="1", by=None
    )
    listed = reverse("organisations_public:public_listing", args=[town.slug, "de"])
    where = reverse(
        "organisations_public:public_network", args=[town.slug, "de", network.address]
    )

    assert client.get(where).status_code == 404
    services.edit_network(
        network=network, data={"is_public": True}, expected=None, by=None
    )
    page = client.get(where).content.decode()

    assert where in client.get(listed).content.decode()
    assert ("Sichtbar" in page, "Entwurf" in page) == (True, False)
    assert ("Mina" in page, "Omar" in page) == (True, False)


def test_pages_of_networks_take_few_queries_at_any_size(
    town, clara, acting, sign_in, questions
):
    acting(town)
    client = sign_in(clara)
    network = net(town, "Tandem", is_public=True, purpose="X")
    for number in range(15):
        member = actor(town, f"Verein {number}")
        group = net(town, f"AG {number}", parent=network)
        for each in (network, group):
            services.join(
                network=each, organisation=member, joined_on=date(2020, 1, 1), by=None
            )
        services.name_speaker(
            network=group,
            person=somebody(town, member, "Mina"),
            office="SPEAKER",
            since=date(2020, 1, 1),
            by=None,
        )
        services.record_appearance(
            municipality=town,
            data={
                "kind": "PARTICIPATION",
                "title": "Sitzung",
                "held_on": date(2020, 1, 1),
                "network": group,
                "people": [clara],
            },
            by=None,
        )

    for name, parts in (
        ("networks", ()),
        ("network", (network.pk,)),
        ("matrix", ()),
        ("speakers", ()),
        ("appearances", ()),
    ):
        where = address(name, town, *parts)
        client.get(where)
        asked = questions(client, where)
        assert len(asked) <= 12, (name, "\n".join(asked))


def test_another_town_reads_no_network(town, other_town, person, acting, sign_in):
    acting(town)
    network = net(town, "Tandem")
    client = sign_in(person(other_town, Role.VOLUNTEER_COORDINATOR))

    assert client.get(address("network", other_town, network.pk)).status_code == 404


def translated(desk, town, network, **texts):
    where = reverse(
        "organisations:translate_network", args=[town.slug, network.pk, "ar"]
    )
    form = desk.get(where).context["form"]
    hidden = {name: form[name].value() for name in ("read_hash", "version")}
    done = desk.post(where, {**hidden, "state": "CHECKED", **texts})
    assert done.status_code == 302


def test_the_board_of_translations_names_each_network_that_shows_itself(
    town, person, acting, sign_in
):
    acting(town)
    net(town, "Tandem", is_public=True)
    net(town, "Intern")
    desk = sign_in(person(town, Role.EDITOR))

    board = desk.get(reverse("translation:to_do", args=[town.slug, "ar"]))

    found = board.content.decode()
    assert ("Tandem" in found, "Intern" in found) == (True, False)


def test_name_and_rhythm_of_a_network_are_read_in_every_language(
    town, clara, acting, sign_in, client
):
    acting(town)
    network = net(town, "Tandem", is_public=True, rhythm="montags")
    group = net(town, "AG Sprache", parent=network, is_public=True)
    translated(sign_in(clara), town, network, name="ترادف", rhythm="كل اثنين")

    listed = reverse("organisations_public:public_listing", args=[town.slug, "ar"])

    def shown(language, which):
        at = [town.slug, language, which.address]
        found = client.get(reverse("organisations_public:public_network", args=at))
        return found.content.decode()

    assert "<h1>ترادف</h1>" in shown("ar", network)
    assert "كل اثنين" in shown("ar", network)
    assert '<bdi lang="de" dir="ltr">AG Sprache</bdi>' in shown("ar", network)
    assert "<bdi>ترادف</bdi>" in shown("ar", group)
    assert "<bdi>ترادف</bdi>" in client.get(listed).content.decode()
    assert "<h1>Tandem</h1>" in shown("de", network)
