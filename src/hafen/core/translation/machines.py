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
from hafen.core.db.languages import PLAIN_GERMAN
from hafen.core.translation.models import GlossaryTerm

_SECONDS = 60
_KEPT = re.compile(r'<span translate="no">(.*?)</span>', re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
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


def machine(language: str) -> Machine | None:
    """Return the machine that writes a language, None where there is none.

    Plain German is no other language: whoever writes it leaves things out.
    """
    if language == PLAIN_GERMAN:
        return None
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
    marked_up: Sequence[bool] = (),
) -> list[str]:
    """Return texts in another language, with the words of the glossary.

    :param marked_up: which of the texts are HTML; none unless said
    :raises MachineTrouble: when the machine did not answer as it should
    """
    if not texts:
        return []
    rich = [*marked_up, *[False] * (len(texts) - len(marked_up))]
    marked = [
        _marked(text, glossary, target, is_html=is_html)
        for text, is_html in zip(texts, rich, strict=True)
    ]
    answer = by.translate(marked, source=source, target=target)
    if len(answer) != len(texts):
        raise MachineTrouble
    bare = [_KEPT.sub(r"\1", text).strip() for text in answer]
    return [
        text if is_html else html.unescape(text)
        for text, is_html in zip(bare, rich, strict=True)
    ]


def _marked(
    text: str, glossary: Sequence[GlossaryTerm], target: str, *, is_html: bool
) -> str:
    """Return the text as HTML, with what the machine must not touch marked."""
    words = {
        entry.term: entry.translation or entry.term
        for entry in glossary
        if entry.language in ("", target)
    }
    if not is_html:
        return _kept(text, words)
    # Glossary words in an address are none.
    return "".join(
        piece if number % 2 else _kept(html.unescape(piece), words)
        for number, piece in enumerate(_TAG.split(text))
    )


def _kept(text: str, words: dict[str, str]) -> str:
    if not words:
        return html.escape(text, quote=False)
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
    return "".join(
        f'<span translate="no">{html.escape(words[piece], quote=False)}</span>'
        if number % 2
        else html.escape(piece, quote=False)
        for number, piece in enumerate(pattern.split(text))
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
