"""A closed case lets its people be asked how content they are, where they agreed."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import Case, Client, Consent, Membership
from hafen.voice.surveys import services as surveys
from hafen.voice.surveys.registries import Occasion, Person

COUNSELLING = Occasion("counselling", _("counselling whose case was closed"))


def let_be_asked(case: Case, today: date) -> None:
    """
    Leave the mailboxes of those who agreed to be invited to surveys.

    Nothing that leads to the case goes along, and nobody is asked whose household
    is shut for most of the team.
    """
    if case.household.is_restricted:
        return
    living = Membership.objects.valid(today).filter(household=case.household_id)
    people = Client.objects.filter(pk__in=living.values("client"))
    if case.client_id is not None:
        people = people.filter(pk=case.client_id)
    agreed = Consent.objects.valid(today).filter(kind=Consent.Kind.SURVEY)
    main = case.municipality.default_language
    surveys.remember_served(
        municipality=case.municipality,
        occasion=COUNSELLING.name,
        people=[
            Person(row.email, row.languages[0] if row.languages else main)
            for row in people.filter(pk__in=agreed.values("client")).order_by("id")
        ],
        today=today,
    )
