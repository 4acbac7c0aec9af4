"""Dated reference data of this room, read from its files: no rule stands in code."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hafen.core.taxonomy.reference import screen_language

_DATA = Path(__file__).parent / "data"


@cache
def _read(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        # The C reader is twenty times faster and knows no tags either.
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


def _valid(name: str, day: date, part: str = "terms") -> list[dict[str, Any]]:
    """Return the entries of a file that hold on a day."""
    file = _read(name)
    return [
        entry
        for entry in file[part]
        if entry.get("valid_from", file["valid_from"]) <= day
        and (entry.get("valid_to") is None or day <= entry["valid_to"])
    ]


# The category of a consent by which copies of papers may go along.
PAPERS = "PAPERS"


def fields_for(topic: str, day: date) -> list[str]:
    """Return the categories that an office needs for a topic, and no more."""
    found = _fields(topic, day).get("categories", _read("fields")["otherwise"])
    return [*found, *([PAPERS] if papers_for(topic, day) else [])]


def papers_for(topic: str, day: date) -> list[str]:
    """Return the kinds of papers of which a copy may go along for a topic."""
    return list(_fields(topic, day).get("papers", []))


def _fields(topic: str, day: date) -> dict[str, Any]:
    known = {entry["topic"]: entry for entry in _valid("fields", day)}
    return known.get(topic) or known.get(topic.partition(".")[0]) or {}


def grounds(day: date, language: str) -> list[tuple[str, str]]:
    """Return the norms by which data may be told without a consent."""
    tag = screen_language(language)
    return [
        (entry["code"], f"{entry['legal_ref']} · {entry['name'][tag]}")
        for entry in _valid("grounds", day)
    ]


@dataclass(frozen=True)
class Hint:
    """What may matter by status, and whom to ask; never a promise."""

    text: str
    legal_ref: str


def hints(status: str, topic: str, day: date, language: str) -> list[Hint]:
    """Return what may matter for a status; without a topic, for all of them.

    :param status: a residence category or its group
    """
    tag, group = screen_language(language), status.partition(".")[0]
    domain = topic.partition(".")[0]
    return [
        Hint(entry["text"][tag], entry["legal_ref"])
        for entry in _valid("hints", day)
        if group in entry["statuses"] and (not domain or domain in entry["topics"])
    ]


def source_of_hints() -> str:
    """Return the norms that the hints are read from, and of which day."""
    return str(_read("hints")["source"])


def areas() -> list[str]:
    """Return the legal areas between which somebody changes."""
    return list(_read("switches")["areas"])


@dataclass(frozen=True)
class Dates:
    """What a change of the legal area has for days, each with its norm.

    :param apply_by: None where nobody needs to apply
    """

    ends_on: date
    ends_ref: str
    apply_by: date | None
    apply_ref: str


def dates(before: str, after: str, decided_on: date) -> Dates:
    """
    Return when former benefits end, and until when to apply without a loss.

    :raises KeyError: for an area from which nobody changes
    """
    ends, apply = _rule("ends", before, decided_on), _rule("apply", after, decided_on)
    if ends is None:
        raise KeyError(before)
    return Dates(
        ends_on=_reckoned(ends["rule"], decided_on),
        ends_ref=ends["legal_ref"],
        apply_by=_reckoned(apply["rule"], decided_on) if apply else None,
        apply_ref=apply["legal_ref"] if apply else "",
    )


def _rule(part: str, area: str, day: date) -> dict[str, Any] | None:
    rows = _valid("switches", day, part)
    return next((entry for entry in rows if entry["area"] == area), None)


def _reckoned(rule: str, day: date) -> date:
    if rule == "same_day":
        return day
    return day.replace(day=monthrange(day.year, day.month)[1])


def steps(before: str, after: str, decided_on: date) -> list[tuple[str, date]]:
    """Return what is to do in a change, and until when."""
    found = dates(before, after, decided_on)
    return [
        (
            entry["code"],
            found.apply_by
            if entry["code"] == APPLICATION and found.apply_by
            else decided_on + timedelta(days=entry["days"]),
        )
        for entry in _valid("switches", decided_on, "steps")
        if before in entry.get("from", [before]) and after in entry.get("to", [after])
    ]


def step_names(language: str) -> dict[str, str]:
    tag = screen_language(language)
    return {entry["code"]: entry["name"][tag] for entry in _read("switches")["steps"]}


# The step with the one deadline that costs money.
APPLICATION = "application"
