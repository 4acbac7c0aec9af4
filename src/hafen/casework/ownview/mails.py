"""The mail with the link: it names nobody and says nothing of the file."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from hafen.casework.ownview import keys
from hafen.casework.ownview.models import OwnAccess
from hafen.core.taxonomy.reference import words_in


def send_link(access: OwnAccess) -> None:
    town = access.municipality
    with words_in(access.language):
        parts = [
            _("This is the address that you asked for:"),
            keys.address(access),
            _("You need your six digits as well. Tell them to nobody."),
        ]
        subject = _("Your link (%(town)s)") % {"town": town.name}
    body = "\n\n".join(parts) + "\n"
    EmailMessage(subject=subject, body=body, to=[access.client.email]).send()
