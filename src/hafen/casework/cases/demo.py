"""Households and cases of the demo municipality, all of them invented."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hafen.casework.cases import services
from hafen.casework.cases.models import (
    Case,
    Client,
    GridMeasure,
    Household,
    Membership,
    Programme,
)
from hafen.core.accounts.models import Team, User
from hafen.core.db.context import Context, acting
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.mechanisms.privacy.queries import current_notice
from hafen.network.organisations.models import Organisation


def register() -> None:
    demo_seeds.register(DemoSeed("cases", 70, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make programmes, households and cases; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Programme.objects.filter(municipality=municipality).exists():
        return
    for entry in data["programmes"]:
        services.save_programme(
            municipality=municipality, programme=None, facts=entry, expected=None, by=by
        )
    services.set_weights(
        municipality=municipality,
        valid_from=timezone.localdate() - timedelta(days=90),
        facts=data["weights"],
        by=by,
    )
    for entry in data["measures"]:
        office = Organisation.objects.filter(name=entry["agency"]).first()
        services.save_measure(
            municipality=municipality,
            measure=None,
            facts=entry | {"organisation": office},
            expected=None,
            by=by,
        )
    # Whoever works on cases sees them; the demo works as that person.
    with acting(Context(municipality.pk, by.pk, "demo")):
        for entry in data["refused"]:
            _refused(entry, by)
        services.save_profile(by=by, **data["profile"])
        for entry in data["households"]:
            _household(municipality, entry, data["team"], by)


def _refused(entry: dict[str, Any], by: User) -> None:
    facts = dict(entry)
    facts["on"] = timezone.localdate() - timedelta(days=facts.pop("days_ago"))
    programme = Programme.objects.get(template=facts.pop("template"))
    services.count_refusal(programme=programme, facts=facts, by=by)


def _household(town: Municipality, entry: dict[str, Any], team: str, by: User) -> None:
    since = timezone.localdate() - timedelta(days=entry["days_ago"])
    first, *others = entry["people"]
    notice = current_notice(town)
    edition = notice.edition if notice else "1"
    row = services.take_in(
        municipality=town,
        household={
            "name": entry["name"],
            "address": entry["address"],
            "district": District.objects.filter(name=entry["district"]).first(),
            "team": Team.objects.get(name=team),
            "arrived_on": since,
        },
        person=_facts(first, since, edition),
        on=since,
        today=timezone.localdate(),
        by=by,
    )
    for each in others:
        services.add_member(
            household=row,
            person=_facts(each, since, edition),
            kind=each["kind"],
            came=Membership.Came.FIRST,
            on=since,
            by=by,
        )
    for each in entry["people"]:
        _circumstances(Client.objects.get(household=row, name=each["name"]), each, by)
    if community := entry.get("community"):
        clients = Client.objects.filter(household=row, name__in=community["members"])
        services.form_community(
            household=row,
            number=community["number"],
            clients=clients,
            valid_from=since,
            by=by,
        )
    _around(row, entry, since, by)
    if "case" in entry:
        _case(row, entry["case"], since, by)


def _around(row: Household, entry: dict[str, Any], since: date, by: User) -> None:
    """Say who acts for a child, who contests what, and who is kept out of the file."""
    people = {client.name: client for client in Client.objects.filter(household=row)}
    for name, facts in entry.get("guardians", {}).items():
        services.name_guardian(
            client=people[name], valid_from=since, valid_until=None, by=by, **facts
        )
    for name, facts in entry.get("contested", {}).items():
        services.contest(
            client=people[name],
            about=facts["about"],
            words=facts["words"],
            since=timezone.localdate() - timedelta(days=facts["days_ago"]),
            by=by,
        )
    for name, facts in entry.get("kept_out", {}).items():
        user = User.objects.get(email=facts["user"])
        services.keep_out(client=people[name], user=user, why=facts["why"], by=by)


def _facts(entry: dict[str, Any], since: date, edition: str) -> dict[str, Any]:
    names = ("name", "original_name", "born_on", "gender", "languages")
    facts = {name: entry[name] for name in names if name in entry}
    return facts | {"notice_on": since, "notice_edition": edition}


def _circumstances(client: Client, entry: dict[str, Any], by: User) -> None:
    for kind, code in entry.get("now", {}).items():
        services.note_circumstance(
            client=client,
            kind=kind,
            code=code,
            valid_from=client.notice_on,
            expires_on=None,
            by=by,
        )


def _case(row: Household, entry: dict[str, Any], since: date, by: User) -> None:
    programme = Programme.objects.filter(name=entry["programme"]).first()
    owner = User.objects.get(email=entry["owner"])
    case = services.open_case(
        household=row,
        client=None,
        owner=owner,
        programme=programme,
        on=since,
        today=timezone.localdate(),
        by=by,
    )
    # From here on nobody but the owner works on it.
    with acting(Context(row.municipality_id, owner.pk, "demo")):
        services.save_case(
            case=case,
            stage=entry["stage"],
            programme=programme,
            expected=None,
            by=owner,
        )
        if "deputy" in entry:
            _fill(case, entry, owner)
        if "grid" in entry:
            _share_grid(case, entry["grid"], owner)


def _share_grid(case: Case, entry: dict[str, Any], by: User) -> None:
    """Let an office take part in the grid of a case."""
    today = timezone.localdate()
    office = Organisation.objects.get(name=entry["recipient"])
    _consent(case, entry | {"organisation": office}, today, by)
    services.share_grid(
        case=case, organisation=office, email=office.email, today=today, by=by
    )
    _measures(case, entry["measures"], today, by)


def _fill(case: Case, entry: dict[str, Any], by: User) -> None:
    """Let somebody stand in for a while, and write a note of each kind."""
    today = timezone.localdate()
    services.name_deputy(
        case=case,
        user=User.objects.get(email=entry["deputy"]),
        valid_from=today,
        valid_until=today + timedelta(days=14),
        by=by,
    )
    services.write_note(case=case, text=entry["note"], on=today, by=by)
    services.write_special(
        case=case, text=entry["special"], on=today, by=by, today=today
    )
    services.write_secret(case=case, text=entry["secret"], on=today, by=by)
    for facts in entry["consents"]:
        _consent(case, facts, today, by)
    for sheet in entry["needs"]:
        services.assess_needs(
            case=case,
            on=today - timedelta(days=sheet["days_ago"]),
            ratings=[services.Rated(**rated) for rated in sheet["rated"]],
            today=today,
            by=by,
        )
    _days(case, entry["letter"], today, by)
    _application(case, entry["application"], today, by)
    _plan(case, entry["goals"], today, by)
    _measures(case, entry["measures"], today, by)


def _measures(case: Case, names: list[str], today: date, by: User) -> None:
    for name in names:
        services.plan_measure(
            case=case,
            measure=GridMeasure.objects.get(name=name),
            goal=None,
            due_on=today + timedelta(days=30),
            is_special=False,
            today=today,
            by=by,
        )


def _days(case: Case, letter: dict[str, Any], today: date, by: User) -> None:
    """A letter has come, and a paper runs out."""
    client = Client.objects.filter(household=case.household).earliest("created_at")
    services.note_deadline(
        household=case.household,
        client=client,
        topic=letter["topic"],
        received_on=today,
        due_on=today + timedelta(days=letter["in_days"]),
        today=today,
        by=by,
    )
    services.note_paper(
        client=client, kind="PASSPORT", valid_until=today + timedelta(days=70), by=by
    )


def _application(case: Case, entry: dict[str, Any], today: date, by: User) -> None:
    """An application is prepared; one of its papers is there."""
    client = Client.objects.filter(household=case.household).earliest("created_at")
    due_on = today + timedelta(days=entry["in_days"])
    row = services.save_application(
        case=case,
        row=None,
        facts=entry["facts"] | {"client": client, "due_on": due_on},
        papers=entry["papers"],
        is_special=False,
        expected=None,
        today=today,
        by=by,
    )
    services.tick_papers(
        application=row,
        there=[row.papers.earliest("created_at").pk],
        expected=row.version,
        today=today,
        by=by,
    )


def _plan(case: Case, goals: list[dict[str, Any]], today: date, by: User) -> None:
    """Set goals with their steps; the first of two agreements is signed."""
    client = Client.objects.filter(household=case.household).earliest("created_at")
    for entry in goals:
        goal = services.set_goal(
            case=case,
            facts={key: entry[key] for key in ("domain", "text", "own_text")},
            is_special=False,
            today=today,
            by=by,
        )
        for step in entry["steps"]:
            facts = {key: step.get(key, "") for key in ("text", "own_text", "other")}
            due_on = today + timedelta(days=step["in_days"])
            facts |= {"who": step["who"], "due_on": due_on}
            services.add_step(goal=goal, facts=facts, by=by)
        agreement = services.prepare_agreement(
            case=case,
            client=client,
            review_on=today + timedelta(days=10),
            today=today,
            by=by,
        )
        if entry.get("signed"):
            services.sign_agreement(
                agreement=agreement, on=today, interpreted="PROFESSIONAL", by=by
            )


def _consent(case: Case, entry: dict[str, Any], today: date, by: User) -> None:
    """Prepare a consent; one with a signer is signed as well."""
    client = Client.objects.get(household=case.household, name=entry["client"])
    facts = {name: entry[name] for name in ("kind", "recipient", "categories")}
    facts["organisation"] = entry.get("organisation")
    rows = services.prepare_consents(
        client=client,
        facts=facts,
        purposes=entry["purposes"],
        months=12,
        today=today,
        by=by,
    )
    if "signed" in entry:
        services.sign_consents(
            client=client,
            asked=rows,
            ticked=rows,
            facts=entry["signed"],
            youth_agrees=False,
            on=today,
            by=by,
        )
