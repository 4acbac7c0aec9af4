from collections.abc import Mapping

from django import template

from hafen.core.taxonomy import reference

register = template.Library()


@register.simple_tag
def lookup(names: Mapping[str, str], code: str) -> str:
    """Return what a code is called; the code where it is not called anything."""
    return names.get(code, code)


@register.simple_tag
def own_name(tag: str) -> str:
    return reference.own_name(tag)
