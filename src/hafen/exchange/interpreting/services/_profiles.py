"""Profiles: entered, changed, found to hold still, applied for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting.models import (
    CHECKED_FOR,
    Apart,
    Busy,
    Institution,
    Interpreter,
    Qualification,
    Speech,
)
from hafen.exchange.interpreting.services import _owners as owners
from hafen.exchange.interpreting.services._tell import own_address
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Kind, Offer

_OF_SPEECH = ("language", "dialect", "direction", "spoken", "written")


@transaction.atomic
def enter_interpreter(
    *,
    municipality: Municipality,
    person: Mapping[str, Any],
    offer: Mapping[str, Any],
    data: Mapping[str, Any],
    speeches: Iterable[Mapping[str, Any]],
    by: User | None,
    now: datetime,
    reminds: bool = True,
) -> Interpreter:
    """
    Enter an interpreter, as an offer of help of the kind interpreting.

    :param reminds: puts unchecked details before the desk; a whole list does not
    :raises NoService: if nobody looks after interpreting here yet
    """
    rows = list(speeches)
    service = owners.service(municipality)
    made = pool.enter_offer(
        municipality=municipality,
        person=pool.Person(person),
        data={"owner": service.owner, **offer, **_posted(municipality, rows)},
        by=by,
        now=now,
    )
    interpreter = Interpreter(municipality=municipality, offer=made)
    _fill(interpreter, data)
    interpreter.save()
    _speak(interpreter, rows)
    if reminds and interpreter.is_to_be_checked(timezone.localdate(now)):
        _ask_to_check(interpreter, service.owner, by=by, now=now)
    audit.record(action="interpreting.interpreter.entered", subject=interpreter, by=by)
    return interpreter


def _posted(town: Municipality, speeches: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the offer says of itself; the best dialect of a language counts."""
    levels: dict[str, int] = {}
    for each in speeches:
        tag = each["language"]
        levels[tag] = max(levels.get(tag, 0), int(each["spoken"]))
    with words_in(town.default_language):
        title = _("Interpreting")
    return {"kind": Kind.INTERPRETING, "title": title, "languages": levels}


def _fill(interpreter: Interpreter, data: Mapping[str, Any]) -> None:
    for name, value in data.items():
        setattr(interpreter, name, value)


def _speak(interpreter: Interpreter, speeches: list[Mapping[str, Any]]) -> None:
    interpreter.speeches.all().delete()
    Speech.objects.bulk_create(
        Speech(
            municipality_id=interpreter.municipality_id,
            interpreter=interpreter,
            **{name: each[name] for name in _OF_SPEECH if name in each},
        )
        for each in speeches
    )


@transaction.atomic
def edit_interpreter(
    *,
    interpreter: Interpreter,
    person: Mapping[str, Any],
    offer: Mapping[str, Any],
    data: Mapping[str, Any],
    speeches: Iterable[Mapping[str, Any]],
    expected: int | None,
    by: User | None,
    now: datetime,
) -> Interpreter:
    """
    Change a profile, and the offer and the person it stands on.

    :raises LostUpdate: when somebody else changed it meanwhile
    """
    rows = list(speeches)
    fresh = locked(interpreter, expected=expected)
    pool.edit_posting(
        posting=fresh.offer,
        person=person,
        data={**offer, **_posted(fresh.municipality, rows)},
        expected=None,
        by=by,
        now=now,
    )
    _fill(fresh, data)
    save_next(fresh)
    _speak(fresh, rows)
    audit.record(action="interpreting.interpreter.edited", subject=fresh, by=by)
    return fresh


@transaction.atomic
def remove_interpreter(*, interpreter: Interpreter, by: User | None) -> None:
    """Delete who was entered by mistake, with offer and person."""
    audit.record(action="interpreting.interpreter.removed", subject=interpreter, by=by)
    offer, helper = interpreter.offer, interpreter.offer.helper
    offer.delete()
    if not helper.offers.exists():
        helper.delete()


@transaction.atomic
def confirm_profile(
    *, interpreter: Interpreter, by: User | None, now: datetime
) -> Interpreter:
    """Note that all of it still holds; until then nobody is proposed."""
    fresh = locked(interpreter, expected=None)
    fresh.confirmed_on = timezone.localdate(now)
    save_next(fresh)
    owners.relieve(fresh, owners.CHECK, by=by, now=now)
    audit.record(action="interpreting.interpreter.confirmed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def note_qualification(
    *, interpreter: Interpreter, data: Mapping[str, Any], by: User
) -> Qualification:
    row = Qualification(
        municipality_id=interpreter.municipality_id, interpreter=interpreter, **data
    )
    row.save()
    audit.record(action="interpreting.qualification.noted", subject=row, by=by)
    return row


@transaction.atomic
def note_absence(
    *, interpreter: Interpreter, data: Mapping[str, Any], by: User | None, now: datetime
) -> Busy:
    """Note hours without time, on the interpreter's own word."""
    row = Busy(
        municipality_id=interpreter.municipality_id,
        interpreter=interpreter,
        **{"consent_on": timezone.localdate(now), **data},
    )
    row.save()
    audit.record(action="interpreting.absence.noted", subject=row, by=by)
    return row


@transaction.atomic
def keep_apart(
    *,
    interpreter: Interpreter,
    institution: Institution,
    code: str,
    wished_by: str,
    by: User,
) -> Apart:
    """Never send an interpreter to an institution again, or to one of its codes."""
    row, _is_new = Apart.objects.update_or_create(
        municipality_id=interpreter.municipality_id,
        interpreter=interpreter,
        institution=institution,
        code=code,
        defaults={"wished_by": wished_by},
    )
    audit.record(action="interpreting.apart.set", subject=row, by=by)
    return row


@transaction.atomic
def keep_fresh(*, municipality_id: UUID, now: datetime) -> int:
    """Ask those whose details grow old whether they still hold."""
    today = timezone.localdate(now)
    oldest = today - timedelta(days=CHECKED_FOR)
    rows = Interpreter.objects.working().filter(
        municipality=municipality_id, confirmed_on=oldest
    )
    done = 0
    for row in rows.select_related("municipality", "offer__helper", "offer__owner"):
        _ask_whether_it_holds(row, now=now)
        _ask_to_check(row, row.offer.owner, by=None, now=now)
        done += 1
    return done


def _ask_whether_it_holds(interpreter: Interpreter, *, now: datetime) -> None:
    helper = interpreter.offer.helper
    language = pool.spoken_to(helper, interpreter.municipality)
    with words_in(language):
        text = "\n\n".join(
            [
                _("A year ago you told us when and what you interpret."),
                _("One press of a button is enough, no sign-in is needed:"),
                own_address(interpreter, language),
            ]
        )
        pool.tell_behind(
            interpreter.offer,
            by=None,
            subject=_("Does it still hold?"),
            text=text,
            now=now,
        )


def _ask_to_check(
    interpreter: Interpreter, owner: User | None, *, by: User | None, now: datetime
) -> None:
    today = timezone.localdate(now)
    holder = owner or owners.service(interpreter.municipality).owner
    owners.remind(
        interpreter,
        owners.CHECK,
        owner=holder,
        due_on=_in_days(today, 14),
        today=today,
        by=by,
    )


def _in_days(today: date, days: int) -> date:
    return today + timedelta(days=days)


@transaction.atomic
def pause_interpreter(
    *, interpreter: Interpreter, by: User, now: datetime
) -> Interpreter:
    """Pause, or go on."""
    fresh = locked(interpreter, expected=None)
    offer: Offer = fresh.offer
    if offer.is_open:
        pool.pause_posting(posting=offer, by=by)
    else:
        pool.reopen_posting(posting=offer, by=by, now=now)
    return fresh
