"""What volunteers learn: a group without names, one helper what the way needs."""

from datetime import date, datetime

from django.db import transaction

from hafen.casework.outreach.errors import AlreadyEnded, NotAgreed
from hafen.casework.outreach.models import Arrival, GroupNotice
from hafen.casework.outreach.queries import agreed_groups
from hafen.casework.outreach.services._arrivals import approached, open_arrival
from hafen.casework.outreach.words import told_to_group
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.versions import locked, save_next
from hafen.core.mail.models import Notice
from hafen.core.mail.notices import Recipient, notify
from hafen.core.taxonomy.reference import words_in
from hafen.network.organisations.models import Organisation

_Channel = Notice.Channel


@transaction.atomic
def tell_group(
    *,
    arrival: Arrival,
    organisation: Organisation,
    today: date,
    now: datetime,
    by: User,
) -> GroupNotice:
    """
    Tell a group of volunteers that people come: how many, where, no name.

    Who has no e-mail address is called; the words to say stand with the call.

    :raises AlreadyEnded: when nobody goes there any more, or the group knows
    :raises NotAgreed: when nobody of them agreed that this group is told
    """
    row = open_arrival(arrival)
    if organisation not in agreed_groups(row, today=today):
        raise NotAgreed
    told = GroupNotice.objects.filter(arrival=row, organisation=organisation)
    if told.exists():
        raise AlreadyEnded
    town = row.municipality
    with words_in(town.default_language):
        subject, text = told_to_group(row)
    notify(
        municipality=town.pk,
        recipient=_way_to(organisation, town.default_language),
        subject=subject,
        text=text,
        now=now,
    )
    notice = GroupNotice.objects.create(
        municipality=town,
        arrival=row,
        organisation=organisation,
        on=today,
        was_mailed=bool(organisation.email),
        told_by=by,
    )
    audit.record(action="outreach.group.told", subject=row, by=by)
    return notice


def _way_to(organisation: Organisation, language: str) -> Recipient:
    address = ", ".join(
        part
        for part in (
            organisation.street,
            f"{organisation.postal_code} {organisation.city}".strip(),
        )
        if part
    )
    ways = (
        (_Channel.MAIL, organisation.email),
        (_Channel.TELEPHONE, organisation.phone),
        (_Channel.LETTER, address),
    )
    channel = next((each for each, way in ways if way), _Channel.VISIT)
    return Recipient(
        name=organisation.name[:120],
        language=language,
        channel=channel,
        address=address,
        phone=organisation.phone,
        email=organisation.email,
    )


@transaction.atomic
def ask_helper(*, arrival: Arrival, helper: User, until: date, by: User) -> Arrival:
    """
    Ask a volunteer to approach people; name and address open once they say yes.

    :raises AlreadyEnded: when nobody goes there any more
    """
    row = open_arrival(arrival)
    row.helper, row.helper_until, row.helper_since = helper, until, None
    save_next(row)
    audit.record(
        action="outreach.helper.asked",
        subject=row,
        by=by,
        details={"helper": str(helper.pk)},
    )
    return row


@transaction.atomic
def helper_answers(*, arrival: Arrival, agrees: bool, today: date, by: User) -> Arrival:
    """Write down whether the volunteer goes there; whoever does not forgets it."""
    row = locked(arrival, expected=None)
    if agrees:
        row.helper_since = today
        save_next(row)
    else:
        _close(row)
    audit.record(
        action="outreach.helper.answered",
        subject=row,
        by=by,
        details={"agrees": agrees},
    )
    return row


@transaction.atomic
def helper_went(
    *, arrival: Arrival, met: bool, on: date, today: date, now: datetime, by: User
) -> Arrival:
    """
    Write down what a volunteer tells of the first approach; then the card closes.

    :raises AlreadyEnded: when nobody goes there any more, or the helper did not agree
    :raises NotYet: for a day that lies ahead
    """
    row = open_arrival(arrival)
    if row.helper_since is None:
        raise AlreadyEnded
    how = Arrival.Approach.VOLUNTEER if met else Arrival.Approach.NOBODY
    approached(row, how, on, today=today, now=now, by=by)
    _close(row)
    audit.record(action="outreach.arrival.approached", subject=row, by=by)
    return row


def _close(row: Arrival) -> None:
    """Take the card back, which closes it for whoever does this."""
    row.helper = row.helper_since = row.helper_until = None
    with opened_for(row.municipality_id):
        save_next(row)
