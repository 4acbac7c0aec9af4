"""Figures of inquiries to the contact point: who asks, what about, with what end."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.evidence.reports import lists
from hafen.evidence.reports.figures._reached import spoken
from hafen.evidence.reports.measuring import (
    Cell,
    Figure,
    Frame,
    Kind,
    Table,
    figures,
    listed,
    named,
    share,
    single,
)
from hafen.network.contacts.models import Channel
from hafen.voice.inquiries.models import Inquiry, ThirdParty

_NUMBER = pgettext_lazy("figure", "Number")
_ALL = _("All")
_SOURCE = _("Inquiries to the contact point")
_SIDES = ("who", "kind", "channel", "success")
_WITHIN = _("Inquiries received in the period; merged ones count once")


def _received(frame: Frame) -> Any:
    rows = Inquiry.objects.filter(
        municipality=frame.municipality,
        received_at__date__range=(frame.first, frame.last),
    )
    return rows.exclude(state=Inquiry.State.MERGED).order_by()


def _cube(frame: Frame) -> list[dict[str, Any]]:
    """Count once by all sides that tables have; the tables add it up."""
    return list(_received(frame).values(*_SIDES).annotate(n=Count("pk")))


def _by(field: str, choices: Any, heading: Any) -> Any:
    def measure(frame: Frame) -> Sequence[Table]:
        counts: Counter[str] = Counter()
        for cell in frame.once("inquiries.cube", _cube):
            counts[cell[field]] += cell["n"]
        lines = [(code, name, counts.pop(code, 0)) for code, name in choices]
        lines.append(("", _("not stated"), sum(counts.values())))
        heads = (heading, _NUMBER)
        return [listed("inquiries", field, lines, heads=heads, total=_ALL)]

    return measure


def _topics(frame: Frame) -> Sequence[Table]:
    names = {label.code: label.name for label in spoken(frame).topics}
    counts: dict[str, int] = {}
    for topics in _received(frame).values_list(F("topics"), flat=True):
        for domain in {code.split(".")[0] for code in topics or ()}:
            counts[domain] = counts.get(domain, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [(code, names.get(code, code), number) for code, number in ranked]
    return [listed("inquiries.topics", "topic", lines, heads=(_("Topic"), _NUMBER))]


def _third_parties(frame: Frame) -> Sequence[Table]:
    parties = ThirdParty.objects.filter(inquiry=OuterRef("pk"))
    asked = Q(Q(process_started_at__isnull=False) | Q(Exists(parties)))
    found = _received(frame).aggregate(
        all=Count("pk"),
        shared=Count("pk", filter=asked),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
    )
    whole = Cell(found["all"], named("inquiries"))
    part = Cell(found["shared"], named("inquiries", with_others="yes"))
    answered = Cell(found["answered"], named("inquiries", answered="yes"))
    heads = (_("All"), _("Answered"), _("With third parties"), _("Per cent"))
    cells = (whole, answered, part, share(part, whole))
    return [single(_("Inquiries"), *cells, heads=heads)]


_FIGURES = (
    Figure(
        "inquiries", _("Inquiries and clarification with others"), _("inquiries"),
        Kind.FLOW, _WITHIN, _SOURCE, _third_parties,
        note=_("With third parties: others were asked, or a clarification was begun."),
        rows=lists.inquiries(),
    ),
    Figure(
        "inquiries_who", _("Inquiries by who asks"), _("inquiries"), Kind.FLOW, _WITHIN,
        _SOURCE, _by("who", Inquiry.Who.choices, _("Who asks")), by=_("who asks"),
        rows=lists.inquiries(who="who"),
    ),
    Figure(
        "inquiries_kind", _("Inquiries by kind"), _("inquiries"), Kind.FLOW, _WITHIN,
        _SOURCE, _by("kind", Inquiry.Kind.choices, _("Kind")), by=_("kind"),
        rows=lists.inquiries(kind="kind"),
    ),
    Figure(
        "inquiries_channel", _("Inquiries by channel"), _("inquiries"), Kind.FLOW,
        _WITHIN, _SOURCE, _by("channel", Channel.choices, _("Channel")),
        by=_("channel"),
        rows=lists.inquiries(channel="channel"),
    ),
    Figure(
        "inquiries_result", _("Inquiries by result"), _("inquiries"), Kind.FLOW,
        _WITHIN, _SOURCE,
        _by("success", Inquiry.Success.choices, _("Result")), by=_("result"),
        rows=lists.inquiries(success="success"),
    ),
    Figure(
        "inquiries_topics", _("Inquiries by topic"), _("inquiries"), Kind.FLOW,
        _WITHIN, _SOURCE, _topics, by=_("topic"),
        note=_("One with several topics stands in several lines."),
        rows=lists.inquiries(topic="topic"),
    ),
)  # fmt: skip


def register() -> None:
    for figure in _FIGURES:
        figures.register(figure)
