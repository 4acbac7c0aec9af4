"""Who lives in the city of the week: drawn by a seed, and nobody real."""

import random
from dataclasses import dataclass, field

FIRST = ("Anna", "Basim", "Cem", "Dilan", "Emil", "Farah", "Goran", "Hanna", "Idris",
         "Jana", "Karim", "Lale", "Mira", "Nikos", "Olena", "Paula", "Reza", "Selam",
         "Tarek", "Uta", "Vera", "Wael", "Yara", "Zoran")  # fmt: skip
LAST = ("Beispiel", "Probe", "Muster")
TONGUES = ("ar", "fa", "uk", "ru", "tr", "fr", "ti", "en")
PAGES = ("de", "en", "ar")  # the languages that the city speaks
KINDS = ("COMPANY", "TEACHING", "LEISURE", "TRANSPORT", "OTHER")
MORNINGS = [day * 3 for day in range(5)]
LATER = [day * 3 + part for day in range(7) for part in (1, 2)]


@dataclass
class Person:
    """Somebody of the city.

    :param email: empty for whoever is told by telephone
    :param temper: how questions are answered: yes, no, or not at all
    """

    number: int
    name: str
    email: str
    phone: str
    tongue: str
    page: str
    day: int
    temper: str = "yes"
    wrote: bool = False
    links: dict = field(default_factory=dict)
    answered: set = field(default_factory=set)

    @property
    def first_name(self):
        return self.name.split()[0]


class Drawer:
    """Draws people; the same seed draws the same city."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311 - a play, no secret
        self._drawn = 0

    def person(self, role, *, by_telephone=0.0, days=(0, 0, 0, 1, 1, 2, 3)):
        self._drawn += 1
        number, dice = self._drawn, self.dice
        is_called = dice.random() < by_telephone
        tempers = ("yes",) * 7 + ("no",) * 2 + ("silent",)
        return Person(
            number=number,
            name=f"{dice.choice(FIRST)} {dice.choice(LAST)}-{number}",
            email="" if is_called else f"{role}-{number}@people.example",
            phone=f"+49251{7_000_000 + number}",
            tongue=dice.choice(TONGUES),
            page=dice.choice(PAGES),
            day=dice.choice(days),
            temper=dice.choice(tempers),
        )

    def some(self, choices, most=2):
        return self.dice.sample(list(choices), self.dice.randint(1, most))
