from django import template

from hafen.exchange.allowances import words

register = template.Library()


@register.filter
def money(cents: int) -> str:
    return words.money(cents)
