"""What Wagtail asks: which pages somebody may choose, what stands in its menus."""

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from hafen.information.knowledge.admin import own_pages
from hafen.information.knowledge.models import Entry

_MENU = frozenset({"explorer", "images", "hafen"})


@hooks.register("construct_page_chooser_queryset")
def choose_own(pages: Any, request: Any) -> Any:
    return own_pages(request.user, pages)


@hooks.register("construct_explorer_page_queryset")
def explore_own(_parent: Any, pages: Any, request: Any) -> Any:
    return own_pages(request.user, pages)


@hooks.register("register_admin_menu_item")
def to_the_desk() -> MenuItem:
    return _Desk(_("Back to the desk"), "", name="hafen", icon_name="home", order=1)


class _Desk(MenuItem):  # the address depends on the person
    def render_component(self, request: Any) -> Any:
        self.url = reverse("desk:today", args=[request.user.municipality.slug])
        return super().render_component(request)


@hooks.register("construct_main_menu")
def only_what_is_used(_request: Any, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name in _MENU]


@hooks.register("construct_homepage_summary_items")
def no_summary(_request: Any, items: list[Any]) -> None:
    items.clear()


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script src="{}"></script>', static("knowledge/admin.js"))


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    rows = ((static("knowledge/admin.css"),),)
    return format_html_join("", '<link rel="stylesheet" href="{}">', rows)


@hooks.register("before_edit_page")
@hooks.register("before_delete_page")
@hooks.register("before_copy_page")
@hooks.register("before_move_page")
@hooks.register("before_unpublish_page")
def keep_imported(request: Any, page: Any, *_rest: Any) -> Any:
    """Lead from a page that another database keeps back to the list."""
    entry = Entry.objects.filter(pk=page.pk, is_read_only=True).first()
    if entry is None:
        return None
    return _to_list(request)


@hooks.register("before_bulk_action")
def keep_imported_ones(request: Any, _kind: str, objects: Any, _action: Any) -> Any:
    keys = [each.pk for each in objects if isinstance(each, Page)]
    if Entry.objects.filter(pk__in=keys, is_read_only=True).exists():
        return _to_list(request)
    return None


def _to_list(request: Any) -> Any:
    messages.info(request, _("This page is kept elsewhere and can only be read here."))
    return redirect("knowledge:pages", request.user.municipality.slug)
