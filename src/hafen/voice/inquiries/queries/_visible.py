"""Who sees which inquiry: all other reads start here."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from hafen.core.accounts.models import Deputy, RoleAssignment, User
from hafen.core.accounts.queries import represented_by, teams_of
from hafen.network.organisations.queries import own_organisations
from hafen.voice.inquiries.models import (
    Accused,
    Checklist,
    Complaint,
    ContactPoint,
    Inquiry,
    InquiryQuerySet,
    Mailbox,
    ReplyTemplate,
    Requester,
)
from hafen.voice.inquiries.rules import (
    HANDLE_COMPLAINT,
    MANAGE_CONTACT_POINT,
    VIEW_INQUIRY,
    WORK_ON_INQUIRY,
)


def accusations_of(user: User, *, today: date) -> QuerySet[Accused]:
    """Return the rows by which somebody is on the other side of a complaint.

    Themselves, their team, the organisation they look after, and the office
    at which their address is listed.
    """
    is_listed = Q(unit__email__iexact=user.email) | Q(
        unit__contacts__email__iexact=user.email
    )
    return Accused.objects.filter(
        Q(user=user.pk)
        | Q(team__in=teams_of(user, today).values("pk"))
        | Q(organisation__in=own_organisations(user).values("organisation"))
        | (is_listed if user.email else Q(pk__in=[])),
        municipality=user.municipality_id,
    )


def other_side_of(inquiry: Inquiry) -> list[str]:
    """Return the names of whom a complaint is about, for who handles it."""
    rows = Accused.objects.filter(inquiry=inquiry).order_by("created_at", "id")
    found = []
    for row in rows.select_related("user", "team", "unit", "organisation"):
        named = row.user or row.team or row.unit or row.organisation
        found.append(named.name if named else row.name)
    return list(dict.fromkeys(found))


def deciders(inquiry: Inquiry, *, beside: User, today: date) -> QuerySet[User]:
    """Return who else handles complaints, to pass one up to."""
    roles = RoleAssignment.objects.valid(today).filter(role__in=HANDLE_COMPLAINT.roles)
    accused = Accused.objects.filter(inquiry=inquiry, user__isnull=False)
    return (
        User.objects.filter(
            municipality=inquiry.municipality_id,
            is_active=True,
            pk__in=roles.values("user"),
        )
        .exclude(pk=beside.pk)
        .exclude(pk__in=accused.values("user"))
        .order_by("name", "id")
    )


def inquiries_visible_to(user: User, *, today: date) -> InquiryQuerySet:
    """Return what somebody may read.

    * complaints: only who handles complaints, and never the other side;
    * what is addressed to one person: that person and whoever acts for them.
    """
    if not VIEW_INQUIRY.held_by(user):
        return Inquiry.objects.none()
    rows = Inquiry.objects.filter(municipality=user.municipality_id)
    if not HANDLE_COMPLAINT.held_by(user):
        rows = rows.exclude(kind=Inquiry.Kind.COMPLAINT)
    deputies = Deputy.objects.valid(today).filter(deputy=user.pk)
    is_meant = (
        Q(addressee__isnull=True)
        | Q(addressee=user.pk)
        | Q(addressee__in=represented_by(user, today).values("pk"))
        | Q(addressee__in=deputies.values("user"))
    )
    accused = accusations_of(user, today=today).filter(inquiry=OuterRef("pk"))
    return rows.filter(is_meant).exclude(Exists(accused))


def workable_by(user: User, *, today: date) -> InquiryQuerySet:
    """Return what somebody may answer and change."""
    if not WORK_ON_INQUIRY.held_by(user):
        return Inquiry.objects.none()
    return inquiries_visible_to(user, today=today)


def hidden_from(user: User, *, today: date) -> InquiryQuerySet:
    """Return the inquiries that exist and must not be known to this user."""
    accused = accusations_of(user, today=today).values("inquiry")
    return Inquiry.objects.filter(pk__in=accused, municipality=user.municipality_id)


def released_summaries_of(user: User, *, today: date) -> QuerySet[Complaint]:
    """Return what was released to the other side of a complaint, for that side."""
    accused = accusations_of(user, today=today).values("inquiry")
    return (
        Complaint.objects.filter(
            municipality=user.municipality_id,
            inquiry__in=accused,
            released_at__isnull=False,
        )
        .select_related("inquiry")
        .order_by("-released_at")
    )


def requesters_visible_to(user: User, *, today: date) -> QuerySet[Requester]:
    rows = inquiries_visible_to(user, today=today)
    return Requester.objects.filter(
        municipality=user.municipality_id, pk__in=rows.values("requester")
    )


def points_visible_to(user: User) -> QuerySet[ContactPoint]:
    rows = ContactPoint.objects.filter(municipality=user.municipality_id)
    return rows.select_related("site", "team", "addressee").order_by("sort_key", "id")


def mailboxes_visible_to(user: User) -> QuerySet[Mailbox]:
    if not MANAGE_CONTACT_POINT.held_by(user):
        return Mailbox.objects.none()
    rows = Mailbox.objects.filter(municipality=user.municipality_id)
    return rows.select_related("point").order_by("address", "id")


def checklists_visible_to(user: User) -> QuerySet[Checklist]:
    rows = Checklist.objects.filter(municipality=user.municipality_id)
    return rows.order_by("sort_key", "id")


def templates_visible_to(user: User) -> QuerySet[ReplyTemplate]:
    rows = ReplyTemplate.objects.filter(municipality=user.municipality_id)
    return rows.order_by("sort_key", "id")
