from datetime import datetime, timedelta

from hafen.core.db import work
from hafen.core.db.models import Submission

# Longer than anybody waits before sending a form again.
_KEEP_SUBMISSIONS = timedelta(days=1)


@work.housekeeping("47 2 * * *", "db.forget_submissions")
def forget_submissions(now: datetime) -> None:
    """Drop the forms that were sent more than a day ago."""
    Submission.objects.filter(at__lt=now - _KEEP_SUBMISSIONS).delete()
