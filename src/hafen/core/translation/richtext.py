"""Rich text from people: a few harmless elements stay, everything else goes."""

import nh3

TAGS = frozenset(
    {"a", "b", "br", "em", "h3", "h4", "i", "li", "ol", "p", "strong", "ul"}
)
ATTRIBUTES = {"a": {"href"}, "p": {"lang", "dir"}, "li": {"lang", "dir"}}
SCHEMES = frozenset({"https", "http", "mailto", "tel"})


def sanitised(html: str, *, keeps_keys: bool = False) -> str:
    """Return the text with the allowed elements alone; scripts lose their text.

    :param keeps_keys: links by key stay as they are stored
    """
    if keeps_keys:
        return nh3.clean(
            html,
            tags=set(TAGS),
            clean_content_tags={"script", "style"},
            attributes=ATTRIBUTES | {"a": {"href", "linktype", "id"}},
            url_schemes=set(SCHEMES),
            link_rel=None,
        )
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def without_tags(html: str) -> str:
    """Return the text alone, with & and < as entities."""
    return nh3.clean(html, tags=set(), clean_content_tags={"script", "style"})
