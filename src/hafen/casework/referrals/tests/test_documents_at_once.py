"""An office opens a copy in the second in which it is withdrawn."""

import pytest

from hafen.casework.cases import services as casework
from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.referrals import services
from hafen.casework.referrals.models import ReferralDocument
from hafen.casework.referrals.tests.conftest import NOW
from hafen.casework.referrals.tests.test_documents import attached, paper
from hafen.core.audit.models import Event
from hafen.core.db.context import Context, acting, opened_for
from tests.racing import named, slowly

__all__ = ["attached", "paper"]


@pytest.fixture
def town(race):
    return race.town


@pytest.mark.parametrize("first", ["office", "desk"])
def test_d42_what_is_withdrawn_meanwhile_is_opened_before_or_not_at_all(
    race, request, first
):
    with acting(Context(municipality=race.town.pk)):
        make, amal, clara = map(request.getfixturevalue, ("attached", "amal", "clara"))
        row = services.offer_referral(referral=make(), now=NOW, by=clara)
        row = services.accept(referral=row, appointment_at=None, now=NOW, by=None)
        pk = row.documents.get().pk
        consent = amal.consents.get()

    def opens():
        with acting(Context(municipality=race.town.pk)), opened_for(row.pk):
            services.open_document(referral=row.pk, document=pk, today=TODAY)

    def withdraws():
        with acting(Context(municipality=race.town.pk, actor=clara.pk)):
            casework.withdraw_consent(consent=consent, on=TODAY, by=clara)

    steps = [slowly(opens), slowly(withdraws)]
    results = race(*(steps if first == "office" else reversed(steps)))

    with acting(Context(municipality=race.town.pk, actor=clara.pk)):
        opened = Event.objects.filter(action="referrals.document.read").count()
        [kept] = ReferralDocument.objects.all()
    assert named(results) in (["won", "won"], ["NotOpened", "won"])
    assert opened == named(results).count("won") - 1
    assert (kept.copy, kept.size) == (None, 0)
    assert named(race(opens)) == ["NotOpened"]
