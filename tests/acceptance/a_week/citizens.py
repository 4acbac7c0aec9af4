"""What the people of the city do: write, read their mail, follow the links in it."""

from django.urls import reverse

from tests.acceptance.a_week.browsers import Browser
from tests.acceptance.a_week.people import KINDS, LATER, MORNINGS

WRITTEN_FOR = ("Begleitung zum Amt", "Hilfe bei den Hausaufgaben", "Fahrt zum Arzt",
               "Gemeinsam Deutsch sprechen", "Hilfe beim Umzug")  # fmt: skip
NOTICES = (("goods.baby", "Kinderwagen"), ("leisure.cooking", "Kochabend"),
           ("rides.moving", "Fahrt zum Möbelhaus"), ("housing.room", "Zimmer gesucht"),
           ("work.job", "Hilfe im Garten"))  # fmt: skip
# Where a link that came by mail leads: it is kept for later.
KEPT = ("volunteers_public:own", "interpreting_public:own", "board_public:mine",
        "interpreting_public:report", "interpreting_public:bookings",
        "board_public:talk", "inquiries_public:own_page")  # fmt: skip
QUESTIONS = ("pool_public:answer", "interpreting_public:call",
             "interpreting_public:forwarded")  # fmt: skip


class Citizens:
    """Everybody who is not at a desk, each with a browser of their own."""

    def __init__(self, city, drawer):
        self.city = city
        self.dice = drawer.dice
        self.everybody = []
        self._browsers = {}

    def browser(self, person):
        if person.number not in self._browsers:
            high, low = divmod(person.number, 250)
            sender = f"198.51.{100 + high}.{low + 1}"
            self._browsers[person.number] = Browser(self.city, sender=sender)
            self.everybody.append(person)
        return self._browsers[person.number]

    def write(self, person, view, *parts, marks, **values):
        """Fill in a public form in the own language and send it."""
        where = reverse(view, args=[self.city.town.slug, person.page, *parts])
        browser = self.browser(person)
        page = browser.open(where)
        person.wrote = True
        return browser.send(page, page.form(*marks), **values)

    def ways(self, person):
        return {"name": person.name, "email": person.email} | (
            {} if person.email else {"phone": person.phone}
        )

    # Helpers ---------------------------------------------------------------

    def offer_help(self, person):
        dice = self.dice
        self.write(
            person,
            "volunteers_public:offer",
            marks=("kinds", "agrees"),
            kinds=dice.sample(KINDS, dice.randint(1, 3)),
            language_1=person.tongue, level_1="3", language_2="de", level_2="2",
            slots=dice.sample(MORNINGS, 2) + dice.sample(LATER, 5),
            agrees="on",
            **({"may_forward": "on"} if dice.random() < 0.6 else {}),
            **self.ways(person),
        )  # fmt: skip

    def offer_sponsorship(self, person, programme):
        self._apply(person, programme, "sponsor")

    def apply_as_interpreter(self, person):
        self.write(
            person, "interpreting_public:wanted", marks=("spoken", "agreed"),
            language=person.tongue, spoken="3", agreed="on", **self.ways(person),
        )  # fmt: skip

    # People who look for help ------------------------------------------------

    def ask_for_help(self, person):
        what = self.dice.choice(WRITTEN_FOR)
        self.write(
            person, "inquiries_public:write", "question", marks=("message",),
            message=f"Guten Tag, ich suche: {what}.", **self.ways(person),
        )  # fmt: skip

    def wish_for_a_sponsor(self, person, programme):
        self._apply(person, programme, "wish")

    def _apply(self, person, programme, side):
        self.write(
            person, "mentoring_public:apply", programme, side,
            marks=("spoken_1", "consent"), spoken_1=person.tongue, spoken_2="de",
            **({"consent": "on"} if self.dice.random() < 0.6 else {}),
            **self.ways(person),
        )  # fmt: skip

    # Institutions ------------------------------------------------------------

    def register_institution(self, person):
        self.write(
            person, "interpreting_public:register",
            marks=("contact", "invoice_address"),
            name=f"Einrichtung {person.number}", contact=person.name,
            email=person.email, language="de", address=f"Musterweg {person.number}",
        )  # fmt: skip

    def book(self, person, language, day, hour):
        browser = self.browser(person)
        page = browser.open(person.links["interpreting_public:bookings"][-1])
        browser.send(
            page, page.form("language", "day_1"),
            language=language, subject=self.dice.choice(("SCHOOL", "OFFICE", "HEALTH")),
            mode="on_site", day_1=day.isoformat(), time_1=f"{hour:02}:00", minutes="60",
            code=f"K-{person.number}", contact=f"Empfang {person.number}",
        )  # fmt: skip

    # The notice board ----------------------------------------------------------

    def write_notice(self, person):
        category, title = self.dice.choice(NOTICES)
        self.write(
            person, "board_public:write", marks=("side", "agrees"),
            side=self.dice.choice(("OFFER", "NEED")), category=category,
            title=f"{title} {person.number}", text="Bitte melden.", language="de",
            agrees="on", **self.ways(person),
        )  # fmt: skip

    def answer_notice(self, person):
        """Choose a notice of the board and write to whoever posted it."""
        browser = self.browser(person)
        slug = self.city.town.slug
        listed = browser.open(reverse("board_public:listing", args=[slug, person.page]))
        notices = listed.links_to("board_public:detail")
        if not notices:
            return
        shown = browser.open(self.dice.choice(notices))
        [answer, *_] = shown.links_to("board_public:answer")
        page = browser.open(answer)
        said = f"Ist das noch frei? Mein Telefon: {person.phone}, {person.email}"
        person.wrote = True
        page = browser.send(
            page, page.form("text", "name"), text=said, **self.ways(person)
        )
        person.links["board_public:talk"] = [page.address]

    # Mail ----------------------------------------------------------------------

    def read_mail(self):
        """Everybody with an address reads what came, and answers questions in it."""
        for person in [each for each in self.everybody if each.email]:
            for mail in self.city.post_for(person.email):
                for view in KEPT:
                    person.links.setdefault(view, []).extend(mail.links_to(view))
                for link in mail.links_to(*QUESTIONS):
                    self.answer(person, link)
                for link in mail.links_to("board_public:talk"):
                    self.go_on_talking(person, link)

    def answer(self, person, link):
        """Open the link of a question; looking changes nothing, a button does."""
        browser = self.browser(person)
        page = browser.open(link)
        if person.temper == "silent" or not page.has(button=("step", "yes")):
            return
        form = page.form(button=("step", person.temper))
        said = {"is_impartial": "on"} if "is_impartial" in form.filled else {}
        browser.send(page, form, ("step", person.temper), **said)

    def go_on_talking(self, person, link):
        """Answer who asked about the own notice, once."""
        page = self.browser(person).open(link)
        if link not in person.answered and page.has("text", button=("step", "say")):
            person.answered.add(link)
            text = f"Gern. Rufen Sie an: {person.phone}"
            self.browser(person).press(page, "step", "say", text=text)

    # After appointments ----------------------------------------------------------

    def look_at_own_pages(self):
        """Now and then somebody opens the own page, and does one thing there."""
        for person in self.everybody:
            if person.links.get("volunteers_public:own") and self.dice.random() < 0.2:
                browser = self.browser(person)
                page = browser.open(person.links["volunteers_public:own"][-1])
                browser.press(page, "step", "save", wants_news="on")
            if person.links.get("interpreting_public:own") and self.dice.random() < 0.1:
                browser = self.browser(person)
                page = browser.open(person.links["interpreting_public:own"][-1])
                if page.has("job", button=("step", "cannot")):
                    browser.press(page, "step", "cannot")

    def report_times(self):
        """Interpreters note when a job began and ended; institutions confirm it."""
        for person in self.everybody:
            browser = self.browser(person)
            for link in person.links.pop("interpreting_public:report", ()):
                page = browser.open(link)
                if page.has("began_at"):
                    browser.send(page, page.form("began_at"), kilometres="4,5")
                elif page.answer.context.get("is_noted") is False:
                    person.links.setdefault("interpreting_public:report", []).append(
                        link
                    )
        for person in self.everybody:
            for link in person.links.get("interpreting_public:bookings", ())[-1:]:
                self._confirm(self.browser(person), self.browser(person).open(link))

    def _confirm(self, browser, page):
        for link in page.links_to("interpreting_public:booking"):
            booking = browser.open(link)
            if booking.has("outcome", button=("step", "confirm")):
                browser.press(booking, "step", "confirm", outcome="HELD")
            elif self.dice.random() < 0.03 and booking.has(button=("step", "off")):
                browser.press(booking, "step", "off")
