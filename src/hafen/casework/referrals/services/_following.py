"""What was referred in a case goes with it to whoever has the case from now on."""

from hafen.casework.cases.models import Case
from hafen.casework.referrals.models import AreaSwitch, Referral
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import save_next


def follow_case(case: Case, to: User) -> None:
    """Give what is under way to the new owner; runs while the case is handed over."""
    for rows in (
        Referral.objects.filter(case=case, ended_on__isnull=True),
        AreaSwitch.objects.filter(case=case, closed_on__isnull=True),
    ):
        for row in rows.select_for_update():
            row.owner = to
            save_next(row)
            audit.record(action="referrals.handed_over", subject=row)
