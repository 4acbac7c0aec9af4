from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.core.translation.models import GlossaryTerm, LanguageKeeper


@transaction.atomic
def keep_term(
    *,
    municipality: Municipality,
    term: str,
    language: str = "",
    translation: str = "",
    note: str = "",
    by: User,
) -> GlossaryTerm:
    """Add a word to the glossary, or say anew how it is translated.

    :param language: empty: the word stays as it is in every language
    """
    found, _is_new = GlossaryTerm.objects.update_or_create(
        municipality=municipality,
        term=term,
        language=language,
        defaults={"translation": translation, "note": note},
    )
    audit.record(action="translation.term.kept", subject=found, by=by)
    return found


@transaction.atomic
def remove_term(*, term: GlossaryTerm, by: User) -> None:
    audit.record(action="translation.term.removed", subject=term, by=by)
    term.delete()


@transaction.atomic
def appoint_keeper(
    *, municipality: Municipality, language: str, user: User | None, by: User
) -> None:
    """Say who looks after a language; None: nobody for now."""
    LanguageKeeper.objects.filter(municipality=municipality, language=language).delete()
    if user is not None:
        LanguageKeeper.objects.create(
            municipality=municipality, language=language, user=user
        )
    audit.record(
        action="translation.keeper.appointed", by=by, details={"language": language}
    )
