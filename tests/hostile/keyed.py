"""Addresses with keys of rows that exist, for pages that no link leads to."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hafen.core.db.guards import our_models
from hafen.core.places.models import Site
from hafen.evidence.reports import keys as report_keys
from hafen.evidence.reports.models import Share
from hafen.exchange.board import keys as board_keys
from hafen.exchange.board.models import Post, Subscription, Talk
from hafen.exchange.interpreting import keys as interpreting_keys
from hafen.exchange.interpreting.models import (
    Appointment,
    Call,
    Forwarding,
    Institution,
    Interpreter,
)
from hafen.exchange.mentoring import keys as mentoring_keys
from hafen.exchange.mentoring.models import CheckIn, HandOver, Side
from hafen.exchange.pool import keys as pool_keys
from hafen.exchange.pool.models import Helper, Match, Offer
from hafen.exchange.training import keys as training_keys
from hafen.exchange.training.models import Poll
from hafen.exchange.volunteers import keys as volunteer_keys
from hafen.exchange.volunteers.models import Partner, Volunteer
from hafen.information.directory.models import Review
from hafen.information.events.models import Event, EventDate
from hafen.mechanisms.bookings.links import hash_of, link_of
from hafen.mechanisms.bookings.models import Registrant
from hafen.mechanisms.imports.registry import importers
from hafen.voice.inquiries import keys
from hafen.voice.inquiries.models import Inquiry, ThirdParty
from hafen.voice.surveys import keys as survey_keys
from hafen.voice.surveys.models import Asked, Conference, Invitation, Wave
from hafen.web.portal.embedding import FEEDS
from tests.architecture.routes import Route, routes

ROWS = 2
TOKEN = "k" * 43


def opened(client: Any, town: Any, known: set[str]) -> Iterator[tuple[str, Any]]:
    """Open one address of each route that was not opened yet, where one opens."""
    for route in routes():
        if "^" in route.route or "None" in route.name or route.route in known:
            continue
        if "municipality" not in route.arguments or route.route.endswith(".pdf"):
            continue
        found = open_one(client, route, town)
        if found is not None:
            yield found


def open_one(client: Any, route: Route, town: Any) -> tuple[str, Any] | None:
    """Open an address of a route with the first keys that lead somewhere."""
    for address in _candidates(route, town):
        answer = client.get(address)
        if answer.status_code == 405:
            return None
        if answer.status_code == 200:
            return address, answer
    return None


def guarded_addresses(town: Any) -> list[str]:
    """Return an address for each guarded route, with a key of a row that is there."""
    return [
        address
        for route in routes()
        if hasattr(route.callback, "permission") and "municipality" in route.arguments
        for address in islice(_candidates(route, town), 1)
    ]


def _candidates(route: Route, town: Any) -> Iterator[str]:
    varying = {
        name: kind
        for name, kind in route.arguments.items()
        if name not in {"municipality", "language"}
    }
    found = [dict.fromkeys(varying)] if not varying else _fits(route, varying)
    for values in found:
        known = {"municipality": town.slug, "language": "de"} | values
        # Keys of other kinds than the route takes lead nowhere.
        with suppress(NoReverseMatch):
            yield reverse(
                route.name, kwargs={name: known[name] for name in route.arguments}
            )


def _fits(route: Route, varying: dict[str, str]) -> Iterator[dict[str, Any]]:
    keyed = [name for name, kind in varying.items() if kind == "UUIDConverter"]
    others: dict[str, list[Any]] = {
        name: _others(route, name) for name in varying if name not in keyed
    }
    for pair in _keys(route, len(keyed)):
        for rest in product(*others.values()):
            yield dict(zip(keyed, pair, strict=True)) | dict(
                zip(others, rest, strict=True)
            )


def _rows(route: Route) -> Iterator[Any]:
    room = route.name.partition(":")[0].removesuffix("_public")
    for model in our_models():
        if model._meta.app_label == room:
            yield from model._base_manager.order_by("pk")[:ROWS]


def _keys(route: Route, many: int) -> Iterator[tuple[Any, ...]]:
    """Return keys that belong together: of one row, and of the rows it stands on."""
    if many == 0:
        yield ()
    for row in _rows(route):
        if many == 1:
            yield (row.pk,)
        for above in _above(row) if many > 1 else ():
            beside = type(row)._base_manager.exclude(pk=row.pk)[:ROWS]
            others = [each.pk for each in beside] if many > 2 else [None]
            yield from ((above, row.pk, other)[:many] for other in others)


def _above(row: Any) -> list[Any]:
    return [
        key
        for field in row._meta.concrete_fields
        if field.is_relation and field.name != "municipality"
        if (key := getattr(row, field.attname))
    ]


def _others(route: Route, name: str) -> list[str]:
    """Return texts that could stand in an address for a part of that name."""
    if name in {"into", "language"}:
        return ["ar", "en"]
    if name == "importer":
        return [importer.key for importer in importers]
    if name == "name" and "embed" in route.route:
        return list(FEEDS)
    return _days() if name == "day" else _names(route)


def _days() -> list[str]:
    days = EventDate._base_manager.filter(first_day__gt=timezone.localdate())
    return [each.original_day.isoformat() for each in days[:ROWS]]


def _names(route: Route) -> list[str]:
    found = [
        getattr(row, name, "") for row in _rows(route) for name in ("address", "key")
    ]
    return [each for each in found if isinstance(each, str) and _is_slug(each)]


def _is_slug(text: str) -> bool:
    return bool(text) and all(sign.isalnum() or sign in "-_" for sign in text)


def secret_addresses(town: Any) -> list[str]:
    """Return addresses that were mailed to somebody, with their secrets."""
    return [
        *_of_inquiries(town),
        *_of_bookings(town),
        *_of_reviews(town),
        *_of_the_pool(town),
        *_of_mentoring(town),
        *_of_training(town),
        *_of_volunteers(town),
        *_of_interpreting(town),
        *_of_the_board(town),
        *_of_surveys(town),
        *_of_reports(town),
    ]


def _at(name: str, town: Any, **values: Any) -> str:
    known = {"municipality": town.slug, "language": "de"}
    return reverse(name, kwargs=known | values)


def _of_inquiries(town: Any) -> Iterator[str]:
    for row in Inquiry._base_manager.order_by("pk")[:ROWS]:
        code = keys.link_code(row)
        yield _at("inquiries_public:own_page", town, short_id=row.short_id, code=code)
        yield _at("inquiries_public:sent", town, mark=keys.sent_mark(row))
    for row in ThirdParty._base_manager.order_by("pk")[:ROWS]:
        yield _at("inquiries_public:party", town, pk=row.pk, code=keys.party_code(row))


def _of_reports(town: Any) -> Iterator[str]:
    for share in Share._base_manager.order_by("pk")[:ROWS]:
        code = report_keys.code_of(share.pk)
        yield _at("reports_public:shared", town, pk=share.pk, code=code)


def _of_the_pool(town: Any) -> Iterator[str]:
    for match in Match._base_manager.order_by("pk")[:ROWS]:
        code = pool_keys.answer_code(match, pool_keys.HELPER)
        yield _at("pool_public:answer", town, pk=match.pk, code=code)
    for offer in Offer._base_manager.order_by("pk")[:ROWS]:
        code = pool_keys.renewal_code(offer)
        yield _at("pool_public:renew", town, part="offer", pk=offer.pk, code=code)


def _of_mentoring(town: Any) -> Iterator[str]:
    for check in CheckIn._base_manager.order_by("pk")[:ROWS]:
        code = mentoring_keys.check_in_code(check, Side.HELPER)
        yield _at("mentoring_public:check_in", town, pk=check.pk, code=code)
    for row in HandOver._base_manager.order_by("pk")[:ROWS]:
        code = mentoring_keys.wish_code(row)
        yield _at("mentoring_public:wish", town, pk=row.pk, code=code)


def _of_training(town: Any) -> Iterator[str]:
    for poll in Poll._base_manager.order_by("pk")[:ROWS]:
        code = training_keys.poll_code(poll, poll.pk)
        yield _at("training_public:poll", town, pk=poll.pk, who=poll.pk, code=code)
    for helper in Helper._base_manager.order_by("pk")[:ROWS]:
        code = training_keys.refusal_code(helper.pk)
        yield _at("training_public:no_polls", town, who=helper.pk, code=code)


def _of_surveys(town: Any) -> Iterator[str]:
    for wave in Wave._base_manager.order_by("pk")[:ROWS]:
        yield _at("surveys_public:open_link", town, short_id=wave.short_id)
    for held in Conference._base_manager.order_by("pk")[:ROWS]:
        yield _at("surveys_public:conference", town, short_id=held.short_id)
    for row in Invitation._base_manager.select_related("wave").order_by("pk")[:ROWS]:
        named = {"short_id": row.wave.short_id, "who": row.pk}
        code = survey_keys.code_of(row)
        yield _at("surveys_public:own_link", town, code=code, **named)
    for memory in Asked._base_manager.order_by("pk")[:ROWS]:
        code = survey_keys.stop(memory)
        yield _at("surveys_public:ask_no_more", town, who=memory.pk, code=code)


def _of_volunteers(town: Any) -> Iterator[str]:
    for row in Volunteer._base_manager.order_by("pk")[:ROWS]:
        code = volunteer_keys.own_code(row)
        yield _at("volunteers_public:own", town, pk=row.pk, code=code)
        for site in Site.objects.filter(municipality=town)[:1]:
            yield _at(
                "volunteers_public:site",
                town,
                pk=row.pk,
                code=code,
                site=site.public_id,
            )
    for partner in Partner._base_manager.order_by("pk")[:ROWS]:
        code = volunteer_keys.partner_code(partner)
        yield _at("volunteers_public:partner", town, pk=partner.pk, code=code)


def _of_interpreting(town: Any) -> Iterator[str]:
    kinds = (
        ("call", Call, interpreting_keys.CALL),
        ("own", Interpreter, interpreting_keys.OWN),
        ("feed", Interpreter, interpreting_keys.FEED),
        ("forwarded", Forwarding, interpreting_keys.FORWARDING),
    )
    for name, model, purpose in kinds:
        for row in model._base_manager.order_by("pk")[:ROWS]:
            code = interpreting_keys.code(purpose, row.pk)
            yield _at(f"interpreting_public:{name}", town, pk=row.pk, code=code)
    for job in Appointment._base_manager.order_by("pk")[:ROWS]:
        code = interpreting_keys.times_code(job)
        yield _at("interpreting_public:report", town, pk=job.pk, code=code)
    for institution in Institution._base_manager.order_by("pk")[:ROWS]:
        code = interpreting_keys.booking_code(institution)
        yield _at("interpreting_public:bookings", town, pk=institution.pk, code=code)


def _of_the_board(town: Any) -> Iterator[str]:
    for row in Post._base_manager.order_by("pk")[:ROWS]:
        for name in ("mine", "edit"):
            code = board_keys.manage_code(row)
            yield _at(f"board_public:{name}", town, pk=row.pk, code=code)
    for row in Post.objects.public().filter(category__startswith="family.")[:1]:
        # Whoever answers for children says first who they are.
        yield _at("board_public:answer", town, short_id=row.short_id)
    for talk in Talk._base_manager.order_by("pk")[:ROWS]:
        for side in Talk.Side.values:
            code = board_keys.talk_code(talk, side)
            yield _at("board_public:talk", town, pk=talk.pk, code=code)
    for wish in Subscription._base_manager.order_by("pk")[:ROWS]:
        code = board_keys.alert_code(wish)
        yield _at("board_public:alert", town, pk=wish.pk, code=code)


def _of_bookings(town: Any) -> Iterator[str]:
    for row in Registrant._base_manager.order_by("pk")[:ROWS]:
        link = link_of(row.seed)
        Registrant._base_manager.filter(pk=row.pk).update(link_hash=hash_of(link))
        yield _at("bookings_public:manage", town, link=link)
    for event in Event.objects.all():
        for date in event.dates.filter(starts_at__gt=timezone.now())[:1]:
            day = date.original_day.isoformat()
            yield _at("events_public:join", town, address=event.address, day=day)


def _of_reviews(town: Any) -> Iterator[str]:
    hashed = hashlib.sha256(TOKEN.encode()).hexdigest()
    for review in Review._base_manager.order_by("pk")[:1]:
        Review._base_manager.filter(pk=review.pk).update(token_hashes=[hashed])
        yield _at("directory_public:review", town, token=TOKEN)
