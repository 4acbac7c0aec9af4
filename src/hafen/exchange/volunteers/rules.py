from hafen.core.db.permissions import permission
from hafen.core.db.roles import Role

_DESKS = {Role.VOLUNTEER_COORDINATOR, Role.ADMINISTRATIVE_COORDINATOR}

VIEW_VOLUNTEERS = permission("volunteers.view_volunteers", roles=_DESKS)
EDIT_VOLUNTEER = permission("volunteers.edit_volunteer", roles=_DESKS)
EXPORT_VOLUNTEERS = permission("volunteers.export_volunteers", roles=_DESKS)
# Three fields of the extended certificate, and notes of talks: nobody else's.
VIEW_CERTIFICATE = permission(
    "volunteers.view_certificate", roles={Role.VOLUNTEER_COORDINATOR}
)
EDIT_SETTINGS = permission("volunteers.edit_settings", roles=_DESKS)
# A partner answers for itself: `queries.partners_visible_to`.
ANSWER_REFERRAL = permission(
    "volunteers.answer_referral", roles={*_DESKS, Role.ORGANISATION_EDITOR}
)
# The page of an organisation's own editor; the desk has its own pages.
OWN_PLACES = permission("volunteers.own_places", roles={Role.ORGANISATION_EDITOR})
