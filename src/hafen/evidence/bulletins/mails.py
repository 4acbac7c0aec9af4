"""What partners are written: needs and numbers, and where they answer."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.utils import formats, translation
from django.utils.translation import gettext as _

from hafen.evidence.bulletins import keys
from hafen.evidence.bulletins.models import BulletinCopy
from hafen.evidence.bulletins.queries import Need, topics


def send(copy: BulletinCopy, needs: Sequence[Need]) -> None:
    town, bulletin = copy.municipality, copy.bulletin
    with translation.override(town.default_language):
        names = topics()
        days = {
            "first": formats.date_format(bulletin.first, "SHORT_DATE_FORMAT"),
            "last": formats.date_format(bulletin.last, "SHORT_DATE_FORMAT"),
        }
        lines = [need.said(names.get(need.domain, need.domain)) for need in needs]
        parts = [
            _("This is what newcomers needed from %(first)s to %(last)s:") % days,
            "\n".join(lines),
            bulletin.note,
            _("Can you offer something? You need no account. Answer here:"),
            keys.address_of(copy),
            _("These are numbers of all cases; small ones are left out. You get this"
              " mail because your organisation stands in our directory. You want no"
              " more of them? Here you end it:"),
            keys.address_of(copy, "stop"),
        ]  # fmt: skip
        subject = _("%(town)s: what people need") % {"town": town.name}
    body = "\n\n".join(part for part in parts if part) + "\n"
    EmailMessage(subject=subject, body=body, to=[copy.organisation.email]).send()
