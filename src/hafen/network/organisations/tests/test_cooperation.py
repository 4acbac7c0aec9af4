"""Levels, agreements, what cases count, who serves where, and the map of gaps."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.errors import DomainError
from hafen.core.db.roles import Role
from hafen.core.files.doors import may_read
from hafen.core.places.models import District, Site
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import kinds
from hafen.network.organisations import queries, services
from hafen.network.organisations.models import Agreement, CaseCooperation

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def clara(town, person):
    return person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")


@pytest.fixture
def agency(town, acting):
    acting(town)
    return make(town, "Freiwilligenagentur")


def make(town, name, **data):
    return services.create_organisation(
        municipality=town, data={"name": name, "kind": "ASSOCIATION", **data}, by=None
    )


def address(name, town, *parts):
    return reverse(f"organisations:{name}", args=[town.slug, *parts])


def test_m26_a_contract_shows_its_deliverables_and_reminds_before_its_end(
    town, clara, agency, acting, sign_in
):
    client = sign_in(clara)
    sent = {
        "subject": "Gewinnung, Qualifizierung, Begleitung",
        "parties": [str(agency.pk)],
        "signed_on": "2015-08-28",
        "ends_on": "2026-12-31",
        "remind_on": "2026-09-30",
        "owner": str(clara.pk),
    }
    client.post(address("create_agreement", town), sent)
    acting(town)
    contract = Agreement.objects.get()
    where = address("agreement", town, contract.pk)
    for title in ("Gewinnung", "Schulung", "Bericht"):
        client.post(where, {"title": title, "due_on": ""})
    page = client.get(where).content.decode()

    acting(town)
    services.remind(municipality=town, today=date(2026, 9, 29))
    before = Todo.objects.count()
    for day in (date(2026, 9, 30), date(2026, 10, 5)):
        services.remind(municipality=town, today=day)
    todo = Todo.objects.get()

    assert all(title in page for title in ("Gewinnung", "Schulung", "Bericht"))
    assert before == 0
    assert (todo.owner, todo.due_on) == (clara, date(2026, 9, 30))
    listed = client.get(address("cooperation", town, agency.pk)).content.decode()
    assert where in listed
    assert kinds[todo.kind].addresses([contract.pk], clara) == {contract.pk: where}


def test_m9_what_is_owed_is_overdue_for_the_owner_after_its_day(
    town, clara, agency, acting, sign_in
):
    today = timezone.localdate()
    agreement = services.record_agreement(
        municipality=town,
        data={
            "subject": "Abstimmung",
            "signed_on": DAY,
            "owner": clara,
            "parties": [agency],
        },
        by=None,
    )
    owed = services.add_deliverable(
        agreement=agreement,
        title="Rückmeldung",
        due_on=today - timedelta(days=1),
        by=None,
    )
    services.remind(municipality=town, today=today)
    late = Todo.objects.late(today).get()
    client = sign_in(clara)

    client.post(address("delivered", town, agreement.pk, owed.pk))

    acting(town)
    assert (late.owner, late.params["title"]) == (clara, "Rückmeldung")
    assert not Todo.objects.open().exists()
    only = client.get(address("agreements", town), {"organisation": agency.pk})
    assert list(only.context["page"]) == [agreement]


def test_d25_32_cases_count_once_each_even_with_two_partners(town, clara, agency):
    other = make(town, "Beratung")
    for number in range(32):
        counted = services.count_cooperation(
            organisations=[agency], day=DAY, level="COOPERATION"
        )
        if number % 2:
            services.count_cooperation(
                organisations=[other], day=DAY, level="COOPERATION", earlier=counted
            )
    services.count_cooperation(organisations=[other], day=DAY, level="EXCHANGE")

    span = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}
    assert queries.case_figures(town.pk, **span)["COOPERATION"] == 32
    rows = queries.organisations_visible_to(clara).filter(pk=other.pk)
    assert queries.with_cases(rows, **span).get().cases == 17
    stored = {field.name for field in CaseCooperation._meta.get_fields()}
    assert not {"case", "client", "day"} & stored
    with pytest.raises(services.NobodyNamed):
        services.count_cooperation(organisations=[], day=DAY, level="KNOWN")


def test_l31_a_site_shows_social_worker_provider_and_volunteers(
    town, clara, agency, sign_in
):
    site = Site.objects.create(municipality=town, name="Heim Ost")
    tasks = {"SOCIAL_WORK": "Stadt", "OPERATION": "Träger", "VOLUNTEERS": "Helferkreis"}
    client = sign_in(clara)
    for task, name in tasks.items():
        row = make(town, name)
        sent = {"site": str(site.pk), "task": task}
        client.post(address("add_presence", town, row.pk), sent)

    page = client.get(address("serving", town))

    assert page.context["lines"] == [
        ("Heim Ost", ["Stadt", "Träger", "", "Helferkreis"])
    ]


def test_the_level_of_cooperation_keeps_its_history(town, clara, agency, sign_in):
    client = sign_in(clara)
    for level, day in (("EXCHANGE", "2026-02-01"), ("KNOWN", "2025-11-01")):
        client.post(
            address("set_level", town, agency.pk), {"level": level, "since": day}
        )

    page = client.get(address("cooperation", town, agency.pk))

    assert [row.level for row in page.context["levels"]] == ["EXCHANGE", "KNOWN"]
    rows = queries.organisations_visible_to(clara)
    at = rows.annotate(level=queries.level_on(date(2026, 1, 1))).get()
    assert at.level == "KNOWN"


def test_f03_the_map_marks_the_cells_where_nobody_is_active(town, clara, sign_in):
    client = sign_in(clara)
    east, west = (
        District.objects.create(
            municipality=town, name=name, sort_key=name.lower(), layer="parts"
        )
        for name in ("Ost", "West")
    )
    make(town, "Sportverein", topics=["N18"], districts=[east])
    make(town, "Stadt", topics=["N18", "N01.course"], is_city_wide=True)

    cells = queries.network_map(
        town, topics=["N18", "N01"], districts=[east.pk, west.pk]
    )
    page = client.get(address("map", town)).content.decode()

    gaps = {topic: [cell.is_gap for cell in row] for topic, row in cells.items()}
    assert gaps == {"N18": [False, False, True], "N01": [False, True, True]}
    assert cells["N18"][1].names == ("Sportverein",)
    assert "<svg" in page


def test_an_agreement_keeps_its_paper_and_its_days_in_order(
    town, clara, agency, person
):
    data = {"subject": "X", "signed_on": DAY, "owner": clara, "parties": [agency]}
    row = services.record_agreement(municipality=town, data=data, by=None)
    paper = SimpleUploadedFile("vertrag.pdf", b"%PDF-1.4\n%%EOF\n")
    services.attach_file(agreement=row, upload=paper, by=clara)
    row.refresh_from_db()
    with pytest.raises(services.EndsTooSoon):
        services.edit_agreement(
            agreement=row,
            data={"ends_on": DAY - timedelta(days=1)},
            expected=None,
            by=None,
        )
    with pytest.raises(DomainError):
        services.edit_agreement(
            agreement=row, data={"parties": []}, expected=None, by=None
        )
    assert may_read(user=clara, file=row.file)
    assert not may_read(user=person(town, Role.ORGANISATION_EDITOR), file=row.file)


def test_the_tab_of_cooperation_takes_few_queries(
    town, clara, agency, sign_in, questions
):
    client = sign_in(clara)
    where = address("cooperation", town, agency.pk)
    data = {"signed_on": DAY, "owner": clara, "parties": [agency]}
    for number in range(20):
        services.record_agreement(
            municipality=town, data={**data, "subject": str(number)}, by=None
        )
    client.get(where)

    assert len(asked := questions(client, where)) <= 12, "\n".join(asked)
