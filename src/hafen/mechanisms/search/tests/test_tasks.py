import pytest

from hafen.core.db.context import Context, acting
from hafen.core.places.models import Municipality
from hafen.mechanisms.search import tasks
from hafen.mechanisms.search.models import SearchWord


@pytest.mark.django_db
def test_words_that_no_text_has_any_more_go_at_night():
    town = Municipality.objects.create(
        slug="nachtstadt", name="Nachtstadt", languages=["de"], is_published=True
    )
    SearchWord.objects.create(
        municipality=town, language="de", word="vergangen", display="vergangen"
    )

    with acting(Context(municipality=town.pk)):
        tasks.rebuild()

    assert not SearchWord.objects.filter(municipality=town).exists()
