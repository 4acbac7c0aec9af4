"""Wagtail's admin as Hafen opens it: the parts in use, within the own town.

Wagtail asks its groups what somebody may do. Before each of its pages the
groups are brought in step with the roles, and every key of a page in the
address is looked for in the trees of the person's municipality: whatever else
a view would do with a foreign key, it never gets one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.images.models import Image
from wagtail.models import Page, TaskState
from wagtail_localize.models import Translation, TranslationSource

from hafen.core.accounts.models import User
from hafen.core.db.permissions import public, requires
from hafen.information.knowledge import services
from hafen.information.knowledge.choosers import hashes
from hafen.information.knowledge.models import Entry, LanguageRoot
from hafen.information.knowledge.rules import EDIT_PAGES, UNUSED

View = Callable[..., HttpResponseBase]

# What editors use; everything else of Wagtail answers 404 to everybody.
OPEN = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtail_bulk_action",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_block_preview",
        "add",
        "preview_on_add",
        "edit",
        "preview_on_edit",
        "view_draft",
        "add_subpage",
        "delete",
        "unpublish",
        "search",
        "search_results",
        "move",
        "move_confirm",
        "set_page_position",
        "copy",
        "workflow_action",
        "collect_workflow_action_data",
        "confirm_workflow_cancellation",
        "workflow_preview",
        "lock",
        "unlock",
        "revisions_index",
        "revisions_view",
        "revisions_revert",
        "revisions_unschedule",
        "revisions_compare",
        "workflow_history",
        "workflow_history_detail",
        "history",
        "history_results",
        "listing",
        "detail",
        "index",
        "index_results",
        "add_multiple",
        "choose",
        "choose_results",
        "chosen",
        "create",
        "select_format",
        "upload",
        "thumbnail",
        "ping",
        "release",
        "submit_page_translation",
        "update_translations",
        "edit_string_translation",
        "edit_override",
        "preview_translation",
        "stop_translation",
    }
)
# Texts of the programs themselves; the same for everybody.
SHARED = frozenset(
    {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "javascript_catalog"}
)
# The namespaces of Wagtail whose views are in use.
_SPACES = frozenset(
    {
        "",
        "wagtailadmin_api:pages",
        "wagtailadmin_api:images",
        "wagtailadmin_pages",
        "wagtailadmin_editing_sessions",
        "wagtailimages",
        "wagtailimages_chooser",
        "wagtail_localize",
    }
)
_PAGE_KEYS = frozenset(
    {"page_id", "parent_page_id", "page_to_move_id", "destination_id"}
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)


def opened(view: View, *, space: str, name: str | None) -> View:
    """Return a view of Wagtail behind our doors, by what it is called there."""
    if name in SHARED:
        return public(view)
    if name in OPEN and space in _SPACES:
        return requires(EDIT_PAGES)(within_the_town(view, space))
    return requires(UNUSED)(_closed)


def _closed(_request: HttpRequest, **_keys: Any) -> HttpResponseBase:
    raise Http404


def policy(response: HttpResponseBase) -> str:
    """Return the policy of a page of the editor, with the scripts it may start."""
    allowed = hashes(getattr(response, "context_data", None) or {})
    return POLICY.replace(
        "script-src 'self'", " ".join(("script-src 'self'", *allowed))
    )


def within_the_town(view: View, space: str) -> View:
    """Let a view see keys of the person's own municipality alone."""

    @wraps(view)
    def fenced(request: Any, *args: Any, **keys: Any) -> HttpResponseBase:
        user: User = request.user
        request.municipality = user.municipality
        if not services.seat(user):
            raise Http404
        if not _is_own(user, space, keys):
            raise Http404
        response = view(request, *args, **keys)
        response.headers.setdefault("Content-Security-Policy", policy(response))
        if "X-Frame-Options" not in response.headers:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return fenced


def own_pages(user: User, rows: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Return the pages of somebody's municipality, roots included."""
    found = Page.objects.all() if rows is None else rows
    within = Q(pk__in=())
    paths = LanguageRoot.objects.filter(municipality=user.municipality_id)
    for path in paths.values_list("path", flat=True):
        within |= Q(path__startswith=path)
    return found.filter(within)


def _is_own(user: User, space: str, keys: dict[str, Any]) -> bool:
    """Return whether every key in an address belongs to the municipality."""
    pages = {int(keys[name]) for name in keys if name in _PAGE_KEYS}
    if space == "wagtailadmin_api:pages" and "pk" in keys:
        pages.add(int(keys["pk"]))
    if space == "wagtailadmin_editing_sessions" and "object_id" in keys:
        pages.add(int(keys["object_id"]))
    # The root of all is where everybody starts; what hangs below is filtered.
    pages -= set(Page.objects.filter(depth=1).values_list("pk", flat=True))
    if pages and own_pages(user).filter(pk__in=pages).count() != len(pages):
        return False
    return _is_own_picture(user, space, keys) and _is_own_work(user, keys)


def _is_own_picture(user: User, space: str, keys: dict[str, Any]) -> bool:
    if not space.startswith("wagtailimages") and "images" not in space:
        return True
    named = {int(keys[name]) for name in ("image_id", "pk") if name in keys}
    shelf = Image.objects.filter(collection__name=str(user.municipality_id))
    return shelf.filter(pk__in=named).count() == len(named)


def _is_own_work(user: User, keys: dict[str, Any]) -> bool:
    """As above, for translations and steps of a workflow."""
    own = Entry.objects.filter(municipality=user.municipality_id)
    texts = own.values("translation_key")
    checks = {
        "translation_id": Translation.objects.filter(source__object_id__in=texts),
        "translation_source_id": TranslationSource.objects.filter(object_id__in=texts),
        "task_state_id": TaskState.objects.filter(
            revision__object_id__in=[str(pk) for pk in own.values_list("pk", flat=True)]
        ),
    }
    return all(
        rows.filter(pk=keys[name]).exists()
        for name, rows in checks.items()
        if name in keys
    )
