"""Two entries become one, with all that points to them, and two again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.audit.models import Event
from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.places.models import District, Site
from hafen.core.translation.services import save_translation
from hafen.network.contacts.models import Contact
from hafen.network.contacts.services import record_contact
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import ContactPerson, Merge, Organisation

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def edda(town, person):
    return person(town, Role.EDITOR, name="Edda")


def make(town, name, *, public=False, **data):
    row = services.create_organisation(
        municipality=town, data={"name": name, "kind": "ASSOCIATION", **data}, by=None
    )
    if public:
        services.publish_organisation(organisation=row, expected=None, by=None)
        row.refresh_from_db()
    return row


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def snapshot(*rows):
    """What the rows say, but for the counters that every write moves."""
    moving = {"version", "updated_at"}
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in moving
        }
        for row in (type(row)._base_manager.get(pk=row.pk) for row in rows)
    ]


def pointing(row):
    """The rows of all rooms that point to an entry."""
    return {
        (model._meta.label, field): set(
            model._base_manager.filter(**{field: row.pk}).values_list("pk", flat=True)
        )
        for model, field in services.relations_of(type(row))
    }


def join(winner, loser, chosen=None, expected=(None, None), by=None):
    return services.merge_organisations(
        winner=winner, loser=loser, chosen=chosen or {}, expected=expected, by=by
    )


@pytest.fixture
def full(town, acting):
    """Two entries of one association, with things that hang at both of them."""
    acting(town)
    east, west = (
        District.objects.create(
            municipality=town, name=name, sort_key=name.lower(), layer="parts"
        )
        for name in ("Ost", "West")
    )
    winner = make(
        town,
        "Brücke e. V.",
        topics=["N01"],
        languages=["de"],
        districts=[east],
        description="Wir helfen.",
        phone="+49251123",
    )
    loser = make(
        town,
        "Bruecke",
        public=True,
        topics=["N02"],
        languages=["de", "ar"],
        districts=[east, west],
        description="Die Brücke hilft seit 1990.",
        email="info@bruecke.example",
    )
    child = make(town, "Brücke Jugend", parent=loser)
    site = Site.objects.create(municipality=town, name="Heim")
    services.place_at_site(organisation=loser, site=site, task="ADVICE", by=None)
    for row in (winner, loser):
        services.set_level(organisation=row, level="KNOWN", since=DAY, by=None)
    services.count_cooperation(organisations=[loser], day=DAY, level="KNOWN")
    mina = services.add_contact_person(
        organisation=loser,
        data={
            "name": "Mina",
            "position": "",
            "phone": "",
            "email": "",
            "confirmed_on": DAY,
        },
        by=None,
    )
    record_contact(
        municipality=town,
        data={
            "held_on": DAY,
            "group": "a",
            "channel": "EMAIL",
            "organisation": loser,
            "contact_person": mina,
        },
        by=None,
    )
    save_translation(
        row=winner,
        language="en",
        texts={"description": "We help."},
        state="CHECKED",
        by=None,
        now=timezone.now(),
    )
    return winner, loser, child


def test_what_points_to_the_loser_moves_and_all_comes_back_as_it_was(town, full):
    winner, loser, child = full
    rows = (winner, loser, child, winner.translations.get())
    before = snapshot(*rows), pointing(winner), pointing(loser)

    merge = join(
        winner,
        loser,
        {"description": "loser", "topics": "both", "email": "loser"},
    )

    winner.refresh_from_db()
    loser.refresh_from_db()
    child.refresh_from_db()
    assert winner.topics == ["N01", "N02"]
    assert winner.description == "Die Brücke hilft seit 1990."
    assert winner.email == "info@bruecke.example"
    assert winner.translations.get().state == "OUTDATED"
    assert (loser.state, loser.merged_into) == ("ARCHIVED", winner)
    assert child.parent == winner
    contact = Contact.objects.get()
    assert contact.organisation == contact.contact_person.organisation == winner
    # What the winner says already stays with the loser: the district, the level.
    left = {label for (label, _field), keys in pointing(loser).items() if keys}
    assert left == {
        "organisations.OrganisationDistrict",
        "organisations.CooperationLevel",
    }
    assert {row.district.name for row in winner.districts.all()} == {"Ost", "West"}

    done = services.part(merge=merge, by=None, now=timezone.now())

    assert done.kept == ()
    assert (snapshot(*rows), pointing(winner), pointing(loser)) == before


def test_what_somebody_changed_since_is_left_and_named(town, full):
    winner, loser, _child = full
    merge = join(winner, loser, {"email": "loser", "description": "loser"})
    winner.refresh_from_db()
    services.edit_organisation(
        organisation=winner,
        data={"email": "neu@bruecke.example"},
        expected=None,
        by=None,
    )
    Contact.objects.update(organisation=None)

    done = services.part(merge=merge, by=None, now=timezone.now())

    winner.refresh_from_db()
    assert done.kept == ("email",)
    assert winner.email == "neu@bruecke.example"
    assert winner.description == "Wir helfen."
    assert Contact.objects.get().organisation is None
    with pytest.raises(services.CannotPart):
        services.part(merge=merge, by=None, now=timezone.now())


def test_two_people_at_once_make_one_merge(town, full):
    winner, loser, child = full
    seen = (winner.version, loser.version)
    services.edit_organisation(
        organisation=loser, data={"phone": "+4925199"}, expected=None, by=None
    )
    with pytest.raises(LostUpdate):
        join(winner, loser, expected=seen)
    join(winner, loser)

    with pytest.raises(services.JoinedAlready):
        join(winner, loser)
    with pytest.raises(services.JoinedAlready):
        join(loser, winner)
    with pytest.raises(services.JoinedAlready):
        join(child, loser)
    with pytest.raises(services.SameEntry):
        join(winner, winner)
    assert Merge.objects.count() == 1


def test_who_was_joined_on_is_parted_in_the_other_order(town, full):
    winner, loser, child = full
    first = join(winner, loser)
    third = make(town, "Brücke Münster")
    second = join(third, Organisation.objects.get(pk=winner.pk))

    with pytest.raises(services.CannotPart):
        services.part(merge=first, by=None, now=timezone.now())
    child.refresh_from_db()
    assert child.parent == third
    for merge in (second, first):
        services.part(merge=merge, by=None, now=timezone.now())
    child.refresh_from_db()
    assert child.parent == loser


def test_an_organisation_never_belongs_to_itself_after_a_merge(town, acting):
    acting(town)
    roof = make(town, "Dach")
    branch = make(town, "Zweig", parent=roof)
    merge = join(branch, roof)

    branch.refresh_from_db()
    assert branch.parent is None
    services.part(merge=merge, by=None, now=timezone.now())
    branch.refresh_from_db()
    assert branch.parent == roof


def test_an_editor_compares_joins_and_parts_on_the_pages(
    town, edda, person, full, sign_in, client
):
    winner, loser, _child = full
    client = sign_in(edda)
    listed = client.get(address("duplicates", town))
    where = address("merge", town, winner.pk, loser.pk)
    page = client.get(where)
    form = page.context["form"]
    sent = {
        **{field.name: field.initial for field in form.asked},
        "winner_version": winner.version,
        "loser_version": loser.version,
        "name": "winner",
        "email": "loser",
    }

    done = client.post(where, sent)
    at_loser = client.get(address("detail", town, loser.pk))

    pairs = [{pair.first, pair.second} for pair in listed.context["page"]]
    assert {winner, loser} in pairs
    assert form.initial["winner_version"] == winner.version
    assert done["Location"] == at_loser["Location"]
    assert "info@bruecke.example" in client.get(done["Location"]).content.decode()
    public = reverse(
        "organisations_public:public_detail", args=[town.slug, "de", loser.address]
    )
    services.publish_organisation(organisation=winner, expected=None, by=None)
    assert client.get(public).status_code == 302
    events = Event.objects.filter(action="organisations.organisation.merged")
    assert {event.actor_id for event in events} == {edda.pk}
    merge = Merge.objects.get()
    client.post(address("part", town, merge.pk))
    loser.refresh_from_db()
    assert (loser.merged_into, loser.state) == (None, "PUBLISHED")
    coordinator = sign_in(person(town, Role.SOCIAL_WORKER))
    assert coordinator.get(where).status_code == 404


def test_what_is_not_the_same_is_not_proposed_again(town, edda, full, sign_in):
    winner, loser, _child = full
    client = sign_in(edda)
    client.post(address("merge", town, winner.pk, loser.pk), {"apart": "yes"})

    pairs = queries.likely_pairs(edda)

    assert {winner.pk, loser.pk} not in [{p.first.pk, p.second.pk} for p in pairs]
    assert not Merge.objects.exists()


def test_a_person_who_stands_twice_becomes_one_with_consent_and_contacts(
    town, edda, full, sign_in, client
):
    _winner, organisation, _child = full
    mina = organisation.contact_persons.get()
    again = ContactPerson.objects.create(
        municipality=town,
        organisation=organisation,
        name="MINA",
        email="mina@bruecke.example",
        confirmed_on=DAY,
    )
    services.record_consent(
        person=mina, agreed_on=DAY, agreed_how="ORAL", text_version="1", by=None
    )
    client = sign_in(edda)
    page = client.get(address("people", town, organisation.pk))
    where = address("merge_persons", town, organisation.pk, again.pk, mina.pk)
    sent = {"winner_version": 1, "loser_version": 1, "name": "loser", "email": "winner"}
    done = client.post(where, sent)
    after = client.get(done["Location"])

    assert page.context["pairs"] == [(again, mina)]
    again.refresh_from_db()
    assert (again.name, again.email) == ("Mina", "mina@bruecke.example")
    assert Contact.objects.get().contact_person == again
    assert [row.pk for row in after.context["people"]] == [again.pk]
    named = queries.public_persons(organisation)
    assert [person.email for person in named] == ["mina@bruecke.example"]
    merge = Merge.objects.get()
    client.post(address("part_persons", town, organisation.pk, merge.pk))
    assert Contact.objects.get().contact_person == mina
    again.refresh_from_db()
    assert again.name == "MINA"
    assert queries.public_persons(organisation)[0].email == ""


def test_whoever_is_removed_is_removed_with_the_hidden_entry(town, full):
    _winner, organisation, _child = full
    mina = organisation.contact_persons.get()
    again = ContactPerson.objects.create(
        municipality=town, organisation=organisation, name="Mina", confirmed_on=DAY
    )
    services.merge_persons(
        winner=again, loser=mina, chosen={}, expected=(None, None), by=None
    )

    services.remove_contact_person(person=again, by=None)

    assert not ContactPerson.objects.exists()
    assert not Merge.objects.exists()
