"""Reads about volunteers and what they have shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import JSONObject

from hafen.core.accounts.models import User
from hafen.core.db.names import spellings
from hafen.core.places.models import Municipality
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.models import Helper, Offer
from hafen.exchange.pool.persons import same_person
from hafen.exchange.volunteers.models import (
    NEEDED,
    Acknowledgement,
    DeploymentProfile,
    Hours,
    PoliceCertificate,
    Proof,
    Proven,
    Referral,
    Signup,
    Stage,
    Talk,
    Volunteer,
    VolunteerQuerySet,
)
from hafen.exchange.volunteers.rules import VIEW_VOLUNTEERS
from hafen.mechanisms.questions.models import AnswerSheet
from hafen.mechanisms.questions.queries import answers_about


def volunteers_visible_to(user: User) -> VolunteerQuerySet:
    if not VIEW_VOLUNTEERS.held_by(user):
        return Volunteer.objects.none()
    return Volunteer.objects.filter(municipality=user.municipality_id)


@dataclass(frozen=True)
class VolunteerFilter:
    """Who is meant; what is empty does not narrow.

    :param part: a stage in small letters, "here", "late", "return" or "all"
    :param free: the number of a part of the week in which somebody has time
    :param first: of who left: on this day or later; of the others: not gone before
    """

    part: str = "here"
    words: str = ""
    kind: str = ""
    language: str = ""
    skill: str = ""
    district: UUID | None = None
    association: UUID | None = None
    free: int | None = None
    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int:
        named = {key: value for key, value in vars(self).items() if key != "part"}
        return sum(value not in (None, "") for value in named.values())


def filtered(
    rows: VolunteerQuerySet, chosen: VolunteerFilter, *, today: date
) -> VolunteerQuerySet:
    found = _part_of(rows, chosen.part, today)
    offers = Offer.objects.filter(helper=OuterRef("helper"))
    if chosen.language:
        found = found.filter(Exists(offers.filter(languages__has_key=chosen.language)))
    if chosen.free is not None:
        bit = 1 << chosen.free
        has_time = offers.annotate(common=common_times(bit)).filter(common=bit)
        found = found.filter(Exists(has_time))
    if chosen.part == "left":
        days = {"left_on__gte": chosen.first, "left_on__lte": chosen.last}
        found = found.filter(**{name: day for name, day in days.items() if day})
    elif chosen.last:
        found = found.exclude(left_on__lte=chosen.last)
    exact = {
        "kinds__contains": [chosen.kind] if chosen.kind else None,
        "helper__skills__contains": [chosen.skill] if chosen.skill else None,
        "district": chosen.district,
        "association": chosen.association,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if chosen.words:
        # In whatever spelling: whoever answers the telephone writes what is heard.
        alike = Helper.objects.filter(same_person(name=chosen.words))
        said = Q(helper__email__iexact=chosen.words) | Q(helper__in=alike)
        for spelling in spellings(chosen.words):
            said |= Q(helper__sort_key__contains=spelling)
        found = found.filter(said)
    return found


def common_times(word: int) -> Any:
    """Return the parts of the week that an offer shares with a word of them.

    The type is said, since a week does not fit into the 32 bits that Django
    would take for it: beyond Saturday morning nothing would be found.
    """
    whole = BigIntegerField()
    typed: Any = Value(word, output_field=whole)
    return ExpressionWrapper(F("slots").bitand(typed), output_field=whole)


def _part_of(rows: VolunteerQuerySet, part: str, today: date) -> VolunteerQuerySet:
    if part.upper() in Stage.values:
        return rows.filter(stage=part.upper())
    parts = {
        "here": rows.here(),
        "late": rows.here().filter(due_on__lt=today),
        "return": rows.filter(stage=Stage.LEFT, may_return=True),
    }
    return parts.get(part, rows)


def listed(rows: VolunteerQuerySet) -> VolunteerQuerySet:
    """Bring along what a list shows, the longest waiting first."""
    others = (
        Volunteer.objects.here()
        .exclude(pk=OuterRef("pk"))
        .filter(municipality=OuterRef("municipality"))
    )
    twins = [
        Q(Exists(others.filter(**{name: OuterRef(name)}).exclude(**{name: ""})))
        for name in ("helper__email", "helper__name_key")
    ]
    return (
        rows.select_related(
            "helper", "owner", "team", "association", "district", "municipality"
        )
        .annotate(
            is_twin=twins[0] | twins[1],
        )
        .order_by(F("due_on").asc(nulls_last=True), "stage_since", "pk")
    )


def duplicates_of(volunteer: Volunteer) -> list[Volunteer]:
    """Return the volunteers who may be the same person, as the pool tells."""
    helper = volunteer.helper
    others = Helper.objects.filter(
        municipality=volunteer.municipality_id, volunteer__isnull=False
    ).exclude(pk=helper.pk)
    same = pool.known_people(
        others.select_related("volunteer"),
        name=helper.name,
        email=helper.email,
        phone=helper.phone,
    )
    return [each.volunteer for each in same]


def answers_of(volunteer: Any, *, language: str) -> list[tuple[str, str]]:
    """Return what was said to the town's own questions, of a row read `in_detail`."""
    if not volunteer.has_answered:
        return []
    return answers_about([volunteer.pk], language).get(volunteer.pk, [])


def offers_of(volunteer: Volunteer) -> QuerySet[Offer]:
    rows = Offer.objects.filter(helper=volunteer.helper_id)
    return rows.select_related("district", "helper").order_by("state", "kind", "pk")


def in_detail(rows: VolunteerQuerySet) -> VolunteerQuerySet:
    """Bring along what the page of one volunteer shows, in the same query."""
    approved = Hours.objects.filter(
        volunteer=OuterRef("pk"), state=Hours.State.APPROVED
    ).order_by()
    proofs = Proof.objects.filter(volunteer=OuterRef("pk")).order_by("kind")
    read = Acknowledgement.objects.filter(
        volunteer=OuterRef(OuterRef("pk")),
        profile=OuterRef("pk"),
        edition=OuterRef("edition"),
    )
    unread = standards(OuterRef("municipality")).exclude(Exists(read))
    named = {name: name for name in ("kind", "shown_on", "valid_until")}
    signups = Signup.objects.filter(volunteer=OuterRef("pk")).order_by()
    record = JSONObject(
        came=Count("pk", filter=Q(registration__attended=True)),
        missed=Count("pk", filter=Q(registration__attended=False)),
        gladly=Count("pk", filter=Q(weight=Signup.Weight.GLADLY)),
        hardly=Count("pk", filter=Q(weight=Signup.Weight.HARDLY)),
    )
    return rows.select_related(
        "helper", "municipality", "owner", "team", "association", "district",
        "certificate",
    ).annotate(
        minutes=Subquery(
            approved.values("volunteer").annotate(sum=Sum("minutes")).values("sum")
        ),
        shown=ArraySubquery(proofs.values(json=JSONObject(**named))),
        unread=ArraySubquery(
            unread.values(json=JSONObject(pk="pk", title="title", kind="kind"))
        ),
        record=Subquery(
            signups.values("volunteer").annotate(json=record).values("json")
        ),
        has_answered=Exists(AnswerSheet.objects.filter(about=OuterRef("pk"))),
        was_forwarded=Exists(Referral.objects.filter(volunteer=OuterRef("pk"))),
    )  # fmt: skip


def standards(municipality: Any) -> QuerySet[DeploymentProfile]:
    """Return the profiles whose standard has to be read before one begins."""
    rows = DeploymentProfile.objects.filter(
        municipality=municipality, is_active=True, needs_acknowledgement=True
    )
    return rows.order_by("title", "pk")


def proofs_of(volunteer: Any) -> list[Proof]:
    """Return what was shown or signed, of a row that is read `in_detail`."""
    return [
        Proof(
            kind=each["kind"],
            shown_on=date.fromisoformat(each["shown_on"]),
            valid_until=_day(each["valid_until"]),
        )
        for each in volunteer.shown
    ]


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class OwnProof:
    """Something that was shown or signed, as the volunteer reads it.

    :ivar until: its last day; None where it holds for ever
    """

    name: str
    until: date | None
    holds: bool


def own_proofs(volunteer: Volunteer, *, today: date) -> list[OwnProof]:
    """Return what a volunteer has shown, and what of the needed is missing."""
    rows = {row.kind: row for row in volunteer.proofs.order_by("kind")}
    found = [
        OwnProof(row.get_kind_display(), row.valid_until, row.holds_on(today))
        for row in rows.values()
    ]
    missing = [kind for kind in NEEDED if kind not in rows]
    found += [OwnProof(str(kind.label), None, holds=False) for kind in missing]
    # Of the extended certificate only until when it counts: nothing of what it says.
    until = volunteer.helper.clearance_until
    if until is not None and PoliceCertificate.objects.filter(volunteer=volunteer):
        name = str(PoliceCertificate._meta.verbose_name)
        found.append(OwnProof(name, until, until >= today))
    return found


def first_talks() -> QuerySet[Talk]:
    """Return the talks by which somebody may be asked and placed."""
    return Talk.objects.filter(kind=Talk.Kind.FIRST, decision=Talk.Decision.CLARIFIED)


def talks_of(volunteer: Volunteer) -> QuerySet[Talk]:
    return volunteer.talks.select_related("by").order_by("-on", "-pk")


@dataclass(frozen=True)
class Fitness:
    """What everybody at the desk may know: fit, or what stands against it.

    Who has shown what on which day, and whether there is a conviction, is read
    by the coordinator of volunteers alone.
    """

    has_talked: bool
    missing: list[str]
    with_minors: bool

    @property
    def is_fit(self) -> bool:
        return self.has_talked and not self.missing


def fitness(
    volunteer: Volunteer,
    *,
    proofs: list[Proof],
    talks: list[Talk],
    certificate: PoliceCertificate | None,
    today: date,
) -> Fitness:
    """Say what somebody may be given, of rows that are read already."""
    held = {proof.kind for proof in proofs if proof.holds_on(today)}
    until = volunteer.helper.clearance_until
    return Fitness(
        has_talked=any(
            talk.kind == Talk.Kind.FIRST and talk.decision == Talk.Decision.CLARIFIED
            for talk in talks
        ),
        missing=[str(Proven(kind).label) for kind in NEEDED if kind not in held],
        with_minors=certificate is not None
        and not certificate.relevant_conviction
        and until is not None
        and until >= today,
    )


def by_link(town: Municipality, pk: UUID) -> Volunteer | None:
    rows = Volunteer.objects.filter(municipality=town, pk=pk)
    return rows.select_related(
        "helper", "municipality", "owner", "team", "district"
    ).first()
