from datetime import date

from hafen.casework.cases.errors import KeptOutOfFile, NotOfTheTeam
from hafen.casework.cases.models import Household, KeptOut
from hafen.casework.cases.queries import members_of
from hafen.core.accounts.models import User


def check_owner(household: Household, user: User, today: date) -> None:
    """
    Refuse somebody who cannot be responsible for a household or a case of it.

    :raises NotOfTheTeam: who does not belong to the responsible team
    :raises KeptOutOfFile: who is one of the household, or a relative
    """
    if not members_of(household.team, today=today).filter(pk=user.pk).exists():
        raise NotOfTheTeam
    kept_out = KeptOut.objects.filter(user=user, client__household=household)
    if kept_out.exists():
        raise KeptOutOfFile
