"""Where pages of the board are, as mails and printed notices name them."""

from django.conf import settings
from django.urls import reverse

from hafen.exchange.board import keys
from hafen.exchange.board.models import Post, Subscription, Talk


def detail(post: Post, language: str) -> str:
    return _at("detail", post.municipality.slug, language, post.short_id)


def manage(post: Post, language: str) -> str:
    return _at(
        "mine", post.municipality.slug, language, post.pk, keys.manage_code(post)
    )


def talk(row: Talk, side: str, language: str) -> str:
    code = keys.talk_code(row, side)
    return _at("talk", row.municipality.slug, language, row.pk, code)


def alert(row: Subscription) -> str:
    code = keys.alert_code(row)
    return _at("alert", row.municipality.slug, row.language, row.pk, code)


def board(slug: str, language: str) -> str:
    return _at("listing", slug, language)


def _at(name: str, *parts: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'board_public:{name}', args=parts)}"
