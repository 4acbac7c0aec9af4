"""What the sign-in page asks about the municipalities of the installation."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from hafen.core.accounts.models import SignInProvider

register = template.Library()


@register.simple_tag(takes_context=True)
def own_sign_ins(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return name and address of the municipalities' own sign-ins.

    Of the one alone that somebody was on the way to, where the page knows it.
    """
    request = context["request"]
    target = request.GET.get("next", "") or request.POST.get("next", "")
    found = SignInProvider.objects.filter(is_active=True).select_related("municipality")
    providers = list(found.order_by("municipality__slug"))
    slug = target.strip("/").partition("/")[0]
    here = [row for row in providers if row.municipality.slug == slug]
    query = f"?{urlencode({'next': target})}" if target else ""
    return [
        {
            "name": row.name,
            "town": row.municipality.name,
            "address": reverse(
                "accounts_installation:leave_for_sign_in",
                args=[row.municipality.slug],
            )
            + query,
        }
        for row in here or providers
    ]
