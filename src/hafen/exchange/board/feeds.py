"""What is new on a board, for feed readers (RSS)."""

from collections.abc import Iterable, Mapping

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from hafen.core.db.xml import printable
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.core.places.queries import DistrictNode
from hafen.exchange.board.models import Post


def rss(
    posts: Iterable[Post],
    town: Municipality,
    *,
    language: str,
    path: str,
    here: DistrictNode | None,
    names: Mapping[str, str],
) -> str:
    """Return notices as RSS 2.0: no name, no address, as on the board.

    :param path: the last part of the board's address, and `here` its district
    :param names: of categories, in the language of the reader
    """
    place = f"in/{path}/" if here else ""
    facts = {"place": here.district.name if here else town.name}
    feed = Rss201rev2Feed(
        title=printable(_("Notice board: %(place)s") % facts),
        link=public_address(town, f"{language}/board/{place}"),
        description=_("What people offer each other and look for"),
        language=language,
    )
    for post in posts:
        feed.add_item(
            title=printable(f"{post.get_side_display()}: {post.title}"),
            link=public_address(town, f"{language}/board/{post.short_id}/"),
            description=printable(post.text),
            pubdate=post.published_at,
            unique_id=post.short_id,
            unique_id_is_permalink=False,
            categories=[names.get(post.category, post.category)],
        )
    return feed.writeString("utf-8")
