"""What an association reads of a wish: as much as the family agreed to."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hafen.core.db.languages import comma
from hafen.exchange.mentoring.models import HandOver
from hafen.exchange.pool.words import language_choices

Share = HandOver.Share


def told_of(row: HandOver, *, today: date) -> list[tuple[str, str, str]]:
    """Return label, words and language of each fact; nothing without consent."""
    if not row.is_readable(today):
        return []
    need, person = row.need, row.need.seeker
    names = dict(language_choices(today))
    ways = (person.phone, person.email, person.address)
    spoken = comma().join(str(names.get(tag, tag)) for tag in sorted(need.languages))
    found = {
        Share.NAME: (_("Name"), person.name, ""),
        Share.CONTACT: (_("Way of contact"), "\n".join(w for w in ways if w), ""),
        Share.TEXT: (
            _("What is wished for"),
            "\n".join(each for each in (need.title, need.text) if each),
            need.language,
        ),
        Share.LANGUAGES: (_("Languages"), spoken, get_language() or "de"),
        Share.DISTRICT: (
            _("District"),
            need.district.name if need.district else "",
            "",
        ),
    }
    return [found[share] for share in Share if share in row.shares and found[share][1]]
