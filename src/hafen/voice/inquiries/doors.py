"""Where other rooms and pages find this one."""

from collections.abc import Collection
from datetime import date
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.audit.shields import Shield, shields
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features, is_on
from hafen.exchange.pool.doors import FEATURE as POOL
from hafen.exchange.pool.registries import Origin, origins
from hafen.exchange.pool.rules import PLACE
from hafen.mechanisms.feedback.registries import ComplaintDesk, complaint_desks
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.voice.inquiries import belongings, doing, queries, services
from hafen.voice.inquiries.models import (
    Accused,
    Complaint,
    Inquiry,
    Message,
    Step,
    ThirdParty,
)
from hafen.voice.inquiries.registries import InquiryAction, actions
from hafen.voice.inquiries.rules import (
    MANAGE_CONTACT_POINT,
    NOTE_INQUIRY,
    READ_SUMMARY,
    VIEW_INQUIRY,
)

FEATURE = "inquiries"
_ORIGIN = "inquiries.inquiry"


def register() -> None:
    features.register(
        Feature(FEATURE, _("Take inquiries and complaints of the public"))
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Inquiries"),
            url_name="inquiries:listing",
            group=navigation.WORK,
            permission=VIEW_INQUIRY,
            order=20,
            icon="message",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Note a call or a visit"),
            url_name="inquiries:note",
            group=navigation.WORK,
            permission=NOTE_INQUIRY,
            order=21,
            icon="phone",
            feature=FEATURE,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Contact point"),
            url_name="inquiries:settings",
            group=navigation.SETTINGS,
            permission=MANAGE_CONTACT_POINT,
            order=40,
            icon="settings",
            feature=FEATURE,
        )
    )
    navigation.public.register(
        navigation.PublicEntry(
            _("Ask us"),
            "inquiries_public:ask",
            order=28,
            icon="message",
            feature=FEATURE,
        )
    )
    complaint_desks.register(ComplaintDesk(FEATURE, services.take_complaint))
    _register_todos()
    _register_placing()
    shields.register(Shield("inquiries", _hidden))
    belongings.register()
    doing.register()


def _register_placing() -> None:
    """Let an inquiry become an offer or a request of the exchange by one click."""
    origins.register(Origin(_ORIGIN, services.prefill, services.note_posting))
    for side, label in (
        ("need", _("Make a request for help of it")),
        ("offer", _("Make an offer of help of it")),
    ):
        actions.register(
            InquiryAction(
                f"inquiries.{side}",
                label,
                PLACE,
                partial(_form_address, side),
                icon="users",
            )
        )


def _form_address(side: str, inquiry: Inquiry) -> str | None:
    if not inquiry.is_living or inquiry.is_complaint:
        return None
    if not is_on(inquiry.municipality, POOL):
        return None
    where = reverse(f"pool:add_{side}", args=[inquiry.municipality.slug])
    return f"{where}?from={_ORIGIN}:{inquiry.pk}"


def _register_todos() -> None:
    for name, label, title in (
        (services.ANSWER, _("Inquiry"), _("Answer inquiry %(number)s")),
        (
            services.CALL_BACK,
            _("Call back"),
            _("Call back about inquiry %(number)s"),
        ),
        (
            services.DECIDE,
            _("Complaint that was passed up"),
            _("Decide on complaint %(number)s"),
        ),
        (
            services.READ_ANSWER,
            _("News about an inquiry"),
            _("Read what is new about inquiry %(number)s"),
        ),
    ):
        kinds.register(
            Kind(name, label, icon="message", titles=(title,), addresses=_addresses)
        )
    leads.register(Lead("inquiries.new", _("New inquiries"), find=_new, icon="message"))
    leads.register(
        Lead(
            "inquiries.summaries",
            _("Complaints: what was released to me"),
            find=_released,
            icon="lock",
        )
    )
    leads.register(
        Lead("inquiries.call_back", _("People to call back"), find=_calls, icon="phone")
    )


def _hidden(user: User) -> set[str]:
    """Return the keys of complaints about this user, with all that belongs there."""
    found = queries.hidden_from(user, today=timezone.localdate())
    keys: set[UUID] = set(found.values_list("pk", flat=True))
    for model in (Message, Complaint, Accused, ThirdParty, Step):
        rows = model._default_manager.filter(inquiry__in=found)
        keys.update(rows.values_list("pk", flat=True))
    todos = Todo.objects.filter(subject_id__in=found.values("pk"))
    keys.update(todos.values_list("pk", flat=True))
    return {str(key) for key in keys}


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.inquiries_visible_to(user, today=timezone.localdate())
    found = rows.filter(pk__in=subjects).values_list("pk", flat=True)
    slug = user.municipality.slug
    return {pk: reverse("inquiries:detail", args=[slug, pk]) for pk in found}


def _new(user: User, today: date) -> tuple[Waiting, str]:
    rows = queries.inquiries_visible_to(user, today=today)
    new = rows.filter(state=Inquiry.State.NEW)
    return new, reverse("inquiries:listing", args=[user.municipality.slug])


def _released(user: User, today: date) -> tuple[Waiting, str]:
    if not READ_SUMMARY.held_by(user):
        return 0, ""
    rows = queries.released_summaries_of(user, today=today)
    return rows, reverse("inquiries:summaries", args=[user.municipality.slug])


def _calls(user: User, today: date) -> tuple[Waiting, str]:
    rows = queries.inquiries_visible_to(user, today=today).to_call_back()
    address = reverse("inquiries:listing", args=[user.municipality.slug])
    return rows, f"{address}?part=call_back"
