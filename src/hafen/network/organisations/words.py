"""What the actions of the trail are called in the history of an organisation."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organisations.organisation.created": _("Created"),
    "organisations.organisation.edited": _("Changed"),
    "organisations.organisation.published": _("Published"),
    "organisations.organisation.archived": _("Archived"),
    "organisations.organisation.restored": _("Brought back from the archive"),
    "organisations.editor.appointed": _("Editor appointed"),
    "organisations.editor.dismissed": _("Editor dismissed"),
    "organisations.person.added": _("Contact person added"),
    "organisations.person.edited": _("Contact person changed"),
    "organisations.person.removed": _("Contact person removed"),
}
