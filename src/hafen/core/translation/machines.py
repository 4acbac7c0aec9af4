"""Translation machines behind one interface: off, unless an installation names one.

`HAFEN_TRANSLATOR` is `deepl` or `libretranslate`, with `HAFEN_TRANSLATOR_URL`,
`HAFEN_TRANSLATOR_KEY` and, per municipality and month,
`HAFEN_TRANSLATOR_WORDS`. Only texts that are public anyway are sent.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from django.conf import settings

from hafen.core.db.errors import DomainError
from hafen.core.translation.models import GlossaryTerm

_SECONDS = 60
_KEPT = re.compile(r'<span translate="no">(.*?)</span>', re.DOTALL)
# Where a machine calls a language by another tag than BCP 47 does.
_DEEPL = {"en": "EN-GB", "pt": "PT-PT", "zh": "ZH-HANS", "no": "NB"}


class MachineTrouble(DomainError):
    """The machine refused, or was not there; nothing was changed."""


class Machine(Protocol):
    """Turns marked-up texts into another language, in the same order."""

    def translate(
        self, texts: Sequence[str], *, source: str, target: str
    ) -> list[str]: ...


@dataclass(frozen=True)
class DeepL:
    """https://developers.deepl.com/docs/api-reference/translate"""

    url: str
    key: str

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        answer = _post(
            f"{self.url}/v2/translate",
            {
                "text": list(texts),
                "source_lang": source.upper(),
                "target_lang": _DEEPL.get(target, target.upper()),
                "tag_handling": "html",
            },
            {"Authorization": f"DeepL-Auth-Key {self.key}"},
        )
        return [str(each["text"]) for each in answer["translations"]]


@dataclass(frozen=True)
class LibreTranslate:
    """https://docs.libretranslate.com/guides/api_usage/"""

    url: str
    key: str

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        answer = _post(
            f"{self.url}/translate",
            {
                "q": list(texts),
                "source": source,
                "target": target,
                "format": "html",
                "api_key": self.key,
            },
            {},
        )
        return [str(each) for each in answer["translatedText"]]


_KINDS: dict[str, Callable[[str, str], Machine]] = {
    "deepl": DeepL,
    "libretranslate": LibreTranslate,
}


def machine() -> Machine | None:
    """Return the machine of this installation, None where it is off."""
    kind = _KINDS.get(settings.TRANSLATOR)
    if kind is None or not settings.TRANSLATOR_URL or not settings.TRANSLATOR_WORDS:
        return None
    return kind(settings.TRANSLATOR_URL.rstrip("/"), settings.TRANSLATOR_KEY)


def translated(
    texts: Sequence[str],
    *,
    by: Machine,
    source: str,
    target: str,
    glossary: Sequence[GlossaryTerm] = (),
) -> list[str]:
    """Return plain texts in another language, with the words of the glossary.

    :raises MachineTrouble: when the machine did not answer as it should
    """
    if not texts:
        return []
    marked = [_marked(text, glossary, target) for text in texts]
    answer = by.translate(marked, source=source, target=target)
    if len(answer) != len(texts):
        raise MachineTrouble
    return [html.unescape(_KEPT.sub(r"\1", text)).strip() for text in answer]


def _marked(text: str, glossary: Sequence[GlossaryTerm], target: str) -> str:
    """Return the text as HTML, with what the machine must not touch marked."""
    words = {
        entry.term: entry.translation or entry.term
        for entry in glossary
        if entry.language in ("", target)
    }
    if not words:
        return html.escape(text, quote=False)
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
    pieces = pattern.split(text)
    return "".join(
        f'<span translate="no">{html.escape(words[piece], quote=False)}</span>'
        if number % 2
        else html.escape(piece, quote=False)
        for number, piece in enumerate(pieces)
    )


def _post(url: str, data: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    try:
        answer = requests.post(
            url, json=data, headers=headers, timeout=_SECONDS, allow_redirects=False
        )
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as fault:
        # The words of the machine may repeat the texts or the key.
        raise MachineTrouble from fault
    if not isinstance(found, dict):
        raise MachineTrouble
    return found
