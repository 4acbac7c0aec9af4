"""Jobs of the knowledge base."""

from django.utils import timezone

from hafen.core.db import context, work
from hafen.core.places.features import is_on
from hafen.core.places.models import Municipality
from hafen.information.knowledge import services


@work.task("knowledge.release")
def release(*, revision: int) -> None:
    services.release_due(revision=revision, now=timezone.now())


@work.task("knowledge.take_down")
def take_down(*, page: int) -> None:
    services.take_down_due(page=page, now=timezone.now())


@work.every("20 4 * * *")
@work.task("knowledge.remind")
def remind() -> None:
    """Ask each morning for the check of pages whose day comes near."""
    here = context.current().municipality
    if here is not None:
        town = Municipality.objects.get(pk=here)
        services.remind(municipality=town, today=timezone.localdate())
        services.watch_library(municipality=town, today=timezone.localdate())


@work.every("*/10 * * * *")
@work.task("knowledge.facts")
def facts() -> None:
    """Compare blocks, letters and leaflets with the facts, where any changed."""
    here = context.current().municipality
    if here is not None:
        town = Municipality.objects.get(pk=here)
        services.check_facts(municipality=town, now=timezone.now())


@work.every("40 1 * * *")
@work.task("knowledge.links", attempts=1)
def links() -> None:
    """Look each night where the links of the pages lead."""
    here = context.current().municipality
    if here is not None:
        town = Municipality.objects.get(pk=here)
        services.check_links(
            municipality=town,
            now=timezone.now(),
            with_web=is_on(town, "knowledge-links"),
        )
