"""What components need beyond the language of templates."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hafen.core.db.languages import comma
from hafen.core.db.sheets import EXPORT_LIST
from hafen.core.ui import drafts, fields, remarks, signing, tongues
from hafen.core.ui.context import own_name as name_of_language
from hafen.core.ui.tools import tools

register = template.Library()

SPRITE = "vendor/icons/icons.svg"
_HIDDEN = mark_safe('aria-hidden="true" focusable="false"')  # a constant
_NOTHING: tuple[Any, ...] = (None, "", False, [])
_CLASSES = {
    "input": "kern-form-input__input",
    "select": "kern-form-input__select",
    "checkbox": "kern-form-check__checkbox",
    "radio": "kern-form-check__radio",
}


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is drawn: input, select, checkbox, choices, hidden."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "select" if isinstance(widget, forms.Select) else "input"


@register.filter
def unfolded(form: forms.BaseForm | None) -> list[BoundField]:
    """Return the fields of a form but those of further languages."""
    if form is None:  # a page that has a button and asks for nothing
        return []
    found: list[BoundField] = getattr(form, "unfolded", form.visible_fields())
    return found


@register.filter
def seen(rows: list[list[BoundField]] | None) -> dict[str, Any]:
    """Return what folded fields hold: how many say something, whether one is wrong."""
    fields = [field for row in rows or [] for field in row]
    return {
        "has_errors": any(field.errors for field in fields),
        "filled": sum(
            field.value() not in (*_NOTHING, field.field.initial) for field in fields
        ),
    }


@register.filter
def own_name(tag: str) -> str:
    """Return the name of a language as those who speak it write it."""
    return name_of_language(tag)


@register.filter
def tongue_of(language: str, page_language: str) -> SafeString:
    """Return the attributes of a text that is in another language than its page."""
    return tongues.tongue_of(language, page_language)


@register.simple_tag(name="comma")
def comma_here() -> str:
    """Return what parts things said in a row, in the language of the page."""
    return comma()


@register.filter
def listed(items: Iterable[Any]) -> SafeString:
    """Return things in a row, parted as the language of the page does it."""
    return format_html_join(comma(), "{}", ((item,) for item in items))


@register.filter
def moment(value: datetime | None, form: str = "") -> str:
    """Return day and time; the day alone where the time is not known.

    :param form: "SHORT" for lists
    """
    if value is None:
        return ""
    at = timezone.localtime(value)
    has_time = (at.hour, at.minute) != (0, 0)
    name = "DATETIME_FORMAT" if has_time else "DATE_FORMAT"
    return date_format(at, f"SHORT_{name}" if form else name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "", mirror: Any = "") -> SafeString:
    """Draw an icon of the sprite; what `<c-icon>` does, at a tenth of its cost.

    :param mirror: whether it turns with the direction of writing
    """
    if not label:
        return _silent_icon(str(name), str(size), is_mirrored=bool(mirror))
    role = format_html('role="img" aria-label="{}"', label)
    return _icon(str(name), str(size), role, is_mirrored=bool(mirror))


def _icon(name: str, size: str, role: SafeString, *, is_mirrored: bool) -> SafeString:
    classes = ["icon", size and f"icon--{size}", is_mirrored and "icon--mirror"]
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>',
        " ".join(part for part in classes if part),
        role,
        static(SPRITE),
        name,
    )


@lru_cache(maxsize=512)
def _silent_icon(name: str, size: str, *, is_mirrored: bool) -> SafeString:
    return _icon(name, size, _HIDDEN, is_mirrored=is_mirrored)


@register.filter
def dressed(field: BoundField) -> str:
    """Return the control of a field with the classes of KERN."""
    name = _CLASSES[kind(field)]
    own = field.field.widget.attrs.get("class", "")
    parts = [own, name, f"{name}--error" if field.errors else ""]
    attrs: dict[str, str | bool] = {"class": " ".join(part for part in parts if part)}
    return field.as_widget(attrs=attrs)


@register.filter
def spelled(number: str) -> str:
    """Return a telephone number as people read it."""
    return fields.spelled(number)


@register.simple_tag
def signature(lines: str | None, name: str) -> SafeString:
    """Return the drawing of a signature, called by whose it is."""
    return signing.drawn(lines, name)


@register.filter
def choices(field: BoundField) -> Iterator[BoundWidget]:
    """Give the radio buttons or check boxes of a field, dressed."""
    # A list of check boxes is a kind of radio buttons to Django.
    is_list = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    name = _CLASSES["checkbox" if is_list else "radio"]
    for choice in field.subwidgets:
        choice.data["attrs"]["class"] = name
        yield choice


@register.filter
def shown_pages(page: Page[Any]) -> list[int | str]:
    """Return the numbers to link to, with an ellipsis for what is left out."""
    return list(
        page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )


@register.simple_tag(takes_context=True)
def draft_key(context: template.Context) -> str:
    """Return with which key a draft of this person is sealed on the device."""
    return drafts.key_of(context["request"].user)


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:
    """Return the query of this page with some of its values changed.

    None or an empty text removes a value; everything else stays, so that a
    filter survives turning the page.
    """
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/list_tools.html", takes_context=True)
def list_tools(context: template.Context, may_export: Any = None) -> dict[str, Any]:
    """Return what can be done with the list of this page, as it is shown now.

    For pages whose view asks `core.db.sheets.answer()` first.

    :param may_export: where the list has a right of its own for files
    """
    request = context["request"]
    if may_export is None:
        may_export = EXPORT_LIST.held_by(request.user)
    addresses = {
        kind: address_with(context, **{"as": kind, "page": None})
        for kind in ("print", "xlsx", "csv")
    }
    return {
        "addresses": addresses,
        "may_export": may_export,
        "tools": [tool.draw(request) for tool in tools],
    }


@register.inclusion_tag("ui/remarks.html", takes_context=True)
def remarks_on(context: template.Context, kind: str, key: UUID) -> dict[str, Any]:
    """Return what rooms above say about a thing, see `core.ui.remarks`."""
    return {"remarks": remarks.shown(context["request"], kind, key)}
