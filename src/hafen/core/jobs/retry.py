from datetime import timedelta

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from hafen.core.db.errors import DomainError

_FIRST = timedelta(seconds=10)
_LONGEST = timedelta(hours=1)


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 10 s, 20 s, … one hour."""
    growth: int = 2 ** min(attempts, 12)
    return min(_LONGEST, _FIRST * growth)


class BackOff(BaseRetryStrategy):
    """Try again later and later; a refusal by the rules stays a refusal."""

    def __init__(self, *, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> RetryDecision | None:
        if isinstance(exception, DomainError | TypeError):
            return None
        if job.attempts + 1 >= self.attempts:
            return None
        return RetryDecision(retry_at=timezone.now() + pause(job.attempts))
