"""Our fields beyond HSDS 3.0: the profile of Hafen.

Fields that 3.1 has are named as there. Everything else is said by the standard
in words only, or not at all: translations, days that differ, the zone's name.
"""

from typing import Any

_TEXT = {"type": "string"}
_TRANSLATIONS = {
    "type": "object",
    "description": "Texts by language tag (BCP 47); `state` is MACHINE, CHECKED"
    " or OUTDATED.",
    "additionalProperties": {"type": "object", "additionalProperties": _TEXT},
}

EXTENSIONS: dict[str, dict[str, Any]] = {
    "service": {
        "translations": _TRANSLATIONS,
        "accessibility_description": {
            **_TEXT,
            "description": "Who can take part, and with what help.",
        },
        "keywords": {"type": "array", "items": _TEXT},
        "review_by": {
            **_TEXT,
            "format": "date",
            "description": "By when somebody makes sure that all is still right.",
        },
        "web_page": {
            **_TEXT,
            "format": "uri",
            "description": "The page of the entry in the portal.",
        },
    },
    "organization": {"translations": _TRANSLATIONS},
    "taxonomy_term": {"translations": _TRANSLATIONS},
    "schedule": {
        "exceptions": {
            "type": "array",
            "description": "Days that differ; without hours it is closed.",
            "items": {
                "type": "object",
                "required": ["date"],
                "additionalProperties": False,
                "properties": {
                    "date": {**_TEXT, "format": "date"},
                    "opens_at": _TEXT,
                    "closes_at": _TEXT,
                    "reason": _TEXT,
                },
            },
        },
        "timezone_name": {
            **_TEXT,
            "description": "The zone by its IANA name; times are those on its clock.",
        },
        "closed_on_holidays": {"type": "boolean"},
    },
}
