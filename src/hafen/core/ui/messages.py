"""Message catalogues: one per room and language, compiled without GNU gettext.

English is the msgid itself. A catalogue lies at
`<room>/locale/<language>/LC_MESSAGES/django.po`; the compiled form beside it is
made at set-up and not kept in the repository. This module needs Babel alone,
since it runs before Django starts.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TRANSLATED = ("de", "ar", "fa", "uk", "ru", "tr", "fr")
_TWO = "nplurals=2; plural=(n != 1);"
_MANY = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
PLURALS = {
    "de": _TWO,
    "tr": "nplurals=2; plural=(n > 1);",
    "fa": "nplurals=2; plural=(n > 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "uk": _MANY,
    "ru": _MANY,
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 :"
        " n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
}


def catalogue_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def empty(language: str) -> Catalog:
    """Return a catalogue without sentences, with our plural forms."""
    catalogue = Catalog(locale=language)
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalogue


def read(path: Path) -> Catalog:
    """Return a catalogue, an empty one where the file is missing."""
    language = path.parents[1].name
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue sorted, without places and dates: less to merge."""
    language = path.parents[1].name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header(language).encode())
        body = empty(language)
        for message in catalogue:
            if message.id:
                body[message.id] = message
        write_po(
            file,
            body,
            omit_header=True,
            no_location=True,
            sort_output=True,
            width=88,
        )


def header(language: str) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )


def compile_catalogues(root: Path) -> int:
    """Compile every catalogue below a folder that is newer than its result.

    :return: how many were compiled
    """
    done = 0
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        catalogue = read(source)
        partial = target.with_suffix(f".{done}.part")
        with partial.open("wb") as file:
            write_mo(file, catalogue, use_fuzzy=False)
        partial.replace(target)
        done += 1
    return done
