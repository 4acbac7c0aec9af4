"""The people whom one may ask about an offer, and what the public knows of them."""

from datetime import date

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.services import content_changed
from hafen.information.directory.models import Service, ServicePerson
from hafen.information.directory.services._errors import ForeignPerson
from hafen.network.organisations.models import ContactPerson


@transaction.atomic
def name_person(
    *,
    service: Service,
    person: ContactPerson,
    agreed_on: date | None,
    agreed_how: str,
    by: User | None,
    is_single: bool = False,
) -> ServicePerson:
    """
    List somebody at an offer, or change what they agreed to; twice is once.

    :param agreed_on: since when name, task and numbers may be public; None: not
    :param is_single: whether the public is told of nobody else at this offer
    :raises ForeignPerson: when the person is at another organisation
    """
    if person.organisation_id != service.organisation_id:
        raise ForeignPerson
    # The row of the offer is the lock: it has one such person at most.
    Service.objects.select_for_update().get(pk=service.pk)
    if is_single:
        ServicePerson.objects.filter(service=service).update(is_single=False)
    row, _is_new = ServicePerson.objects.update_or_create(
        municipality_id=service.municipality_id,
        service=service,
        person=person,
        defaults={
            "agreed_on": agreed_on,
            "agreed_how": agreed_how if agreed_on else "",
            "is_single": is_single and agreed_on is not None,
        },
    )
    # The page of the offer says who it is, or does so no longer.
    _tell(service, "named", by=by, is_public=row.is_public)
    return row


@transaction.atomic
def withdraw_person(*, row: ServicePerson, by: User | None) -> None:
    """Take somebody off an offer, and so off its public page at once."""
    service = row.service
    row.delete()
    _tell(service, "taken_off", by=by, is_public=False)


def _tell(service: Service, verb: str, *, by: User | None, is_public: bool) -> None:
    audit.record(
        action=f"directory.person.{verb}",
        subject=service,
        by=by,
        details={"is_public": is_public},
    )
    content_changed(service.municipality_id)
