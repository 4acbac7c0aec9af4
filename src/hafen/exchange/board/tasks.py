from uuid import UUID

from django.utils import timezone

from hafen.core.db import work
from hafen.core.db.context import current
from hafen.exchange.board import services


@work.every("20 4 * * *")
@work.task("board.keep_fresh")
def keep_fresh() -> None:
    if municipality := current().municipality:
        now = timezone.now()
        services.keep_fresh(municipality_id=municipality, now=now)
        services.forget(municipality_id=municipality, now=now)
        services.forget_unconfirmed(municipality_id=municipality, now=now)


@work.every("0 5 * * *")
@work.task("board.send_news")
def send_news() -> None:
    if municipality := current().municipality:
        services.send_news(municipality_id=municipality, now=timezone.now())


@work.task(services.SPREAD)
def spread(*, post: UUID) -> None:
    services.spread(post_id=post, now=timezone.now())
