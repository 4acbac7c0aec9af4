"""Where other rooms and pages find this one."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import KeptOut
from hafen.casework.cases.registries import (
    ClientAction,
    Following,
    Hinting,
    NeedAction,
    Read,
    Sharing,
    client_actions,
    followings,
    hintings,
    need_actions,
    reads,
    sharings,
    stays,
)
from hafen.casework.referrals import queries, reference, services
from hafen.casework.referrals.models import AreaSwitch, OpenQuestion, Referral
from hafen.casework.referrals.rules import (
    ANSWER,
    MANAGE_MATRIX,
    REFER,
    VIEW_MATRIX,
    VIEW_REFERRALS,
)
from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ownable, give, ownables
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.privacy.recipients import Recipient, Source, sources
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads

FEATURE = "referrals"


def register() -> None:
    sources.register(Source("referrals.Referral", _told))
    features.register(Feature(FEATURE, _("Referrals")))
    for label, name, group, right, order, icon in (
        (
            _("Referrals"),
            "referrals:referrals",
            navigation.PEOPLE,
            VIEW_REFERRALS,
            7,
            "arrow-forward",
        ),
        (
            _("Referred to us"),
            "referrals:addressed",
            navigation.PEOPLE,
            ANSWER,
            8,
            "mail",
        ),
        (
            _("Who does what"),
            "referrals:duties",
            navigation.NETWORK,
            VIEW_MATRIX,
            40,
            "list",
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=name,
                group=group,
                permission=right,
                order=order,
                icon=icon,
                feature=FEATURE,
            )
        )
    for url_name, label in (
        ("referrals:refer", _("Refer")),
        ("referrals:add_switch", _("Change of the legal area")),
    ):
        client_actions.register(ClientAction(url_name, label, REFER))
    hintings.register(Hinting(FEATURE, _hints, reference.source_of_hints))
    need_actions.register(
        NeedAction("referrals:refer", _("Who can help"), REFER, FEATURE)
    )
    for what, label in (
        ("referrals.referral", _("a referral")),
        ("referrals.switch", _("a change of the legal area")),
        ("referrals.told", _("what an office was told, by this office")),
        ("referrals.document", _("the copy of a paper, by the office that got it")),
    ):
        reads.register(Read(f"{what}.read", label))
    followings.register(Following("referrals", services.follow_case))
    sharings.register(Sharing("referrals", services.end_with, stays))
    kinds.register(
        Kind(
            services.LOOK,
            _("Answer to a referral"),
            icon="mail",
            titles=(services.LOOK_TITLE,),
            addresses=_addresses,
        )
    )
    _register_leads()
    _register_belongings()


def _hints(residence: str, day: date) -> list[tuple[str, str]]:
    found = reference.hints(residence, "", day, get_language() or "de")
    return [(hint.text, hint.legal_ref) for hint in found]


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = Referral.objects.filter(owner=user, pk__in=subjects).values_list("pk")
    return {pk: reverse("referrals:referral", args=[slug, pk]) for (pk,) in rows}


def _register_leads() -> None:
    for part, label in (
        ("late", _("Referrals that nobody answered in time")),
        ("ask", _("Ask whether somebody arrived")),
    ):
        leads.register(
            Lead(f"referrals.{part}", label, find=_referrals(part), icon="calendar")
        )
    leads.register(
        Lead(
            "referrals.addressed",
            _("Referrals to us that wait for an answer"),
            find=_addressed,
            icon="mail",
        )
    )
    leads.register(
        Lead(
            "referrals.switches",
            _("Changes of the legal area with a day that is near or over"),
            find=_switches,
            icon="calendar",
        )
    )
    leads.register(
        Lead(
            "referrals.questions",
            _("Ask again who is responsible"),
            find=_questions,
            icon="calendar",
        )
    )


def _referrals(part: str) -> Callable[[User, date], tuple[Waiting, str]]:
    def find(user: User, today: date) -> tuple[Waiting, str]:
        if not VIEW_REFERRALS.held_by(user):
            return 0, ""
        seen = queries.referrals_visible_to(user, today=today)
        chosen = queries.ReferralFilter(part=part)
        rows = queries.filtered_referrals(seen, chosen, today=today)
        address = reverse("referrals:referrals", args=[user.municipality.slug])
        return rows, f"{address}?part={part}"

    return find


def _addressed(user: User, today: date) -> tuple[Waiting, str]:
    del today
    waiting = sum(each.is_waiting for each in queries.addressed_to(user))
    return waiting, reverse("referrals:addressed", args=[user.municipality.slug])


def _switches(user: User, today: date) -> tuple[Waiting, str]:
    if not VIEW_REFERRALS.held_by(user):
        return 0, ""
    seen = queries.switches_visible_to(user, today=today)
    rows = queries.filtered_switches(seen, "pressing", today=today)
    address = reverse("referrals:switches", args=[user.municipality.slug])
    return rows, f"{address}?part=pressing"


def _questions(user: User, today: date) -> tuple[Waiting, str]:
    if not MANAGE_MATRIX.held_by(user):
        return 0, ""
    seen = queries.questions_visible_to(user)
    rows = queries.filtered_questions(seen, "due", today=today)
    address = reverse("referrals:questions", args=[user.municipality.slug])
    return rows, f"{address}?part=due"


def _register_belongings() -> None:
    """Say what is handed over when somebody leaves."""
    for name, label, rows in (
        ("referrals.referral", _("Referrals that are under way"), _open_referrals),
        ("referrals.switch", _("Changes of the legal area"), _open_switches),
    ):
        ownables.register(Ownable(name, label, rows, needs=REFER, give=_give))
    ownables.register(
        Ownable(
            "referrals.question",
            _("Open questions of responsibility"),
            _open_questions,
            needs=MANAGE_MATRIX,
        )
    )


def _open_referrals(municipality: UUID) -> QuerySet[Any]:
    rows = Referral.objects.filter(municipality=municipality)
    return rows.filter(ended_on__isnull=True)


def _open_switches(municipality: UUID) -> QuerySet[Any]:
    return AreaSwitch.objects.filter(municipality=municipality, closed_on__isnull=True)


def _open_questions(municipality: UUID) -> QuerySet[Any]:
    states = OpenQuestion.State
    return OpenQuestion.objects.filter(municipality=municipality, state=states.OPEN)


def _give(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Give what is under way to somebody whom nothing keeps out of the files.

    :raises ReceiverMayNot: when that one is one of the people, or a relative
    """
    kept_out = KeptOut.objects.filter(user=user, client__in=rows.values("client"))
    if kept_out.exists():
        raise ReceiverMayNot(ownable.name)
    return give(ownable, rows, user, team)


def _told(rows: QuerySet[Referral], _keys: Collection[Any]) -> Iterator[Recipient]:
    """Say to which offices persons were referred; the key stands in their mail."""
    for row in rows.filter(offered_at__isnull=False):
        on = timezone.localdate(row.offered_at)
        got = frozenset(row.categories)
        yield Recipient(row.recipient, row.email, on, str(row.pk), got)
