"""Where other rooms and pages find this one."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases import queries, services
from hafen.casework.cases.importers import PERSONS
from hafen.casework.cases.models import (
    Case,
    GridShare,
    Household,
    KeptOut,
    SoughtHelp,
    StandIn,
    WorkerProfile,
)
from hafen.casework.cases.registries import (
    Following,
    Sharing,
    followings,
    sharings,
    stays,
)
from hafen.casework.cases.rules import (
    MANAGE_PROGRAMMES,
    VIEW_CASES,
    VIEW_TALLIES,
    WORK_ON_CASES,
)
from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.models import Team, TeamMembership, User
from hafen.core.accounts.registries import (
    Ending,
    Ownable,
    endings,
    give,
    ownables,
)
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.exchange.pool import registries as pool
from hafen.mechanisms.imports.registry import importers
from hafen.mechanisms.privacy.recipients import Recipient, Source, sources
from hafen.mechanisms.privacy.spelling import Spelt, spelt
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.voice.surveys.registries import occasions

FEATURE = "cases"


def register() -> None:
    features.register(Feature(FEATURE, _("Casework")))
    occasions.register(services.COUNSELLING)
    for label, name, group, right, order, icon in (
        (_("Cases"), "cases:cases", navigation.PEOPLE, VIEW_CASES, 5, "list"),
        (
            _("Households"),
            "cases:households",
            navigation.PEOPLE,
            VIEW_CASES,
            6,
            "users",
        ),
        (
            _("Programmes of casework"),
            "cases:programmes",
            navigation.SETTINGS,
            MANAGE_PROGRAMMES,
            45,
            "settings",
        ),
        (
            _("Counselling grid"),
            "cases:measures",
            navigation.SETTINGS,
            MANAGE_PROGRAMMES,
            46,
            "settings",
        ),
        (
            _("Which needs come up most"),
            "cases:needs_ranking",
            navigation.EVIDENCE,
            VIEW_TALLIES,
            45,
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
    for key, label, find in _LEADS:
        leads.register(Lead(key, label, find=find, icon="calendar"))
    kinds.register(
        Kind(
            services.TELL,
            _("Consent withdrawn"),
            icon="mail",
            titles=(services.TELL_TITLE,),
            addresses=_consent_addresses,
        )
    )
    importers.register(PERSONS)
    spelt.register(Spelt("cases.Client", queries.named))
    kinds.register(
        Kind(
            services.LETTER,
            _("Letter with a deadline"),
            icon="mail",
            titles=(services.LETTER_TITLE,),
            addresses=_letter_addresses,
        )
    )
    sources.register(Source("cases.GridShare", _offices_of_grids))
    sharings.register(Sharing("cases.grid", services.end_grids, stays))
    sharings.register(Sharing("cases.help", services.end_help, services.renew_help))
    followings.register(Following("cases.help", services.follow_help))
    pool.followers.register(pool.Follower("cases.help", services.follow_placement))
    _register_belongings()


def _offices_of_grids(
    rows: QuerySet[GridShare], _keys: Collection[Any]
) -> Iterator[Recipient]:
    """Say which offices could read the grid of a case, at their mailbox."""
    for row in rows:
        on = timezone.localdate(row.created_at)
        yield Recipient(row.office, row.email, on, str(row.pk))


def _consent_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.consents_visible_to(user, today=timezone.localdate())
    found = rows.filter(pk__in=subjects).values_list("pk", "client")
    return {pk: reverse("cases:agreed", args=[slug, client]) for pk, client in found}


def _letter_addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.deadlines_visible_to(user, today=timezone.localdate())
    found = rows.filter(pk__in=subjects).values_list("pk", "household")
    slug = user.municipality.slug
    return {pk: reverse("cases:household_days", args=[slug, key]) for pk, key in found}


def _lead(name: str, part: str, seen: Any, keep: Any) -> Any:
    """Return what finds work on Today, and the list of it with this part open."""

    def find(user: User, today: date) -> tuple[Waiting, str]:
        if not VIEW_CASES.held_by(user):
            return 0, ""
        address = reverse(f"cases:{name}", args=[user.municipality.slug])
        return keep(seen(user, today=today), today), f"{address}?part={part}"

    return find


def _cases_of(part: str) -> Any:
    chosen = queries.CaseFilter(part=part)
    return _lead(
        "cases",
        part,
        queries.cases_visible_to,
        lambda rows, today: queries.filtered_cases(rows, chosen, today=today),
    )


def _own_deadlines(user: User, *, today: date) -> Any:
    rows = queries.deadlines_visible_to(user, today=today)
    return rows.filter(queries.responsible_for("household", user, today=today))


def _own_papers(user: User, *, today: date) -> Any:
    rows = queries.papers_visible_to(user, today=today)
    return rows.filter(queries.responsible_for("client__household", user, today=today))


def _own_consents(user: User, *, today: date) -> Any:
    rows = queries.consents_visible_to(user, today=today)
    return rows.filter(queries.responsible_for("client__household", user, today=today))


def _own_expiring(user: User, *, today: date) -> Any:
    rows = queries.expiring_visible_to(user, today=today)
    return rows.filter(queries.responsible_for("client__household", user, today=today))


def _own_turning(user: User, *, today: date) -> Any:
    rows = queries.turning_visible_to(user, today=today)
    return rows.filter(queries.responsible_for("household", user, today=today))


def _find_applications(user: User, today: date) -> tuple[Waiting, str]:
    if not VIEW_CASES.held_by(user):
        return 0, ""
    seen = queries.applications_visible_to(user, today=today)
    own = queries.ApplicationFilter(part="due", is_own=True)
    address = reverse("cases:applications", args=[user.municipality.slug])
    rows = queries.filtered_applications(seen, own, user, today=today)
    return rows, f"{address}?part=due&whose=own"


def _all(rows: Any, _today: date) -> Any:
    return rows


_LEADS: tuple[tuple[str, Any, Any], ...] = (
    ("cases.ending", _("Cases close to the end of their period"), _cases_of("ending")),
    (
        "cases.follow_up",
        _("Closed cases: ask again how it goes"),
        _cases_of("follow_up"),
    ),
    (
        "cases.consents",
        _("Consents that run out within thirty days"),
        _lead(
            "consents",
            "ending",
            queries.consents_visible_to,
            lambda rows, today: queries.filtered_consents(rows, "ending", today=today),
        ),
    ),
    (
        "cases.last_call",
        _("Consents that end within a fortnight, with all that hangs on them"),
        _lead(
            "consents",
            "soon",
            _own_consents,
            lambda rows, today: queries.filtered_consents(rows, "soon", today=today),
        ),
    ),
    (
        "cases.needs",
        _("Needs too long without an offer"),
        _lead(
            "needs_list",
            "late",
            queries.needs_visible_to,
            lambda rows, today: queries.filtered_needs(
                rows, queries.NeedFilter(part="late"), today=today
            ),
        ),
    ),
    (
        "cases.steps",
        _("Steps towards goals: due or late"),
        _lead(
            "steps",
            "due",
            queries.steps_visible_to,
            lambda rows, today: queries.filtered_steps(rows, "due", today=today),
        ),
    ),
    (
        "cases.deadlines",
        _("Letters with a deadline within fourteen days"),
        _lead(
            "deadlines",
            "due",
            _own_deadlines,
            lambda rows, today: queries.filtered_deadlines(rows, "due", today=today),
        ),
    ),
    (
        "cases.applications",
        _("Applications to hand in within fourteen days"),
        _find_applications,
    ),
    (
        "cases.papers",
        _("Papers that run out within ninety days"),
        _lead(
            "deadlines",
            "due",
            _own_papers,
            lambda rows, today: queries.running_out(rows, today=today),
        ),
    ),
    (
        "cases.expiring",
        _("Residence or accommodation that runs out soon"),
        _lead("deadlines", "coming", _own_expiring, _all),
    ),
    (
        "cases.turning",
        _("Birthdays that change what holds: 18 or 25 years"),
        _lead("deadlines", "coming", _own_turning, _all),
    ),
    (
        "cases.reviews",
        _("Integration agreements to look at again"),
        _lead(
            "steps",
            "due",
            queries.agreements_visible_to,
            lambda rows, today: queries.to_review(rows, today=today),
        ),
    ),
)


def _register_belongings() -> None:
    """Say what is handed over when somebody leaves, and what ends with them."""
    ownables.register(
        Ownable("cases.case", _("Cases"), _cases, needs=WORK_ON_CASES, give=_give)
    )
    ownables.register(
        Ownable(
            "cases.household",
            _("Households that somebody is responsible for"),
            _households,
            needs=WORK_ON_CASES,
            give=_give,
        )
    )
    endings.register(Ending("cases.deputy", _("Cases that somebody stands in on"), _in))
    endings.register(
        Ending("cases.profile", _("What somebody says for new cases"), _profiles)
    )


def _profiles(municipality: UUID) -> QuerySet[Any]:
    return WorkerProfile.objects.filter(municipality=municipality)


def _cases(municipality: UUID) -> QuerySet[Any]:
    return Case.objects.open().filter(municipality=municipality)


def _households(municipality: UUID) -> QuerySet[Any]:
    with_help = SoughtHelp.objects.filter(municipality=municipality).running()
    lives = Q(ended_on__isnull=True) | Q(pk__in=with_help.values("client__household"))
    return Household.objects.filter(lives, municipality=municipality)


def _in(municipality: UUID) -> QuerySet[Any]:
    return StandIn.objects.filter(municipality=municipality)


def _give(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Give households or cases to somebody of their teams whom nothing keeps out.

    :raises ReceiverMayNot: when one of the teams is not theirs, or a file is
    """
    members = TeamMembership.objects.valid(timezone.localdate()).filter(user=user)
    about = "household" if ownable.name == "cases.case" else "pk"
    kept_out = KeptOut.objects.filter(
        user=user, client__household__in=rows.values(about)
    )
    foreign = rows.exclude(team__in=members.values("team"))
    if foreign.exists() or kept_out.exists():
        raise ReceiverMayNot(ownable.name)
    if user is not None and ownable.name == "cases.case":
        for case in rows:
            services.follow_help(case, user)
    if user is not None and ownable.name == "cases.household":
        for household in rows:
            services.follow_household(household, user)
    return give(ownable, rows, user, team)
