from django.utils import timezone

from hafen.core.db import work
from hafen.mechanisms.privacy import requests, retention


@work.every("41 2 * * *")
@work.task("privacy.sweep")
def sweep() -> None:
    """Erase what has been kept long enough, each night."""
    retention.sweep(now=timezone.now())
    # What had to be kept has gone with the sweep; now its person can go.
    requests.finish(now=timezone.now())
