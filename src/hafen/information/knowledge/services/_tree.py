from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from hafen.core.accounts.models import GroupMembership, User
from hafen.core.audit import services as audit
from hafen.core.db.languages import PLAIN_GERMAN
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import own_name
from hafen.information.knowledge.models import Area, Entry, LanguageRoot
from hafen.information.knowledge.rules import AUTHORS, EDITORS
from hafen.network.organisations.models import Organisation

PLAIN = PLAIN_GERMAN
EDITING, WRITING, PARTNERS = "editors", "authors", "area"
_MAY = {
    EDITING: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    WRITING: ("add",),
    PARTNERS: ("add", "change", "publish"),
}


def languages_of(municipality: Municipality) -> list[str]:
    """Return the languages of its pages: those of the portal, and plain German."""
    return list(dict.fromkeys((*municipality.languages, PLAIN)))


def roots(municipality: Municipality) -> dict[str, LanguageRoot]:
    """Return the roots of a municipality by language; makes what is missing."""
    found = _roots(municipality)
    if any(tag not in found for tag in languages_of(municipality)):
        ensure_tree(municipality)
        found = _roots(municipality)
    return found


def _roots(municipality: Municipality) -> dict[str, LanguageRoot]:
    rows = LanguageRoot.objects.filter(municipality=municipality)
    return {row.language: row for row in rows}


@transaction.atomic
def ensure_tree(municipality: Municipality) -> None:
    """Make the roots, groups and the workflow of a municipality where they lack."""
    # Two editors of a new municipality may come at the same moment.
    top = Page.objects.select_for_update().get(depth=1)
    present = _roots(municipality)
    key = next((row.translation_key for row in present.values()), None)
    for tag in languages_of(municipality):
        if tag in present:
            continue
        locale, _is_new = Locale.objects.get_or_create(language_code=tag)
        root = LanguageRoot(
            title=f"{municipality.name} · {own_name(tag)}",
            slug=f"{municipality.slug}-{tag}",
            municipality=municipality,
            language=tag,
            locale=locale,
        )
        if key is not None:
            root.translation_key = key
        top.add_child(instance=root)
        key = root.translation_key
        top.refresh_from_db()
    pages = list(LanguageRoot.objects.filter(municipality=municipality))
    for kind in (EDITING, WRITING):
        _permit(group(municipality.pk, kind), pages, kind)
    _ensure_collection(municipality)
    _ensure_workflow(municipality, pages)


def group(municipality: UUID, kind: str, area: UUID | None = None) -> Group:
    """Return the group of a municipality; its name tells nobody anything."""
    name = f"{municipality}:{kind}" + (f":{area}" if area else "")
    found, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        found.permissions.set(
            Permission.objects.filter(
                content_type__app_label="wagtailadmin", codename="access_admin"
            )
            | Permission.objects.filter(
                content_type__app_label="wagtail_localize",
                codename="submit_translation",
            )
        )
    return found


def _permit(holders: Group, pages: list[Page], kind: str) -> None:
    rights = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Page),
        codename__in=[f"{verb}_page" for verb in _MAY[kind]],
    )
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.get_or_create(
                group=holders, page_id=page.pk, permission=right
            )


def _ensure_collection(municipality: Municipality) -> None:
    """Give the pictures of a municipality a place of their own."""
    top = Collection.objects.get(depth=1)
    name = str(municipality.pk)
    shelf = Collection.objects.filter(name=name).first()
    if shelf is None:
        shelf = top.add_child(instance=Collection(name=name))
    rights = Permission.objects.filter(
        content_type__app_label="wagtailimages",
        codename__in=["add_image", "change_image", "choose_image"],
    )
    for kind in (EDITING, WRITING):
        for right in rights:
            GroupCollectionPermission.objects.get_or_create(
                group=group(municipality.pk, kind), collection=shelf, permission=right
            )


def _ensure_workflow(municipality: Municipality, pages: list[Page]) -> None:
    name = f"review:{municipality.pk}"
    task = GroupApprovalTask.objects.filter(name=name).first()
    if task is None:
        with override(municipality.default_language):
            said = _("Release by the editors")
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(group(municipality.pk, EDITING))
        workflow = Workflow.objects.create(name=f"{said} · {municipality.name}")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    else:
        workflow = Workflow.objects.get(workflow_tasks__task=task)
    for page in pages:
        WorkflowPage.objects.get_or_create(page_id=page.pk, workflow=workflow)


@transaction.atomic
def seat(user: User) -> set[str]:
    """Bring somebody's groups in step with the roles and areas of today.

    :return: the names of the groups; none for who may not edit
    """
    roots(user.municipality)
    wanted = _wanted(user)
    present = {row.group_id: row for row in user.group_memberships.all()}
    keys = {each.pk for each in wanted}
    for gone in present.keys() - keys:
        present[gone].delete()
    GroupMembership.objects.bulk_create(
        GroupMembership(
            municipality_id=user.municipality_id, user=user, group_id=missing
        )
        for missing in keys - present.keys()
    )
    user.forget_roles()
    return {each.name for each in wanted}


def _wanted(user: User) -> list[Group]:
    here, found = user.municipality_id, []
    if not EDITORS.isdisjoint(user.roles_now):
        found.append(group(here, EDITING))
    if not AUTHORS.isdisjoint(user.roles_now):
        found.append(group(here, WRITING))
    areas = Area.objects.filter(organisation__editors__user=user) | (
        Area.objects.filter(members__user=user)
    )
    found += [group(here, PARTNERS, area.pk) for area in areas.distinct()]
    return found


@transaction.atomic
def give_area(*, page: Entry, organisation: Organisation, by: User) -> Area:
    """Let a partner work in a branch, in each of its languages."""
    area, _is_new = Area.objects.get_or_create(
        municipality=page.municipality, page=page, organisation=organisation
    )
    permit_area(area)
    audit.record(action="knowledge.area.given", subject=area, by=by)
    return area


def permit_area(area: Area) -> None:
    """Open all languages of a branch to its partner; again after a translation."""
    pages = Entry.objects.filter(
        municipality=area.municipality_id, short_id=area.page.short_id
    )
    _permit(group(area.municipality_id, PARTNERS, area.pk), list(pages), PARTNERS)
