from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, PersonalData
from hafen.core.places.models import District, MunicipalityRow


class SearchDocument(MunicipalityRow):
    """What one reader's language finds of one public object.

    There is a row for each language of the portal: where the object is not
    translated, it holds the text of the fallback, and `text_language` says so.
    `vector` holds the keys of the normaliser and one key for municipality and
    language, so that the index alone answers.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    is_audited: ClassVar[bool] = False  # derived from audited rows

    language = models.CharField(max_length=12)
    text_language = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    title = models.CharField(max_length=300)
    snippet = models.CharField(max_length=400, blank=True)
    # Below /<municipality>/<language>/.
    address = models.CharField(max_length=200)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    districts = ArrayField(models.UUIDField(), default=list)
    # What is spoken there; what it is written in stands above.
    languages = ArrayField(models.CharField(max_length=12), default=list)
    facets = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    vector = SearchVectorField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "object_id", "language"],
                name="one_search_document_per_object_and_language",
            )
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_documents_by_key"),
            models.Index(
                fields=["municipality", "language", "address"],
                name="search_documents_by_address",
            ),
        ]


class SearchWord(MunicipalityRow):
    """A word that stands in public texts, to understand typing slips by."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    is_audited: ClassVar[bool] = False  # derived from audited rows

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=60)
    display = models.CharField(max_length=60)
    # Words of any script that sound alike share it.
    sound = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "language", "word"], name="each_word_known_once"
            )
        ]
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="words_by_trigram"),
            models.Index(fields=["municipality", "sound"], name="words_by_sound"),
        ]


class MissedSearch(MunicipalityRow):
    """What was searched and not found: how often on one day, never by whom."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    is_audited: ClassVar[bool] = False  # nobody changes it; searches count it

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=12)
    words = models.CharField(_("words"), max_length=60)
    topic = models.CharField(_("topic"), max_length=60, blank=True)
    district = LocalForeignKey(
        District, verbose_name=_("district"), null=True, on_delete=models.CASCADE
    )
    times = models.PositiveIntegerField(_("how often"), default=1)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "municipality",
                    "day",
                    "language",
                    "words",
                    "topic",
                    "district",
                ],
                nulls_distinct=False,
                name="one_count_of_a_missed_search_per_day",
            )
        ]
