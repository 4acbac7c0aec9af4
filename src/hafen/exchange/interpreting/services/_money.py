"""What a job costs: a claim for the interpreter, a fee for the institution."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.db.versions import save_next
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.allowances import services as allowances
from hafen.exchange.allowances.errors import NoPrice, NoTariff, NothingDue
from hafen.exchange.allowances.models import Order, Tariff
from hafen.exchange.allowances.scales import BadScale, Job, Mode, Scale, price, total
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.interpreting.queries import service_of
from hafen.exchange.pool.models import Helper


def claim_for(appointment: Appointment, *, by: User | None, now: datetime) -> None:
    """Claim what the interpreter gets, and note what the institution pays.

    Without a tariff, or where by the tariff nothing is due, there is no claim.
    """
    service = service_of(appointment.municipality)
    if service is None or service.tariff is None or appointment.interpreter is None:
        return
    day = timezone.localdate(appointment.began_at or appointment.starts_at)
    # A job that is called off early lies in the future and is claimed today.
    day = min(day, timezone.localdate(now))
    helper = appointment.interpreter.offer.helper
    order = _order(helper, service.tariff, service.owner, day, by=by)
    job = _job(appointment)
    appointment.fee_cents = _fee(service.tariff, job, day)
    try:
        appointment.claim = allowances.enter_claim(
            order=order, data={"on": day, **_data(job)}, by=by, now=now
        )
    except (NothingDue, NoPrice, NoTariff):
        appointment.claim = None
    save_next(appointment)


def _order(
    helper: Helper, tariff: Tariff, owner: User, day: date, *, by: User | None
) -> Order:
    """Return the order of the year: what the desk settles is ordered by the town."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    rows = Order.objects.filter(
        helper=helper,
        tariff__sort_key=tariff.sort_key,
        starts_on=first,
        until=last,
    )
    if found := rows.order_by("pk").first():
        return found
    with words_in(helper.municipality.default_language):
        task = _("Interpreting for the municipality's pool")
    return allowances.order_task(
        municipality=helper.municipality,
        data={
            "helper": helper,
            "task": task,
            "tariff": tariff,
            "starts_on": first,
            "until": last,
            "ordered_on": day,
            "owner": owner,
        },
        by=by,
    )


def _job(appointment: Appointment) -> Job:
    minutes = appointment.minutes
    if appointment.began_at and appointment.finished_at:
        spent = appointment.finished_at - appointment.began_at
        minutes = int(spent.total_seconds() // 60)
    way = 2 * (appointment.way_minutes or 0)
    return Job(
        mode=Mode(appointment.mode),
        minutes=minutes,
        metres=appointment.metres or 0,
        way_minutes=way,
        way_minutes_inside=way,
        strokes=appointment.strokes,
        notice_hours=appointment.notice_hours,
    )


def _data(job: Job) -> dict[str, object]:
    return {
        "mode": job.mode.value,
        "minutes": job.minutes,
        "metres": job.metres,
        "way_minutes": job.way_minutes,
        "way_minutes_inside": job.way_minutes_inside,
        "strokes": job.strokes,
        "notice_hours": job.notice_hours,
    }


def _fee(tariff: Tariff, job: Job, day: date) -> int:
    versions = Tariff.objects.filter(
        municipality=tariff.municipality_id, sort_key=tariff.sort_key
    )
    found = versions.on(day).first()
    if found is None or not found.fee:
        return 0
    try:
        return total(price(job, Scale.read(found.fee)))
    except BadScale:
        return 0
