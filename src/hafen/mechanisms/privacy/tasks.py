from django.utils import timezone

from hafen.core.db import context, work
from hafen.mechanisms.privacy import releasing, requests, retention, telling


@work.every("41 2 * * *")
@work.task("privacy.sweep")
def sweep() -> None:
    """Erase what has been kept long enough each night, and list what waits."""
    now, here = timezone.now(), context.current().municipality
    retention.sweep(now=now)
    if here is not None:
        releasing.carry_out(municipality=here, now=now)
        releasing.list_due(municipality=here, now=now)
        telling.remind(municipality=here, today=timezone.localdate(now))
    # What had to be kept has gone with the sweep; now its person can go.
    requests.finish(now=now)
