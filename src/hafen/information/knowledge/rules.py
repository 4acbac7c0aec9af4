from hafen.core.db.permissions import permission
from hafen.core.db.roles import STAFF, Role

EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
# They write drafts about their field; an editor releases them.
AUTHORS = frozenset(
    {
        Role.VOLUNTEER_COORDINATOR,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.AUTHORITY_LIAISON,
        Role.LABOUR_COORDINATOR,
        Role.INTEGRATION_MANAGER,
    }
)

VIEW_PAGES = permission("knowledge.view_pages", roles=STAFF)
# A partner's editor works in the area that its organisation owns, and in none
# without one: `services.seats`.
EDIT_PAGES = permission(
    "knowledge.edit_pages", roles={*EDITORS, *AUTHORS, Role.ORGANISATION_EDITOR}
)
# A draft of a translation; who publishes pages releases it.
TRANSLATE_PAGES = permission(
    "knowledge.translate_pages",
    roles={*EDITORS, *AUTHORS, Role.INTERPRETER_COORDINATOR},
)
PUBLISH_PAGES = permission("knowledge.publish_pages", roles=EDITORS)
KEEP_LIBRARY = permission(
    "knowledge.keep_library", roles={*EDITORS, Role.INTEGRATION_MANAGER}
)
# Concepts are drafted by the offices, talked over with partners, and approved by a
# second person.
DRAFT_CONCEPTS = permission(
    "knowledge.draft_concepts",
    roles={*EDITORS, *AUTHORS, Role.INTERPRETER_COORDINATOR},
)
COMMENT_CONCEPTS = permission(
    "knowledge.comment_concepts",
    roles={
        *EDITORS,
        *AUTHORS,
        Role.INTERPRETER_COORDINATOR,
        Role.ORGANISATION_EDITOR,
        Role.PARTNER_CASE_WORKER,
    },
)
APPROVE_CONCEPTS = permission(
    "knowledge.approve_concepts",
    roles={
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.INTEGRATION_MANAGER,
        Role.ADMINISTRATOR,
    },
)
MANAGE_PAGES = permission("knowledge.manage_pages", roles=EDITORS)
# Parts of Wagtail that Hafen does not use.
UNUSED = permission("knowledge.unused", roles=())

# Everybody at a desk prints letters and leaflets; fewer write or release them.
VIEW_PAPERS = permission("knowledge.view_papers", roles=STAFF)
WRITE_PAPERS = permission("knowledge.write_papers", roles={*EDITORS, *AUTHORS})
RELEASE_PAPERS = permission("knowledge.release_papers", roles=EDITORS)
