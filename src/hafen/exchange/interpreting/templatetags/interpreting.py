from django import template

register = template.Library()


@register.filter
def named(tag: str, names: dict[str, str]) -> str:
    """Return the name of a language."""
    return names.get(tag, tag)
