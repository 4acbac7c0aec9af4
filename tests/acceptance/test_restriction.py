"""Art. 18 DSGVO: two put a restriction in force, or lift it, at the same instant."""

from datetime import timedelta

from django.utils import timezone

from hafen.casework.cases.models import Client, Household
from hafen.core.accounts.models import Team
from hafen.core.db.context import Context, acting, opened_for
from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import requests, restricting, rights
from hafen.mechanisms.privacy.models import RightsRequest
from tests.racing import named

TODAY = timezone.localdate()


def test_art_18_of_two_at_once_one_is_the_first(race, person):
    town = race.town
    with acting(Context(municipality=town.pk)):
        officer, other = (person(town, Role.DATA_PROTECTION_OFFICER) for _ in "12")
        admin = person(town, Role.ADMINISTRATOR)
        team = Team.objects.create(municipality=town, name="Süd")
    with acting(Context(municipality=town.pk)):
        household = Household.objects.create(
            municipality=town, name="Muster", sort_key="muster", team=team
        )
        with opened_for(household.pk):
            client = Client.objects.create(
                municipality=town, household=household, name="Amal", notice_on=TODAY
            )
    with acting(Context(municipality=town.pk, actor=officer.pk)):
        with rights.opened(officer):
            assert Client.objects.count() == 1
        asked = requests.receive(
            kind="RESTRICT", roots=[rights.key_of(client)], received_on=TODAY,
            ground="CLAIMS", by=officer,
        )  # fmt: skip

    def begins(by):
        return lambda: restricting.put_in_force(
            asked=asked, look_again_on=TODAY + timedelta(days=9), by=by,
            now=timezone.now(), today=TODAY,
        )  # fmt: skip

    def lifts(by):
        return lambda: restricting.lift(
            asked=asked, because="OVER", by=by, now=timezone.now()
        )

    assert named(race(begins(other), begins(admin))) == ["NoLongerOpen", "won"]
    with acting(Context(municipality=town.pk, actor=officer.pk)):
        restricting.tell(asked=asked, by=officer, today=TODAY)
    assert named(race(lifts(officer), lifts(other))) == ["NoLongerOpen", "won"]
    with acting(Context(municipality=town.pk)):
        assert RightsRequest.objects.get().state == "DONE"
