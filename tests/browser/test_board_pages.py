"""The notice board, public, by link and at the desk: no barrier, not too wide."""

import pytest
from django.urls import reverse

from hafen.exchange.board import keys
from hafen.exchange.board.models import Post, Subscription, Talk
from tests.visits import look


def addresses(town, language):
    """Return the pages of the room by name, each with something on it."""
    talk, wish = Talk.objects.first(), Subscription.objects.first()
    row, waiting = talk.post, Post.objects.waiting().first()
    own = (row.pk, keys.manage_code(row))

    def public(name, *parts):
        return reverse(f"board_public:{name}", args=[town.slug, language, *parts])

    def desk(name, *parts):
        return reverse(f"board:{name}", args=[town.slug, *parts])

    return {
        "board": public("listing"),
        "board-empty": f"{public('listing')}?q=nichts",
        "board-write": public("write"),
        "board-detail": public("detail", row.short_id),
        "board-answer": public("answer", row.short_id),
        "board-report": public("report", row.short_id),
        "board-subscribe": public("subscribe"),
        "board-figures": public("figures"),
        "board-mine": public("mine", *own),
        "board-edit": public("edit", *own),
        "board-talk": public("talk", talk.pk, keys.talk_code(talk, "AUTHOR")),
        "board-alert": public("alert", wish.pk, keys.alert_code(wish)),
        "board-desk": desk("listing"),
        "board-desk-all": f"{desk('listing')}?part=all",
        "board-post": desk("post", row.pk),
        "board-waiting": desk("post", waiting.pk),
        "board-add": desk("add"),
        "board-settings": desk("settings"),
        "board-history": desk("history", row.pk),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_board_has_no_barrier(musterhafen, speaking, visit, language):
    speaking("moderation@example.org", language)
    look(addresses(musterhafen, language), visit, language)
