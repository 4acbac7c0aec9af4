"""Spellings of one name meet, those of others mostly do not; one way for all."""

import pytest

from hafen.exchange.pool import queries, services
from hafen.exchange.pool.models import Helper
from hafen.exchange.pool.persons import full_keys, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Al-Sayed", "Muhamad Sayid"),
        ("Mohammed Al-Sayed", "محمد السيد"),
        ("Khalid Hussein", "Chalid Hossain"),
        ("Yusuf Qasim", "Youssef Kassem"),
        ("Olena Kovalenko", "Олена Коваленко"),
        ("Oleksandr Shevchenko", "Олександр Шевченко"),
        ("Mykhailo Tsybulko", "Михайло Цибулько"),
        ("Selam Tesfay", "ሰላም ተስፋይ"),
        ("Ayşe Yılmaz", "Ayse Yilmaz"),
        ("Jürgen Groß", "Juergen Gross"),
        ("Ahmad bin Said", "Said Ahmed"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farida Beispiel", "Farid Muster"),
        ("Mohammed Said", "Ahmed Said"),
        ("Olena Kovalenko", "Oksana Kovalenko"),
        ("Khalid Hussein", "Khaled Hassoun Nabil"),
        ("Anna Klein", "Nina Klein"),
    ],
)
def test_other_names_keep_apart(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abd al-Rahman Khalid", "Chaled Abdurrahman"),
        ("Nur al-Din Rashid", "Rachid Noureddine"),
        ("Ghulam Ali Qasimi", "Qolamali Ghasemi"),
        ("Haile Mikael Tesfay", "Tesfay Hailemicael"),
        ("Saʿīd Šāmī", "Sa'id ach-Chami"),
        ("Youssef Gamal", "Jussuf Dschamal"),
        ("Oleh Tsymbal", "Oleg Zimbal"),
        ("Iwanow Jurij", "Iouri Ivanoff"),
        ("Cîhan Xoce", "Dschihan Chodsche"),
        ("Reza Ramadan", "رضا رمضان"),
    ],
)
def test_a_person_is_found_by_any_reading_of_the_letters(one, other):
    assert full_keys(one) & full_keys(other)


@pytest.fixture
def known(offer):
    """Who is found of helpers with these names, by a name alone."""

    def ask(*names, asked):
        for name in names:
            offer(name=name)
        said = {"name": asked, "email": "", "phone": ""}
        found = queries.known_people(Helper.objects.all(), **said)
        return {row.name for row in found}

    return ask


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        # A word more or less: many have the name of father and grandfather too.
        ("Mohammed Al-Sayed", "Muhammad Ahmad Alsayed"),
        ("Muhammad Ahmad Alsayed", "Mohammed Al-Sayed"),
        # Ukrainian and Russian say one letter in two ways.
        ("Halyna Bondar", "Галина Бондарь"),
        ("Galina Bondar", "Галина Бондарь"),
        # Letters that no table knows are compared as they are.
        ("王芳", "王芳"),
    ],
)
def test_somebody_is_known_in_another_spelling(known, name, asked):
    assert known(name, "Bruno Probe", asked=asked) == {name}


def test_one_common_word_is_not_enough(known):
    assert known("Mohammed Said", "Mohammed", asked="Mohammed Hassan") == set()


def test_a_corrected_name_is_known_by_its_new_spelling(known):
    known("Bruno Probe", asked="")
    services.correct_person(
        person=Helper.objects.get(), facts={"name": "Mohammed Al-Sayed"}
    )
    assert known(asked="Muhamad Sayid") == {"Mohammed Al-Sayed"}
