"""Where other rooms and pages find the catalogue."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places import changes
from hafen.core.places.models import Municipality
from hafen.core.translation.contents import Content, contents
from hafen.information.directory import documents, doing, queries
from hafen.information.directory.models import Course, Service, ServiceQuerySet
from hafen.information.directory.rules import VIEW_BULLETIN, VIEW_SERVICE
from hafen.information.directory.services import (
    OWNER,
    follow_organisation,
    follow_places,
)
from hafen.information.directory.services._asking import KIND as SILENT
from hafen.information.directory.services._proposals import KIND as PROPOSAL
from hafen.information.directory.services._review import KIND as REVIEW
from hafen.mechanisms.bookings import registries as bookings
from hafen.mechanisms.bookings.models import Bookable
from hafen.mechanisms.questions.models import Questionnaire
from hafen.mechanisms.questions.queries import answers_about
from hafen.mechanisms.questions.registries import Asker, askers
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.network.organisations import registries as organisations
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.registries import PublicLink, Usage

_SHOWN = 50


def register() -> None:
    doing.register()
    changes.sources.register(changes.Source("directory", queries.next_opening_change))
    search.sources.register(
        search.Source(
            "service", _("Offer"), documents.drafts, open_among=documents.open_among
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Offers"),
            url_name="directory:listing",
            group=navigation.INFORMATION,
            permission=VIEW_SERVICE,
            order=10,
            icon="list",
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Joint weekly plan"),
            url_name="directory:week",
            group=navigation.INFORMATION,
            permission=VIEW_SERVICE,
            order=12,
            icon="clock",
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("What people need"),
            url_name="directory:bulletin",
            group=navigation.INFORMATION,
            permission=VIEW_BULLETIN,
            order=15,
            icon="flag",
        )
    )
    kinds.register(
        Kind(
            name=REVIEW,
            label=_("Review of an offer"),
            icon="eye",
            titles=(gettext_noop("Look at the offer “%(name)s” and publish it"),),
            addresses=_addresses,
        )
    )
    kinds.register(
        Kind(
            name=PROPOSAL,
            label=_("Proposal of an organisation"),
            icon="edit",
            titles=(gettext_noop("Decide on what is proposed for “%(name)s”"),),
            addresses=_proposal_addresses,
        )
    )
    kinds.register(
        Kind(
            name=SILENT,
            label=_("Organisation that has not answered"),
            icon="phone",
            titles=(
                gettext_noop("Ring “%(name)s” up: are its offers still right?"),
                gettext_noop(
                    "“%(name)s” has not answered; please ask whether its offers"
                    " are right"
                ),
            ),
            addresses=_review_addresses,
        )
    )
    bookings.owners.register(
        bookings.Owner(
            name=OWNER,
            label=_("Course"),
            subjects=lambda user: queries.services_owned_by(user).values("pk"),
            address=_course_address,
            public_address=_public_course_address,
            details=answers_about,
        )
    )
    askers.register(Asker(OWNER, _questionnaires, _asked_at))
    bookings.followers.register(bookings.Follower("directory.courses", follow_places))
    leads.register(
        Lead("directory.checks", _("Offers to be checked"), _checks, icon="clock")
    )
    organisations.usage_sources.register(
        organisations.UsageSource(
            "directory.service", _("Offers"), _offers_of, _is_offering
        )
    )
    organisations.map_sources.register(
        organisations.MapSource("directory", _offers_by_place)
    )
    organisations.public_sources.register(
        organisations.PublicSource("directory", _("Offers"), _public_offers_of)
    )
    organisations.followers.register(
        organisations.Follower("directory", follow_organisation)
    )
    contents.register(
        Content(
            key="directory.service",
            title=_("Offers"),
            model=Service,
            rows=_worth_translating,
            address=_address,
        )
    )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.services_visible_to(user).filter(pk__in=subjects)
    return {
        pk: reverse("directory:detail", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _proposal_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.proposals_to_decide(user).filter(pk__in=subjects)
    return {
        pk: reverse("directory:decide", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _review_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    address = reverse("directory:upkeep", args=[user.municipality.slug])
    rows = queries.reviews_waiting(user).filter(pk__in=subjects)
    return dict.fromkeys(rows.values_list("pk", flat=True), address)


def _course_address(bookable: Bookable) -> str:
    slug = bookable.municipality.slug
    return reverse("directory:edit_course", args=[slug, bookable.subject_id])


def _public_course_address(bookable: Bookable, language: str) -> str:
    slug = bookable.municipality.slug
    row = Service.objects.filter(pk=bookable.subject_id).first()
    if row is None or not row.is_published:
        return reverse("directory_public:courses", args=[slug, language])
    return f"/{slug}/{language}/offers/{row.address}/"


def _questionnaires(user: User) -> QuerySet[Any, Any]:
    rows = Course.objects.filter(
        service__in=queries.services_editable_by(user), questionnaire__isnull=False
    )
    return rows.values("questionnaire")


def _asked_at(form: Questionnaire) -> str:
    course = Course.objects.filter(questionnaire=form).first()
    if course is None:
        return ""
    where = [form.municipality.slug, course.service_id]
    return reverse("directory:edit_course", args=where)


def _checks(user: User, today: date) -> tuple[Waiting, str]:
    """Return the offers that somebody should check, of those one may edit."""
    rows = queries.services_owned_by(user).overdue(today)
    address = reverse("directory:listing", args=[user.municipality.slug])
    return rows, f"{address}?overdue=on&sort=check"


def _offers_of(
    organisation: Organisation, user: User, limit: int
) -> tuple[list[Usage], int]:
    rows = queries.services_visible_to(user).filter(organisation=organisation).present()
    slug = organisation.municipality.slug
    listed = [
        Usage(
            title=row.name,
            state=str(row.get_state_display()),
            url=reverse("directory:detail", args=[slug, row.pk]),
        )
        for row in rows.sorted()[:limit]
    ]
    return listed, rows.count() if len(listed) == limit else len(listed)


def _public_offers_of(organisation: Organisation, language: str) -> list[PublicLink]:
    rows = Service.objects.filter(
        municipality=organisation.municipality_id, organisation=organisation
    ).public(timezone.localdate())
    slug = organisation.municipality.slug
    return [
        PublicLink(
            title=row.name,
            language=row.source_language,
            address=f"/{slug}/{language}/offers/{row.address}/",
        )
        for row in rows.sorted()[:_SHOWN]
    ]


def _offers_by_place(
    municipality: Municipality,
) -> Counter[tuple[str, UUID | None]]:
    """Return the offers that are public by domain and district; one query."""
    rows = Service.objects.filter(municipality=municipality)
    found = rows.public(timezone.localdate()).values_list(
        "pk", "topics__term__code", "places__location__district"
    )
    cells = {
        (pk, code.partition(".")[0], district) for pk, code, district in found if code
    }
    return Counter((domain, district) for _pk, domain, district in cells)


def _is_offering(organisation: Organisation) -> bool:
    return Service.objects.filter(
        organisation=organisation, state=Service.State.PUBLISHED
    ).exists()


def _worth_translating(municipality: UUID) -> ServiceQuerySet:
    return Service.objects.filter(
        municipality=municipality, state=Service.State.PUBLISHED
    ).sorted()


def _address(row: Any, language: str) -> str:
    return reverse(
        "directory:translate", args=[row.municipality.slug, row.pk, language]
    )
