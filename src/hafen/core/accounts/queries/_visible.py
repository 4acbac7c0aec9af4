from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from hafen.core.accounts.models import (
    UNDERTAKING_BY_DEFAULT,
    Absence,
    ConfidentialityUndertaking,
    Deputy,
    Invitation,
    InvitationQuerySet,
    RoleAssignment,
    RoleCondition,
    SignInCard,
    Team,
    UndertakingQuerySet,
    UndertakingText,
    User,
)
from hafen.core.accounts.rules import (
    EDIT_ALL_ABSENCES,
    INVITE,
    ISSUE_CARD,
    RECORD_UNDERTAKING,
    VIEW_PEOPLE,
    VIEW_TEAMS,
)


def people_visible_to(user: User) -> QuerySet[User]:
    """Return whom this person may look up; nobody for strangers."""
    here = User.objects.filter(municipality_id=user.municipality_id)
    may_see_all = (VIEW_PEOPLE, ISSUE_CARD, RECORD_UNDERTAKING)
    if any(right.held_by(user) for right in may_see_all):
        return here
    return here.filter(pk=user.pk)


def colleagues_of(user: User) -> QuerySet[User]:
    """Return the active people whom one may name as deputy or receiver."""
    return User.objects.filter(
        municipality_id=user.municipality_id, is_active=True
    ).exclude(pk=user.pk)


def with_roles(people: QuerySet[User], day: date) -> QuerySet[User]:
    """Load the assignments that are valid on the day into `valid_assignments`."""
    valid = RoleAssignment.objects.valid(day).order_by("role")
    return people.prefetch_related(
        Prefetch("assignments", queryset=valid, to_attr="valid_assignments")
    )


def find(people: QuerySet[User], *, text: str = "", role: str = "") -> QuerySet[User]:
    """Narrow people to a part of name or address, and to a role."""
    if text := text.strip().replace("\x00", ""):
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role:
        people = people.filter(assignments__role=role).distinct()
    return people.order_by("name", "id")


def invitations_visible_to(user: User) -> InvitationQuerySet:
    if INVITE.held_by(user):
        return Invitation.objects.filter(municipality_id=user.municipality_id)
    return Invitation.objects.none()


def cards_visible_to(user: User) -> QuerySet[SignInCard]:
    if ISSUE_CARD.held_by(user):
        return SignInCard.objects.filter(municipality_id=user.municipality_id)
    return SignInCard.objects.filter(user_id=user.pk)


def undertakings_visible_to(user: User) -> UndertakingQuerySet:
    here = ConfidentialityUndertaking.objects.filter(
        municipality_id=user.municipality_id
    ).select_related("user", "text")
    if RECORD_UNDERTAKING.held_by(user):
        return here
    return here.filter(user_id=user.pk)


def undertaking_texts(user: User) -> QuerySet[UndertakingText]:
    """Return the texts of the municipality, the newest edition first."""
    here = UndertakingText.objects.filter(municipality_id=user.municipality_id)
    return here.order_by("-valid_from", "-edition", "language")


def texts_to_sign(user: User, today: date) -> QuerySet[UndertakingText]:
    """Return the newest edition, if the person has not signed it."""
    texts = undertaking_texts(user).filter(valid_from__lte=today)
    newest = texts.values_list("edition", flat=True).first()
    signed = user.undertakings.valid(today).filter(text__edition=newest)
    if newest is None or signed.exists():
        return UndertakingText.objects.none()
    return texts.filter(edition=newest)


def roles_with_undertaking(user: User) -> set[str]:
    """Return the roles that begin only after an undertaking was signed."""
    conditions = RoleCondition.objects.filter(municipality_id=user.municipality_id)
    own = dict(conditions.values_list("role", "needs_undertaking"))
    default = {str(role) for role in UNDERTAKING_BY_DEFAULT if role not in own}
    return default | {role for role, needs in own.items() if needs}


def people_without_undertaking(user: User, today: date) -> QuerySet[User]:
    """Return the people whose role waits for a signature."""
    assigned = RoleAssignment.objects.valid(today)
    waiting = assigned.exclude(pk__in=assigned.in_force(today).values("pk"))
    return people_visible_to(user).filter(
        is_active=True, pk__in=waiting.values("user_id")
    )


def teams_visible_to(user: User) -> QuerySet[Team]:
    if VIEW_TEAMS.held_by(user):
        return Team.objects.filter(municipality_id=user.municipality_id)
    return Team.objects.none()


def absences_visible_to(user: User) -> QuerySet[Absence]:
    here = Absence.objects.filter(municipality_id=user.municipality_id)
    if EDIT_ALL_ABSENCES.held_by(user):
        return here
    return here.filter(user_id=user.pk)


def deputies_visible_to(user: User) -> QuerySet[Deputy]:
    here = Deputy.objects.filter(municipality_id=user.municipality_id)
    if EDIT_ALL_ABSENCES.held_by(user):
        return here
    return here.filter(Q(user_id=user.pk) | Q(deputy_id=user.pk))


def coming_absences(user: User, today: date) -> QuerySet[Absence]:
    """Return who is away now or later, as far as one may know."""
    present = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return (
        absences_visible_to(user)
        .filter(present)
        .select_related("user", "reroute_to", "reroute_to_team")
        .order_by("valid_from", "user__name")
    )


def current_deputies(user: User, today: date) -> QuerySet[Deputy]:
    """Return who stands in for whom now or later, as far as one may know."""
    present = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return (
        deputies_visible_to(user)
        .filter(present)
        .select_related("user", "deputy")
        .order_by("user__name", "valid_from")
    )
