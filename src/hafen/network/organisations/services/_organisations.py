from collections.abc import Iterable
from typing import TypedDict

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.names import slug_of, sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import District, Municipality
from hafen.core.places.services import content_changed
from hafen.core.translation.services import original_changed
from hafen.network.organisations.models import (
    Organisation,
    OrganisationDistrict,
    OrganisationEditor,
)
from hafen.network.organisations.queries import descendants
from hafen.network.organisations.registries import followers, usage_sources


class InCircle(DomainError):
    """An organisation would belong to itself, directly or through others."""


class StillUsed(DomainError):
    """Published offers name the organisation; they would lose their provider."""


class WrongState(DomainError):
    """The state does not allow this step any more."""


class OrganisationData(TypedDict, total=False):
    """What can be said of an organisation; a key that is left out stays as it is."""

    name: str
    kind: str
    description: str
    source_language: str
    parent: Organisation | None
    website: str
    phone: str
    email: str
    is_verified: bool
    legal_form: str
    workforce: str
    topics: list[str]
    languages: list[str]
    is_city_wide: bool
    street: str
    postal_code: str
    city: str
    way: str
    districts: Iterable[District]


@transaction.atomic
def create_organisation(
    *, municipality: Municipality, data: OrganisationData, by: User | None
) -> Organisation:
    """Create an organisation as a draft, under its name's slug for good."""
    organisation = Organisation(municipality=municipality)
    _set(organisation, data)
    organisation.slug = slug_of(organisation.name)
    organisation.save(force_insert=True)
    _lay_districts(organisation, data)
    audit.record(
        action="organisations.organisation.created", subject=organisation, by=by
    )
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    data: OrganisationData,
    expected: int | None,
    by: User | None,
) -> frozenset[str]:
    """
    Change what the data names.

    The slug follows a new name; addresses with the old one still lead here,
    since only the short id is looked up.

    :return: the names of the fields that changed; none: nothing was written
    :raises LostUpdate: when somebody else changed it since version `expected`
    :raises InCircle: when the parent lies below the organisation
    """
    fresh = locked(organisation, expected=expected)
    parent = data.get("parent")
    if parent is not None and parent.pk in descendants(fresh.pk):
        raise InCircle

    changed = _set(fresh, data) | _lay_districts(fresh, data)
    if not changed:
        return changed
    fresh.slug = slug_of(fresh.name)
    save_next(fresh)
    original_changed(row=fresh)
    _changed(fresh, "edited", by=by, fields=changed)
    return changed


@transaction.atomic
def publish_organisation(
    *, organisation: Organisation, expected: int | None, by: User | None
) -> None:
    """
    Show the organisation to the public.

    :raises WrongState: when it is archived; restore it first
    """
    fresh = locked(organisation, expected=expected)
    if fresh.is_archived:
        raise WrongState
    _move(fresh, Organisation.State.PUBLISHED, "published", by=by)


@transaction.atomic
def archive_organisation(
    *, organisation: Organisation, expected: int | None, by: User | None
) -> None:
    """
    Take the organisation out of every list; its rows stay.

    :raises StillUsed: when a room says that something published needs it
    """
    fresh = locked(organisation, expected=expected)
    if any(source.needs(fresh) for source in usage_sources):
        raise StillUsed
    _move(fresh, Organisation.State.ARCHIVED, "archived", by=by)


@transaction.atomic
def restore_organisation(
    *, organisation: Organisation, expected: int | None, by: User | None
) -> None:
    """
    Bring an archived organisation back, as a draft.

    :raises WrongState: when it is not archived, or was joined to another one
    """
    fresh = locked(organisation, expected=expected)
    if not fresh.is_archived or fresh.merged_into_id:
        raise WrongState
    _move(fresh, Organisation.State.DRAFT, "restored", by=by)


@transaction.atomic
def appoint_editor(
    *, organisation: Organisation, user: User, by: User | None
) -> OrganisationEditor:
    """Let a user look after the entries of an organisation; twice is once."""
    editor, is_new = OrganisationEditor.objects.get_or_create(
        municipality_id=organisation.municipality_id,
        organisation=organisation,
        user=user,
    )
    if is_new:
        audit.record(
            action="organisations.editor.appointed", subject=organisation, by=by
        )
    return editor


@transaction.atomic
def dismiss_editor(*, editor: OrganisationEditor, by: User | None) -> None:
    """End somebody's work on the entries of an organisation."""
    organisation = editor.organisation
    editor.delete()
    audit.record(action="organisations.editor.dismissed", subject=organisation, by=by)


def _set(organisation: Organisation, data: OrganisationData) -> frozenset[str]:
    """Give the row its values; return the names of those that differ."""
    differing = {
        name: value
        for name, value in data.items()
        if name != "districts" and getattr(organisation, name) != value
    }
    for name, value in differing.items():
        setattr(organisation, name, value)
    organisation.sort_key = sort_key(organisation.name)
    return frozenset(differing)


def _lay_districts(
    organisation: Organisation, data: OrganisationData
) -> frozenset[str]:
    """Keep the named districts, where the data names any."""
    if "districts" not in data:
        return frozenset()
    wanted = {district.pk for district in data["districts"]}
    present = set(organisation.districts.values_list("district", flat=True))
    organisation.districts.exclude(district__in=wanted).delete()
    OrganisationDistrict.objects.bulk_create(
        OrganisationDistrict(
            municipality_id=organisation.municipality_id,
            organisation=organisation,
            district_id=district,
        )
        for district in sorted(wanted - present)
    )
    return frozenset() if wanted == present else frozenset({"districts"})


def _move(
    organisation: Organisation, state: Organisation.State, verb: str, *, by: User | None
) -> None:
    if organisation.state == state:
        return
    organisation.state = state
    save_next(organisation)
    _changed(organisation, verb, by=by, fields=frozenset({"state"}))


def _changed(
    organisation: Organisation, verb: str, *, by: User | None, fields: frozenset[str]
) -> None:
    audit.record(
        action=f"organisations.organisation.{verb}",
        subject=organisation,
        by=by,
        details={"changed": sorted(fields)},
    )
    content_changed(organisation.municipality_id)
    for follower in followers:
        follower.follow(organisation)
