"""What every template can use: place, language, direction, navigation."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from hafen.core.db.languages import PORTAL_LANGUAGES, RIGHT_TO_LEFT
from hafen.core.places.public_addresses import public_base
from hafen.core.ui import banners, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of all pages; what costs something is made when read.

    * `municipality`: None outside of one
    * `language`: of the contents that are asked for
    * `screen_language`, `dir`: of headings and buttons; another one where Hafen
      does not speak `language`
    * `languages`: the languages of the municipality, each with the address of
      this page in it (`tag`, `name`, `dir`, `address`, `is_current`)
    * `public_root`: the start page in this language
    * `public_base`, `canonical`: host of the public pages, and the address under
      which search engines keep this one
    * `navigation`: sections of the staff side; `public_navigation`,
      `footer_links` and `page_actions` of the public side
    * `banners`: what stands above every page of the desk
    """
    municipality = getattr(request, "municipality", None)
    spoken = get_language() or "de"
    language = getattr(request, "language", spoken)
    return {
        "municipality": municipality,
        "language": language,
        "language_name": own_name(language),
        "screen_language": spoken,
        "dir": direction(spoken),
        "languages": SimpleLazyObject(lambda: languages(request, language)),
        "public_root": f"/{municipality.slug}/{language}/" if municipality else "/",
        "public_base": public_base(municipality) if municipality else "",
        "canonical": canonical(request) if municipality else "",
        "navigation": SimpleLazyObject(lambda: navigation.staff_sections(request)),
        "public_navigation": SimpleLazyObject(
            lambda: navigation.public_links(request, navigation.public, language)
        ),
        "footer_links": SimpleLazyObject(
            lambda: navigation.public_links(request, navigation.footer, language)
        ),
        "banners": SimpleLazyObject(lambda: banners.shown(request)),
        "page_actions": SimpleLazyObject(lambda: _page_actions(request, language)),
    }


def _page_actions(request: HttpRequest, language: str) -> list[navigation.Link]:
    """Return what one can do with this page; a secret address is told nobody."""
    if getattr(request, "is_by_link", False):
        return []
    return navigation.public_links(request, navigation.page_actions, language)


def canonical(request: HttpRequest) -> str:
    """Return the address that stands for all ways to write the one of this page."""
    address = public_base(request.municipality) + request.path  # type: ignore[attr-defined]  # set by the edge
    number = request.GET.get("page", "")
    return f"{address}?page={number}" if number.isdecimal() else address


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def own_name(language: str) -> str:
    """Return the name of a language in that language; its tag if it is unknown."""
    try:
        name: str = get_language_info(language)["name_local"]
    except KeyError:
        return language
    return name[:1].upper() + name[1:]


def languages(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the languages of this place and where this page lies in each."""
    municipality = getattr(request, "municipality", None)
    if municipality is not None:
        tags, address = municipality.languages, in_language
    elif request.path.startswith("/account/"):
        tags, address = [tag for tag, _name in PORTAL_LANGUAGES], asking_for
    else:
        return []
    return [
        {
            "tag": tag,
            "name": own_name(tag),
            "dir": direction(tag),
            "address": address(request, tag),
            "is_current": tag == current,
        }
        for tag in tags
    ]


def asking_for(request: HttpRequest, language: str) -> str:
    """Return this page of signing in with the wish for another language."""
    query = request.GET.copy()
    query["language"] = language
    return f"{request.path}?{query.urlencode()}"


def in_language(request: HttpRequest, language: str) -> str:
    """Return the address of the same page in another language.

    Public addresses carry the language as their second part; a page without
    one leads to the start page in that language.
    """
    parts = request.path.split("/")
    slug = request.municipality.slug  # type: ignore[attr-defined]  # set by the edge
    known = set(request.municipality.languages)  # type: ignore[attr-defined]
    if len(parts) > 3 and parts[1] == slug and parts[2] in known:
        parts[2] = language
        query = request.META.get("QUERY_STRING", "")
        return "/".join(parts) + (f"?{query}" if query else "")
    return f"/{slug}/{language}/"
