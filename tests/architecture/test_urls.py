"""Every address says who may use it."""

from django.urls import URLResolver, get_resolver


def views(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route)
        else:
            yield route, pattern


def test_every_url_declares_who_may_use_it():
    undeclared = [
        route
        for route, pattern in views()
        if not hasattr(pattern.callback, "permission")
        and not getattr(pattern.callback, "is_public", False)
    ]

    assert undeclared == []


def test_every_desk_address_needs_somebody_who_is_signed_in():
    open_doors = [
        route
        for route, pattern in views()
        if "/desk/" in route and getattr(pattern.callback, "is_public", False)
    ]

    assert open_doors == []
