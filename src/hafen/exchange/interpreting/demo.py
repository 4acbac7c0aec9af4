"""Interpreters, institutions and bookings of the demo municipality, all invented."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import District, Municipality
from hafen.exchange.allowances import services as allowances
from hafen.exchange.interpreting import queries, services
from hafen.exchange.interpreting.models import Interpreter, Provider, Voucher
from hafen.exchange.interpreting.services import Answer

_PERSON = ("name", "channel", "email", "phone", "gender")
_PROFILE = ("training", "subjects", "modes")
_FACTS = ("language", "subject", "mode", "place", "code", "contact", "hint")


def register() -> None:
    demo_seeds.register(DemoSeed("interpreting", 57, load))


def load(municipality: Municipality, data: dict[str, Any]) -> None:
    """Make a pool with some bookings; a second time changes nothing."""
    by = User.objects.filter(email=data["owner"]).first()
    if by is None or Interpreter.objects.filter(municipality=municipality).exists():
        return
    now = timezone.now()
    tariff = allowances.enter_tariff(
        municipality=municipality, data=data["tariff"], by=by
    )
    services.save_service(
        municipality=municipality,
        data={"owner": by, "tariff": tariff, "invoice_note": data["invoice_note"]},
        by=by,
    )
    for entry in data["interpreters"]:
        _interpreter(municipality, entry, by, now)
    Provider.objects.create(municipality=municipality, **data["provider"])
    institutions = {}
    for entry in data["institutions"]:
        row = services.register_institution(
            municipality=municipality, data=entry["facts"], by=by, now=now
        )
        if entry["is_approved"]:
            row = services.approve_institution(institution=row, by=by, now=now)
        institutions[row.name] = row
    apart = data["apart"]
    services.keep_apart(
        interpreter=Interpreter.objects.get(
            municipality=municipality, offer__helper__name=apart["name"]
        ),
        institution=institutions[apart["institution"]],
        code=apart["code"],
        wished_by="INTERPRETER",
        by=by,
    )
    for entry in data["bookings"]:
        _booking(municipality, entry, institutions, by, now)
    _last_month(municipality, data["held"], institutions, by, now)


def _last_month(
    municipality: Municipality,
    entries: list[dict[str, Any]],
    institutions: dict[str, Any],
    by: User,
    now: datetime,
) -> None:
    """Let some jobs have taken place, paid or to be checked, with their papers."""
    today = timezone.localtime(now)
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    for entry in entries:
        begins = first.replace(
            day=entry["day"], hour=entry["hour"], minute=0, second=0, microsecond=0
        )
        [row] = services.book(
            institution=institutions[entry["institution"]],
            data={name: entry[name] for name in _FACTS if name in entry}
            | {
                "spans": [(begins, begins + timedelta(minutes=entry["minutes"]))],
                "district": _district(municipality, entry["district"]),
            },
            by=None,
            now=now,
        )
        who = Interpreter.objects.get(
            municipality=municipality, offer__helper__name=entry["interpreter"]
        )
        [call] = services.ask(appointment=row, interpreters=[(who, 0)], by=by, now=now)
        # What lies within a day is settled by the first yes.
        services.answer(
            call=call, said=Answer(accepts=True, is_impartial=True), now=now
        )
        done = services.confirm_times(
            appointment=row,
            outcome="HELD",
            times=None,
            proof="LINK",
            mark="GOOD",
            by=None,
            now=now,
        )
        if entry["is_approved"] and done.claim:
            allowances.approve_claim(claim=done.claim, by=by, now=now)
    for kind in Voucher.Kind.values:
        services.issue_month(
            municipality=municipality,
            first_day=first.date(),
            kind=kind,
            by=by,
            now=now,
        )


def _district(municipality: Municipality, name: str) -> District | None:
    rows = District.objects.filter(municipality=municipality, name=name)
    return rows.order_by("level", "pk").first()


def _interpreter(
    municipality: Municipality, entry: dict[str, Any], by: User, now: datetime
) -> None:
    today = timezone.localdate(now)
    made = services.enter_interpreter(
        municipality=municipality,
        person={name: entry[name] for name in _PERSON if name in entry},
        offer={
            "district": _district(municipality, entry["district"]),
            "radius_km": entry["radius"],
        },
        data={name: entry[name] for name in _PROFILE if name in entry}
        | {
            "secrecy_on": today - timedelta(days=300),
            "contract_until": today + timedelta(days=400),
            "confirmed_on": today - timedelta(days=entry["checked_days_ago"]),
        },
        speeches=entry["speeches"],
        by=by,
        now=now,
    )
    if "qualification" in entry:
        services.note_qualification(
            interpreter=made, data=entry["qualification"], by=by
        )


def _booking(
    municipality: Municipality,
    entry: dict[str, Any],
    institutions: dict[str, Any],
    by: User,
    now: datetime,
) -> None:
    hour = entry["hour"]
    day = timezone.localtime(now) + timedelta(days=entry["in_days"])
    begins = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    facts = {name: entry[name] for name in _FACTS if name in entry}
    [row] = services.book(
        institution=institutions[entry["institution"]],
        data=facts
        | {
            "spans": [(begins, begins + timedelta(minutes=entry["minutes"]))],
            "district": _district(municipality, entry["district"]),
        },
        by=None,
        now=now,
    )
    able = [each for each in queries.candidates(row) if not each.broken]
    if entry["becomes"] == "unmet":
        services.give_up(appointment=row, by=by, now=now)
    if entry["becomes"] not in {"asked", "settled"} or not able:
        return
    asked = [(each.interpreter, each.points) for each in able[:2]]
    calls = services.ask(appointment=row, interpreters=asked, by=by, now=now)
    if entry["becomes"] == "settled":
        yes = Answer(accepts=True, is_impartial=True)
        call = services.answer(call=calls[0], said=yes, now=now)
        row.refresh_from_db()
        if row.is_open:
            services.settle(call=call, by=by, now=now)
