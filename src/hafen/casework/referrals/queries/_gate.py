"""What lets an office have something, and what may matter for a person."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Circumstance, Client, Consent
from hafen.casework.referrals.models import Referral
from hafen.core.places.models import Municipality
from hafen.core.places.queries import ancestors_of
from hafen.information.directory import queries as directory
from hafen.information.directory.eligibility import Reader
from hafen.information.directory.queries import Fits, Named, PublicFilter

_Kind = Circumstance.Kind
# Levels as offers name them; whoever learns to read begins before the first.
_LEVELS = {"alpha": "A0", "none": "A0"}


def consents_for(
    client: Client,
    referral: Referral,
    categories: Collection[str],
    *,
    day: date,
) -> list[Consent] | None:
    """Return the consents by which a recipient may have all of some categories.

    None, if one of them lacks.
    """
    found = [_consent(client, referral, category, day) for category in categories]
    return None if None in found else [each for each in found if each is not None]


def _consent(
    client: Client, referral: Referral, category: str, day: date
) -> Consent | None:
    purpose = referral.topic.partition(".")[0]
    if referral.organisation is not None:
        return cases.consent_for(
            client,
            organisation=referral.organisation,
            purpose=purpose,
            category=category,
            day=day,
        )
    # An office of the house is no organisation: it is named in the consent.
    rows = Consent.objects.valid(day).filter(
        client=client,
        kind=Consent.Kind.SHARING,
        organisation__isnull=True,
        recipient=referral.recipient,
        purpose=purpose,
        categories__contains=[category],
    )
    return rows.order_by("-valid_until").first()


@dataclass(frozen=True)
class Standing:
    """How somebody stands today, as far as offers ask for it.

    :param residence: the residence category; empty where it is not known
    """

    reader: Reader = field(default_factory=Reader)
    residence: str = ""


def standing(client: Client, *, day: date) -> Standing:
    """Return what the file says of a person, for the conditions of offers."""
    facts = Circumstance.objects.valid(day).filter(
        client=client, kind__in=(_Kind.RESIDENCE, _Kind.GERMAN)
    )
    known = dict(facts.values_list("kind", "code"))
    german = known.get(_Kind.GERMAN, "")
    residence = known.get(_Kind.RESIDENCE, "")
    district = client.household.district
    places = ancestors_of(district) if district else []
    reader = Reader(
        age=client.age_on(day),
        # Offers name groups of categories.
        residence=residence.partition(".")[0],
        level=_LEVELS.get(german, german.upper()),
        districts=frozenset(map(str, places)),
        languages=frozenset(client.languages),
    )
    return Standing(reader, residence)


def fitting_offers(
    stands: Standing,
    municipality: Municipality,
    topic: str,
    *,
    language: str,
    now: datetime,
) -> Fits[Named]:
    """Return the offers that are open to a person, the best first, with reasons."""
    return directory.fitting_names(
        municipality,
        stands.reader,
        PublicFilter(topic=topic),
        language=language,
        now=now,
    )
