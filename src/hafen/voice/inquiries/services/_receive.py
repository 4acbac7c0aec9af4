"""How an inquiry comes into being, by whichever way: one number, one due date."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.mail.models import Notice
from hafen.core.places import queries as places
from hafen.core.places.models import Municipality, Site
from hafen.mechanisms.feedback.registries import Complaint as HandedIn
from hafen.mechanisms.todos import services as todos
from hafen.network.contacts import services as contacts
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries import keys
from hafen.voice.inquiries.models import (
    Complaint,
    ContactPoint,
    Inquiry,
    Message,
    Requester,
    RequesterEmail,
)
from hafen.voice.inquiries.queries import public_points
from hafen.voice.inquiries.services._owners import owner_of

# To which target group and sub-type of the contacts somebody belongs.
GROUPS = {
    Inquiry.Who.ENGAGED: ("c", "c.volunteers"),
    Inquiry.Who.ENGAGED_INSIDE: ("a", "a.initiative"),
    Inquiry.Who.ORGANISATION: ("a", "a.association"),
    Inquiry.Who.OFFICE: ("a", "a.authority"),
    Inquiry.Who.NEWCOMER: ("b", ""),
    Inquiry.Who.NEIGHBOUR: ("c", "c.neighbours"),
    Inquiry.Who.LANDLORD: ("c", "c.landlords"),
    Inquiry.Who.INTERESTED: ("c", "c.interested"),
    Inquiry.Who.RESIDENT: ("c", "c.residents-in-need"),
    # Most people who say nothing about themselves have come to ask for help.
    Inquiry.Who.UNKNOWN: ("b", ""),
}
_WHO_BY_KIND = {
    Inquiry.Kind.OFFER: Inquiry.Who.ENGAGED,
    Inquiry.Kind.ENCOUNTER: Inquiry.Who.ENGAGED,
    Inquiry.Kind.LANDLORD: Inquiry.Who.LANDLORD,
    Inquiry.Kind.NEIGHBOUR: Inquiry.Who.NEIGHBOUR,
}
ANSWER = "inquiries.answer"
CALL_BACK = "inquiries.call_back"


@dataclass(frozen=True)
class Person:
    """Who asks, as far as it was said.

    :param reply_by: a channel of notices; empty: on the own page only
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    reply_by: str = ""

    @property
    def is_nobody(self) -> bool:
        return not (self.name or self.email or self.phone or self.address)


@dataclass(frozen=True)
class NewInquiry:
    """What is known when an inquiry comes in.

    :param call_back_days: working days until the call back; None: none is owed
    """

    kind: str
    channel: str
    language: str
    text: str
    subject: str = ""
    person: Person = field(default_factory=Person)
    who: str = ""
    point: ContactPoint | None = None
    site: Site | None = None
    topics: tuple[str, ...] = ()
    is_urgent: bool = False
    has_pin: bool = False
    call_back_days: int | None = None
    message_id: str = ""


@transaction.atomic
def receive_inquiry(
    *,
    municipality: Municipality,
    new: NewInquiry,
    now: datetime,
    by: User | None = None,
) -> Inquiry:
    """Take an inquiry in: number, due date, receipt, contact, and a todo."""
    point = new.point or next(iter(public_points(municipality)), None)
    requester = _requester(municipality, new)
    inquiry = Inquiry(
        municipality=municipality,
        point=point,
        requester=requester,
        kind=new.kind,
        who=new.who or _WHO_BY_KIND.get(Inquiry.Kind(new.kind), Inquiry.Who.UNKNOWN),
        channel=new.channel,
        language=new.language,
        topics=list(new.topics),
        site=new.site,
        is_urgent=new.is_urgent,
        has_pin=new.has_pin,
        received_at=now,
        team=point.team if point else None,
        addressee=point.addressee if point else None,
    )
    inquiry.year, inquiry.serial = _number(municipality, now)
    inquiry.due_on = answer_due(inquiry, now=now)
    if new.call_back_days is not None:
        inquiry.call_back_due_on = _days_after(inquiry, new.call_back_days, now=now)
    inquiry.save(force_insert=True)
    _first_message(inquiry, new, by=by, now=now)
    if inquiry.is_complaint:
        Complaint.objects.create(
            municipality=municipality,
            inquiry=inquiry,
            is_anonymous=new.person.is_nobody,
        )
    audit.record(action="inquiries.inquiry.received", subject=inquiry, by=by)
    count_contact(inquiry, by=by, now=now)
    ask_for_answer(inquiry, by=by, now=now)
    return inquiry


def take_complaint(
    municipality: Municipality, complaint: HandedIn, now: datetime
) -> str:
    """Take in what was handed in elsewhere; return the address of its number."""
    who = Inquiry.Who.ENGAGED if complaint.is_helper else Inquiry.Who.OFFICE
    inquiry = receive_inquiry(
        municipality=municipality,
        new=NewInquiry(
            kind=Inquiry.Kind.COMPLAINT,
            channel=Channel.WEB,
            language=complaint.language,
            subject=complaint.about,
            text=complaint.text,
            person=Person(complaint.name, complaint.email, complaint.phone),
            who=who,
        ),
        now=now,
    )
    parts = [municipality.slug, complaint.language, keys.sent_mark(inquiry)]
    return reverse("inquiries_public:sent", args=parts)


def answer_due(inquiry: Inquiry, *, now: datetime) -> date:
    """Return the working day on which the requester must have an answer."""
    point = inquiry.point
    if point is None:
        return _days_after(inquiry, 1 if inquiry.is_urgent else 5, now=now)
    days = point.urgent_days if inquiry.is_urgent else point.answer_days
    return _days_after(inquiry, days, now=now)


def ask_for_answer(inquiry: Inquiry, *, by: User | None, now: datetime) -> None:
    """Put the inquiry on somebody's Today; what is a call back says so."""
    owner, team = owner_of(inquiry, today=local_day(inquiry.municipality, now))
    if owner is None and team is None:
        return
    is_call = inquiry.waits_for_call_back
    todos.create_todo(
        municipality=inquiry.municipality,
        kind=CALL_BACK if is_call else ANSWER,
        title="Call back about inquiry %(number)s"
        if is_call
        else "Answer inquiry %(number)s",
        params={"number": inquiry.number},
        owner=owner,
        team=team,
        subject_type="inquiries.inquiry",
        subject_id=inquiry.pk,
        due_on=inquiry.call_back_due_on if is_call else inquiry.due_on,
        today=local_day(inquiry.municipality, now),
        by=by,
    )


def count_contact(inquiry: Inquiry, *, by: User | None, now: datetime) -> None:
    """Record the contact that an inquiry is, nameless, or bring it up to date."""
    group, subtype = GROUPS[Inquiry.Who(inquiry.who)]
    data = contacts.ContactData(
        group=group,
        subtype=subtype,
        topics=list(inquiry.topics),
        language=inquiry.language,
        channel=inquiry.channel,
    )
    if inquiry.contact is None:
        data["held_on"] = local_day(inquiry.municipality, now)
        data["site"] = inquiry.point.site if inquiry.point else None
        inquiry.contact = contacts.record_contact(
            municipality=inquiry.municipality, data=data, by=by
        )
        Inquiry.objects.filter(pk=inquiry.pk).update(contact=inquiry.contact)
    elif by is not None:
        contacts.edit_contact(contact=inquiry.contact, data=data, expected=None, by=by)


def _requester(municipality: Municipality, new: NewInquiry) -> Requester | None:
    """Return who asks: the one with this address, somebody new, or nobody."""
    person = new.person
    if person.is_nobody:
        return None
    address = person.email.strip().lower()
    known = (
        RequesterEmail.objects.select_related("requester")
        .filter(municipality=municipality, address=address)
        .first()
        if address
        else None
    )
    if known is not None:
        return known.requester
    requester = Requester.objects.create(
        municipality=municipality,
        name=person.name,
        sort_key=sort_key(person.name),
        language=new.language,
        reply_by=person.reply_by or (Notice.Channel.MAIL if address else ""),
        phone=person.phone,
        address=person.address,
    )
    if address:
        RequesterEmail.objects.create(
            municipality=municipality, requester=requester, address=address
        )
    return requester


def _number(municipality: Municipality, now: datetime) -> tuple[int, int]:
    """Return the next number of the year; two at once wait for each other."""
    year = local_day(municipality, now).year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"inquiries:{municipality.pk}"],
        )
    rows = Inquiry.objects.filter(municipality=municipality, year=year)
    last = rows.aggregate(last=Max("serial"))["last"]
    return year, (last or 0) + 1


def _first_message(
    inquiry: Inquiry, new: NewInquiry, *, by: User | None, now: datetime
) -> None:
    Message.objects.create(
        municipality_id=inquiry.municipality_id,
        inquiry=inquiry,
        kind=Message.Kind.REQUEST,
        language=new.language,
        subject=new.subject[:250],
        text=new.text,
        author=by,
        said_at=now,
        message_id=new.message_id,
    )


def _days_after(inquiry: Inquiry, days: int, *, now: datetime) -> date:
    calendar = places.working_calendar(inquiry.municipality)
    return calendar.add_working_days(local_day(inquiry.municipality, now), days)


def local_day(municipality: Municipality, now: datetime) -> date:
    return now.astimezone(ZoneInfo(municipality.time_zone)).date()
