import pytest

from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Language, Term, TermLabel
from hafen.core.taxonomy.services import load_reference_data

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing():
    load_reference_data()
    assert load_reference_data() == 0


def test_a_changed_row_is_brought_back_as_its_next_version():
    load_reference_data()
    Language.objects.filter(tag="ti").update(own_name="?")
    assert load_reference_data() == 1
    tigrinya = Language.objects.get(tag="ti")
    assert tigrinya.own_name == reference.own_name("ti")
    assert tigrinya.version == 2


def test_everything_of_the_files_is_in_the_tables():
    load_reference_data()
    assert Language.objects.count() == len(reference.languages())
    assert Term.objects.filter(vocabulary__code="needs", parent=None).count() == 23
    assert TermLabel.objects.count() == 8 * Term.objects.count()
    assert Term.objects.get(code="N01.cafe").parent.code == "N01"
