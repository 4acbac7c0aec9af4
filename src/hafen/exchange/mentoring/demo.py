"""Programmes, guides and sponsorships of the demo municipality, all invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.exchange.mentoring import services
from hafen.exchange.mentoring.models import CheckIn, Programme, Sponsorship
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import ALL_WEEK, Kind, Need, Offer
from hafen.exchange.training import services as training
from hafen.exchange.training.models import Module
from hafen.information.knowledge import services as knowledge
from hafen.information.knowledge.models import ConceptDraft
from hafen.network.organisations.models import Organisation

Said = Mapping[str, Any]
_SINCE = timedelta(days=2)


def register() -> None:
    # Guides need what the demo of `training` has taught them.
    demo_seeds.register(DemoSeed("mentoring", 59, load))


def load(municipality: Municipality, data: Said) -> None:
    """Make programmes and who is in them; a second time changes nothing."""
    by = User.objects.filter(email=data["by"]).first()
    if by is None or Programme.objects.filter(municipality=municipality).exists():
        return
    made = [_programme(municipality, entry, by) for entry in data["programmes"]]
    _bring_together(municipality, data["pair"], made[0], None, by)
    for entry in data["guides"]:
        _guide(municipality, entry, made[-1], by)
    for entry in data["wishes"]:
        _wish(municipality, entry, by)


def _programme(town: Municipality, entry: Said, by: User) -> Programme:
    facts = {name: entry[name] for name in ("titles", "texts", "rules")}
    facts |= {"owner": by, "is_open": True}
    facts["organisation"] = _organisation(town, entry.get("organisation", ""))
    facts["is_for_guides"] = entry.get("is_for_guides", False)
    made = services.save_programme(
        municipality=town, programme=None, data=facts, expected=None, by=by
    )
    if "concept" in entry:
        _concept(made, entry["concept"], by)
    return made


def _organisation(town: Municipality, name: str) -> Organisation | None:
    return Organisation.objects.filter(municipality=town, name=name).first()


def _concept(programme: Programme, entry: Said, by: User) -> None:
    """Let an edition be talked over and approved, and the next one be written."""
    people = User.objects.filter(municipality=programme.municipality)
    approver = people.filter(email=entry["approved_by"]).first()
    partner = people.filter(email=entry["comment_by"]).first()
    if approver is None or partner is None:
        return
    document = services.begin_concept(programme=programme, by=by)
    first = ConceptDraft.objects.get(document=document)
    _write(first, entry, entry["parts"], by, is_complete=True)
    knowledge.comment_draft(draft=first, text=entry["comment"], by=partner)
    now = timezone.now()
    knowledge.approve_draft(
        draft=first, begins=timezone.localdate(now), by=approver, now=now
    )
    second = knowledge.write_next(document=document, by=by)
    parts = entry["parts"] | {"tasks": entry["next"]}
    _write(second, entry, parts, by, is_complete=False)


def _write(
    draft: ConceptDraft, entry: Said, parts: Said, by: User, *, is_complete: bool
) -> None:
    knowledge.write_draft(
        draft=draft,
        parts=parts,
        contributors=entry["contributors"],
        is_complete=is_complete,
        expected=None,
        by=by,
    )


def _guide(town: Municipality, entry: Said, programme: Programme, by: User) -> None:
    """Take a guide in, trained or not, with an assignment, or ended already."""
    began = _ago(entry["days_ago"])
    offer: Offer = pool.enter_offer(
        municipality=town,
        person=pool.Person({"name": entry["name"], "channel": "VISIT"}),
        data={
            "kind": Kind.SPONSORSHIP,
            "title": programme.name,
            "languages": entry["languages"],
            "slots": ALL_WEEK,
            "owner": by,
        },
        by=by,
        now=began,
    )
    guide = services.recruit_guide(programme=programme, offer=offer, by=by, now=began)
    basic = Module.objects.filter(municipality=town, kind=Module.Kind.BASIC).first()
    if basic is not None and "trained" in entry:
        training.record_qualification(
            municipality=town,
            whose={"helper": offer.helper, "user": None},
            module=basic,
            acquired_on=timezone.localdate(_ago(entry["trained"])),
            note="",
            by=by,
        )
    if "assignment" in entry:
        _bring_together(town, entry["assignment"], programme, offer, by)
    if entry.get("ended"):
        services.end_guide(guide=guide, by=by, now=timezone.now())


def _need(town: Municipality, entry: Said, by: User) -> Need:
    need: Need = pool.enter_need(
        municipality=town,
        person=pool.Person(entry["seeker"]),
        data=_wanted(entry, by),
        by=by,
        now=_ago(entry["days_ago"]),
    )
    return need


def _wanted(entry: Said, by: User) -> dict[str, Any]:
    return {
        "kind": Kind.SPONSORSHIP,
        "owner": by,
        "slots": 1 << 9,
        "languages": {entry["language"]: 2},
        "title": entry["title"],
    }


def _wish(town: Municipality, entry: Said, by: User) -> None:
    need, now = _need(town, entry, by), timezone.now()
    association = _organisation(town, entry.get("association", ""))
    if association is not None:
        today = timezone.localdate(now)
        services.hand_over(
            need=need,
            organisation=association,
            shares=entry["shares"],
            consent_on=today - _SINCE,
            consent_until=today + timedelta(days=180),
            consent_language=entry["seeker"]["language"],
            owner=by,
            by=by,
            now=now - _SINCE,
        )


def _bring_together(
    town: Municipality,
    entry: Said,
    programme: Programme,
    offer: Offer | None,
    by: User,
) -> None:
    """Let one sponsorship run, whose first question how it goes is answered."""
    began, need = _ago(entry["days_ago"]), _need(town, entry, by)
    if offer is None:
        person = pool.Person(entry["helper"])
        offer = pool.enter_offer(
            municipality=town, person=person, data=_wanted(entry, by), by=by, now=began
        )
    [match] = pool.ask(need=need, offers=[offer], by=by, now=began)
    for side in ("HELPER", "SEEKER"):
        match = pool.answer(match=match, side=side, accepts=True, now=began, by=by)
    day = timezone.localdate(began)
    pool.hold_talk(match=match, on=day, seeker_agrees=True, by=by, now=began)
    pool.confirm(match=match, by=by, now=began)
    row = Sponsorship.objects.get(match=match)
    services.note_steps(
        sponsorship=row, met_on=day, signed_on=day, by=by, now=began, expected=None
    )
    row.refresh_from_db()
    services.begin_sponsorship(sponsorship=row, by=by, now=began)
    row.refresh_from_db()
    services.assign(sponsorship=row, programme=programme, owner=by, by=by)
    services.note_entry(
        sponsorship=row, kind="MEETING", on=day, text=entry["note"], by=by
    )
    first = CheckIn.objects.filter(sponsorship=row).order_by("weeks").first()
    if first is not None and first.due_on <= timezone.localdate():
        services.answer_check_in(
            check_in=first, side="HELPER", mood="GOOD", note="", now=began, by=by
        )


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
