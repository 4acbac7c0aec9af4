"""A file goes to another team: what goes along, and what stays behind."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hafen.casework.cases.models import (
    Case,
    Circumstance,
    Consent,
    ContestedPoint,
    Household,
    SoughtHelp,
    SpecialNote,
    StandIn,
    left_with,
)
from hafen.casework.cases.registries import followings
from hafen.casework.cases.services._cases import open_case
from hafen.casework.cases.services._consents import TELL
from hafen.casework.cases.services._help import follow_help
from hafen.casework.cases.services._owners import check_owner
from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.mechanisms.todos import services as todos
from hafen.mechanisms.todos.models import Todo

_Part, _Kind = Consent.Category, Circumstance.Kind
# In which part of a consent a circumstance stands; what stands in none stays behind.
PART_OF = {
    _Kind.RESIDENCE: _Part.SITUATION,
    _Kind.LEGAL_AREA: _Part.SITUATION,
    _Kind.ACCOMMODATION: _Part.SITUATION,
    _Kind.GERMAN: _Part.SCHOOLING,
    _Kind.COURSE: _Part.SCHOOLING,
}


@transaction.atomic
def move_file(
    *,
    household: Household,
    team: Team,
    owner: User,
    parts: Collection[str],
    special: Collection[UUID],
    today: date,
    by: User,
) -> Household:
    """
    Give a household with its cases to another team; the old one loses it with this.

    What no part names stays behind: it is kept for its period, and nobody reads it.
    Then the new team begins a case of its own. Secrets of the old workers (§ 203
    StGB) close with their cases.

    :param parts: of `Consent.Category`: what may go along
    :param special: notes of special categories that were chosen one by one
    :raises NotOfTheTeam: when the new owner does not belong to the new team
    :raises KeptOutOfFile: when the new owner is one of them, or a relative
    """
    # Between two teams no step is seen by either of them.
    with opened_for(household.municipality_id):
        fresh = locked(household, expected=None)
        before = fresh.team
        fresh.team, fresh.owner = team, owner
        check_owner(fresh, owner, today)
        save_next(fresh)
        _leave_facts(fresh, parts)
        _move_cases(fresh, before, parts, special, today, owner)
        consents = Consent.objects.filter(client__household=fresh)
        left = Todo.objects.open().filter(
            kind=TELL, subject_id__in=consents.values("pk")
        )
        todos.reassign(todos=left, owner=owner, by=by)
        audit.record(
            action="cases.household.moved",
            subject=fresh,
            by=by,
            details={"from": str(before.pk), "to": str(team.pk)},
        )
    return fresh


def _leave_facts(
    household: Household, parts: Collection[str], **written: datetime
) -> None:
    staying = [kind for kind in _Kind if PART_OF.get(kind) not in parts]
    rows = Circumstance.objects.filter(client__household=household, **written)
    rows.filter(kind__in=staying).update(is_left_behind=True)
    # With the data stays what the person says of it.
    points = ContestedPoint.objects.filter(client__household=household, **written)
    points.filter(about__in=left_with(parts)).update(is_left_behind=True)


def _move_cases(
    household: Household,
    before: Team,
    parts: Collection[str],
    special: Collection[UUID],
    today: date,
    owner: User,
) -> None:
    cases = Case.objects.filter(household=household, team=before)
    StandIn.objects.filter(case__in=cases).delete()
    for case in cases.select_for_update():
        if _Part.HISTORY in parts:
            _keep_special(case, special, today)
            case.team, case.owner = household.team, owner
            save_next(case)
            for following in followings:
                following.follow(case, owner)
        else:
            _leave_case(case, household, today, owner)


def _keep_special(case: Case, special: Collection[UUID], today: date) -> None:
    """Leave behind what is of a special category, but for notes that were chosen."""
    notes = SpecialNote.objects.filter(case=case).exclude(pk__in=special)
    facts = [
        model._default_manager.filter(case=case, is_special=True)
        for model in _of_a_case()
        if any(field.name == "is_special" for field in model._meta.local_fields)
    ]
    _lay_aside(case, [notes, *facts], today)


def _of_a_case() -> list[Any]:
    """Return the tables that hang on a case, whichever room has them."""
    return [
        relation.related_model
        for relation in Case._meta.related_objects
        if relation.field.name == "case"
        and relation.related_model not in {StandIn, SoughtHelp}
    ]


def _lay_aside(case: Case, rows: Iterable[Any], today: date) -> None:
    """Put rows into a closed case of the old team, which nobody reads."""
    left = [each for each in rows if each.exists()]
    if not left:
        return
    aside = Case.objects.create(
        municipality_id=case.municipality_id,
        household=case.household,
        client=case.client,
        team=case.team,
        owner=case.owner,
        opened_on=case.opened_on,
        closed_on=max(today, case.opened_on),
        outcome=Case.Outcome.REFERRED,
        is_left_behind=True,
    )
    for each in left:
        each.update(case=aside)


def _leave_case(case: Case, household: Household, today: date, owner: User) -> None:
    """Close a case where it is, and let the new team begin one without its past."""
    was_open = case.is_open
    if was_open:
        case.closed_on = max(today, case.opened_on)
        case.outcome = Case.Outcome.REFERRED
    case.is_left_behind = True
    save_next(case)
    if was_open:
        begun = open_case(
            household=household,
            client=case.client,
            owner=owner,
            programme=None,
            on=today,
            today=today,
            by=owner,
        )
        # What is looked for hangs on a consent of its own, and goes on.
        SoughtHelp.objects.filter(case=case).update(case=begun)
        follow_help(begun, owner)


@transaction.atomic
def leave_behind(
    *,
    household: Household,
    parts: Collection[str],
    until: datetime,
    today: date,
    by: User | None,
) -> None:
    """
    Close what came along with a file, since the consent to it was withdrawn.

    What the team itself has written since stays open to it.

    :param parts: what may be read on
    :param until: when the file came
    """
    with opened_for(household.municipality_id):
        fresh = locked(household, expected=None)
        _leave_facts(fresh, parts, created_at__lte=until)
        cases = Case.objects.filter(household=fresh, is_left_behind=False)
        for case in cases if _Part.HISTORY not in parts else []:
            came = [
                model._default_manager.filter(case=case, created_at__lte=until)
                for model in _of_a_case()
            ]
            _lay_aside(case, came, today)
        audit.record(action="cases.household.left_behind", subject=fresh, by=by)
