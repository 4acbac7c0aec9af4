"""The hard rules of a pair, in people's words: what there is, and what is asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.exchange.pool import engine, times
from hafen.exchange.pool.gates import gate_rules
from hafen.exchange.pool.models import Clearance, Gender, Kind, Need, Skill
from hafen.matching.explaining import Explanation

Names = dict[str, str]

RULE_NAMES = {
    "KIND": gettext_lazy("Kind of help"),
    "TIME": gettext_lazy("When"),
    "LANGUAGE": gettext_lazy("Language"),
    "SKILL": gettext_lazy("Skills"),
    "CLEARANCE": gettext_lazy("Seen by the desk"),
    "GENDER": gettext_lazy("Wish for a man or a woman"),
    "ADULT": gettext_lazy("Age"),
    "DISTANCE": gettext_lazy("Distance"),
    "EXCLUDED": gettext_lazy("Kept apart"),
    "PLACES": gettext_lazy("Free places"),
}


@dataclass(frozen=True)
class RuleLine:
    """One hard rule: what the helper brings, and what is asked for.

    :param said: the sentence in place of both, where a room above refuses
    """

    key: str
    name: str
    is_kept: bool
    have: str
    want: str
    said: str = ""


def rules_of(
    explained: Explanation, need: Need, offer: Any, names: Names
) -> list[RuleLine]:
    broken = set(engine.broken(explained))
    if need.kind != offer.kind:
        broken.add("KIND")
    distance = next(r.have for r in explained.rules if r.key == "distance")
    known = {rule: _have_want(rule, need, offer, names) for rule in RULE_NAMES}
    known["DISTANCE"] = (kilometres(distance), _reach(need, offer))
    own = [
        RuleLine(rule, str(RULE_NAMES[rule]), rule not in broken, have, want)
        for rule, (have, want) in known.items()
        if rule in broken or (want and rule != "KIND")
    ]
    above = [
        RuleLine(
            key=key,
            name=str(rule.name),
            is_kept=False,
            have="",
            want=_("yes"),
            said=str(rule.sentence),
        )
        for key, rule in gate_rules().items()
        if key in broken
    ]
    return own + above


def _have_want(rule: str, need: Need, offer: Any, names: Names) -> tuple[str, str]:
    """Return what a helper brings and what is asked for; no want: no rule here."""
    helper = offer.helper
    skills = {*helper.skills, *offer.skills}
    found: dict[str, tuple[str, str]] = {
        "KIND": (str(Kind(offer.kind).label), str(Kind(need.kind).label)),
        "TIME": (when(offer), when(need)),
        "LANGUAGE": (spoken(offer.languages, names), spoken(need.languages, names)),
        "SKILL": (skill_names(skills), skill_names(need.skills)),
        "CLEARANCE": (
            str(Clearance(helper.clearance).label),
            str(Clearance(need.clearance).label) if need.clearance else "",
        ),
        "GENDER": (_gender(helper.gender), _gender(need.gender_wish, "")),
        "ADULT": (
            _("of age") if helper.is_adult else _("under age"),
            _("adults alone") if need.adults_only or offer.adults_only else "",
        ),
        "PLACES": (str(offer.free), "1"),
    }
    return found.get(rule, ("", ""))


def when(posting: Any) -> str:
    if posting.starts_at is not None:
        return times.moment(posting.starts_at, posting.ends_at)
    return "; ".join(times.names(posting.slots))


def spoken(languages: dict[str, int], names: Names) -> str:
    return ", ".join(names.get(tag, tag) for tag in sorted(languages))


def skill_names(codes: Any) -> str:
    return ", ".join(str(Skill(code).label) for code in sorted(codes))


def kilometres(hectometres: int) -> str:
    return f"{number_format(hectometres / 10, 1)} km"


def _reach(need: Need, offer: Any) -> str:
    radii = [each for each in (need.radius_km, offer.radius_km) if each is not None]
    return f"≤ {min(radii)} km" if radii else ""


def _gender(code: str, unknown: str = "–") -> str:
    return str(Gender(code).label) if code else unknown
