"""Sponsorships, training and concepts in the browser: no barrier, no wide page."""

import pytest
from django.urls import reverse

from hafen.exchange.mentoring.models import Guide, HandOver, Programme, Sponsorship
from hafen.exchange.training.models import Poll, Run
from hafen.information.knowledge.models import ConceptDraft
from tests.visits import look


def pages(town, language):
    """Return the screens of the rooms by name, each with something on it."""
    guides, draft = Guide.objects.all(), ConceptDraft.objects.get(is_complete=False)
    lacking = next(row for row in Run.objects.all() if row.missing_parts)
    held = Run.objects.order_by("starts_at").first()
    programme = Programme.objects.get(is_for_guides=True)
    room = {
        "mentoring": {
            "listing": (), "waiting": (), "wishes": (), "guides": (), "figures": (),
            "programmes": (), "edit_programme": (programme.pk,),
            "detail": (Sponsorship.objects.first().pk,), "add_guide": (),
            "guide": (guides.get(offer__helper__name="Mateo Muster").pk,),
            "wish": (HandOver.objects.first().pk,),
        },
        "training": {
            "programme": (), "modules": (), "gaps": (), "polls": (),
            "run": (held.pk,), "attend": (held.pk, 1), "enrol": (lacking.pk,),
            "add_date": (lacking.pk,), "poll": (Poll.objects.first().pk,),
            "add_run": (),
        },
        "knowledge": {
            "concepts": (), "new_concept": (), "concept": (draft.document_id,),
            "write_draft": (draft.pk,),
        },
    }  # fmt: skip
    found = {
        f"{name}-{page}": reverse(f"{name}:{page}", args=[town.slug, *parts])
        for name, listed in room.items()
        for page, parts in listed.items()
    }
    found["training-lacks"] = reverse("training:run", args=[town.slug, lacking.pk])
    files = ConceptDraft.objects.filter(outline="").first()
    found["knowledge-files"] = reverse(
        "knowledge:concept", args=[town.slug, files.document_id]
    )
    for name, page, parts in (
        ("mentoring", "programmes", ()),
        ("mentoring", "apply", (programme.pk, "sponsor")),
        ("training", "trainings", ()),
        ("training", "join", (lacking.pk,)),
    ):
        found[f"public-{page}"] = reverse(
            f"{name}_public:{page}", args=[town.slug, language, *parts]
        )
    return found


@pytest.mark.parametrize("language", ["de", "ar"])
def test_sponsorships_training_and_concepts_have_no_barrier(
    musterhafen, speaking, visit, language
):
    speaking("ehrenamt@example.org", language)
    look(pages(musterhafen, language), visit, language)
