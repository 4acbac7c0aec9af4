"""Requests that everybody may read are found in the public search."""

from hafen.exchange.pool.models import Posting, Visibility
from hafen.exchange.pool.queries import SEARCHED
from hafen.mechanisms.search.services import index_soon


def show_anew(posting: Posting) -> None:
    """Let the search follow a posting, if it is a request that everybody may read."""
    if posting.is_need and posting.visibility == Visibility.PUBLIC:
        index_soon(municipality=posting.municipality, kind=SEARCHED, ids=[posting.pk])
