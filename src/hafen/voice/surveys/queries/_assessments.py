"""Joint assessments, for those who write them and the partners who approve them."""

from django.db.models import Count, F, Prefetch, Q, QuerySet

from hafen.core.accounts.models import User
from hafen.network.organisations.queries import own_organisations
from hafen.voice.surveys.models import Assessment, Contribution, Partner, Wave
from hafen.voice.surveys.rules import ASSESS, MANAGE_SURVEY


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """Return all for those who manage surveys, and their own for partners.

    With `lacking`: how many partners have not approved the text as it stands.
    """
    if not ASSESS.held_by(user):
        return Assessment.objects.none()
    rows = Assessment.objects.filter(municipality=user.municipality_id)
    if not MANAGE_SURVEY.held_by(user):
        own = own_organisations(user).values("organisation")
        rows = rows.filter(
            pk__in=Partner.objects.filter(organisation__in=own).values("assessment")
        )
    approved = Q(partners__approved_edition=F("edition"))
    return (
        rows.select_related("wave__survey", "municipality")
        .annotate(lacking=Count("partners") - Count("partners", filter=approved))
        .order_by("-id")
    )


def approved_assessment(wave: Wave) -> Assessment | None:
    """Return the joint text of a round, once all partners have approved it."""
    rows = Assessment.objects.filter(wave=wave, approved_on__isnull=False)
    return rows.exclude(text="").select_related("municipality").first()


def partners_of(assessment: Assessment) -> QuerySet[Partner]:
    """Return the partners with what they say, the municipality first."""
    said = Contribution.objects.order_by("sort_key", "id")
    return (
        Partner.objects.filter(assessment=assessment)
        .select_related("assessment", "municipality", "organisation")
        .prefetch_related(Prefetch("contributions", queryset=said))
        .order_by(F("organisation__sort_key").asc(nulls_first=True), "id")
    )


def spoken_for(user: User, assessment: Assessment) -> QuerySet[Partner]:
    """Return the partners for whom somebody may speak and approve."""
    rows = Partner.objects.filter(assessment=assessment).select_related(
        "assessment", "municipality", "organisation"
    )
    if MANAGE_SURVEY.held_by(user):
        return rows
    own = own_organisations(user).values("organisation")
    return rows.filter(organisation__in=own)


def contributions_of(user: User, assessment: Assessment) -> QuerySet[Contribution]:
    """Return the statements that somebody may take back."""
    rows = Contribution.objects.filter(partner__in=spoken_for(user, assessment))
    return rows.select_related("partner__assessment")


def is_own(user: User, partner: Partner) -> bool:
    """Return whether somebody speaks for the partner's own house."""
    if partner.organisation_id is None:
        return MANAGE_SURVEY.held_by(user)
    rows = own_organisations(user).filter(organisation=partner.organisation_id)
    return rows.exists()
