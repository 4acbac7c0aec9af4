"""What the colleagues at the desks do: they open Today and work it off."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse

from tests.acceptance.a_week.city import view_of

# What is to be done today stands below these headings.
_DUE = ("Überfällig", "Heute fällig")
_NAMES = re.compile(r"\w+ (?:Beispiel|Probe|Muster)-(\d+)")


class Desks:
    """The volunteer coordinator, the one of interpreting, and the moderator."""

    def __init__(self, city, people):
        self.city = city
        self.people = {person.number: person for person in people}
        self._talks = {}
        self._looked_at = {}
        self._leads_to = {}
        self.led_nowhere = []
        self._work = {
            "volunteers:volunteer": self._look_after_volunteer,
            "pool:need": self._place,
            "pool:offer": self._look,
            "interpreting:institution": self._approve,
            "interpreting:interpreter": self._check_interpreter,
            "interpreting:appointment": self._find_interpreter,
            "inquiries:detail": self._answer_inquiry,
            "board:post": self._moderate,
            "mentoring:detail": self._begin_sponsorship,
        }

    def at(self, view, *parts):
        return reverse(view, args=[self.city.town.slug, *parts])

    def work_off_today(self, desk):
        """Follow every new line of Today, and once a day what is due or late."""
        while lines := self._lines(desk):
            for line in lines:
                self._looked_at[desk.user.pk, line] = self.city.today
                self._do(desk, line)
        self._carry_notices(desk)

    def _lines(self, desk):
        page = desk.open(self.at("desk:today"))
        if whole := [each for each in page.links if each.endswith("?all=1")]:
            page = desk.open(whole[0])
        notices = [
            post
            for lead in page.links_to("board:listing")
            for post in desk.open(lead).links_to("board:post")
        ]
        due, today = _due_lines(page), self.city.today
        looked_at = {
            line: day for (who, line), day in self._looked_at.items()
            if who == desk.user.pk
        }  # fmt: skip
        return [
            line
            for line in [*notices, *page.links_to("todos:detail")]
            if line not in looked_at or (line in due and looked_at[line] < today)
        ]

    def _do(self, desk, line):
        """Go where a line of Today leads, and do what is to be done there."""
        if line not in self._leads_to:
            found = [line] if view_of(line) in self._work else desk.open(line).links
            targets = [each for each in found if view_of(each) in self._work]
            if not targets:
                self.led_nowhere.append(line)
                return
            self._leads_to[line] = targets[-1]
        address = self._leads_to[line]
        self._work[view_of(address)](desk, desk.open(address))

    def _carry_notices(self, desk):
        """Ring everybody up who is told by telephone."""
        today = desk.open(self.at("desk:today"))
        for link in today.links_to("mail:notices")[:1]:
            page = desk.open(link)
            for form in page.forms:
                if urlsplit(form.action).path.endswith("/done/"):
                    desk.send(page, form)

    def _person_on(self, page):
        found = _NAMES.search(page.text)
        return self.people[int(found[1])] if found else None

    def _look(self, desk, page):
        """Read it; what is to be done stands elsewhere."""

    # Volunteers ----------------------------------------------------------------

    def _look_after_volunteer(self, desk, page):
        talk_on = self._talks.get(page.address)
        today = self.city.today
        if talk_on is None:
            talk_on = self._talks[page.address] = today + timedelta(days=1)
            desk.send(page, page.form("on", ends="step/arrange/"), on=talk_on)
        elif talk_on == "held":
            for kind in ("CONFIDENTIALITY", "DATA_PROTECTION"):
                page = desk.send(page, page.form("kind", ends="step/proof/"), kind=kind)
            self._talks[page.address] = "ready"
        elif talk_on != "ready" and talk_on <= today:
            form = page.form("decision", ends="step/talk/")
            desk.send(page, form, kind="FIRST", decision="CLARIFIED")
            self._talks[page.address] = "held"

    def look_for_helpers_again(self, desk):
        """Go through the requests for which nobody could be asked before."""
        where = f"{self.at('pool:needs')}?part=unplaced"
        for need in desk.open(where).links_to("pool:need"):
            self._place(desk, desk.open(need))

    # The pool ------------------------------------------------------------------

    def _place(self, desk, page):
        placements = [
            self._note_call(desk, desk.open(each))
            for each in page.links_to("pool:placement")
        ]
        if any(self._confirm(desk, placement) for placement in placements):
            return
        is_asked = any(placement.has(ends="/withdraw/") for placement in placements)
        if page.has("offer", ends="/ask/") and not is_asked:
            form = page.form("offer", ends="/ask/")
            desk.send(page, form, offer=_first(page, "offer", 2))

    def _note_call(self, desk, placement):
        """Who was rung up said yes or no; that is noted at once."""
        if not placement.has("says", ends="/answer/"):
            return placement
        helper = self._person_on(placement)
        if helper is None or helper.email:
            return placement
        form = placement.form("says", ends="/answer/")
        says = "no" if helper.temper == "no" else "yes"
        return desk.send(placement, form, says=says)

    def _confirm(self, desk, placement):
        if placement.has("talk_on", ends="/talk/"):
            form = placement.form("talk_on", ends="/talk/")
            placement = desk.send(placement, form, seeker_agrees="on")
        if not placement.has(ends="/confirm/"):
            return False
        desk.send(placement, placement.form(ends="/confirm/"))
        return True

    def _begin_sponsorship(self, desk, page):
        if page.has("met_on", "signed_on", ends="/note/"):
            today = self.city.today
            form = page.form("met_on", "signed_on", ends="/note/")
            page = desk.send(page, form, met_on=today, signed_on=today)
        if page.has(ends="/begin/"):
            desk.send(page, page.form(ends="/begin/"))

    # Interpreting ----------------------------------------------------------------

    def _approve(self, desk, page):
        if page.has(button=("step", "approve")):
            desk.press(page, "step", "approve")

    def _check_interpreter(self, desk, page):
        [edit] = page.links_to("interpreting:edit_interpreter")
        form_page = desk.open(edit)
        form = form_page.form("secrecy_on", "language_1")
        page = desk.send(
            form_page, form, secrecy_on=self.city.today, training="QUALIFIED"
        )
        desk.press(page, "step", "confirm")

    def _find_interpreter(self, desk, page):
        if page.has(ends="/settle/"):
            desk.send(page, page.form(ends="/settle/"))
        elif page.has(ends="/yes/"):
            desk.send(page, page.form(ends="/yes/"))
        elif page.has("interpreter", ends="/ask/"):
            form = page.form("interpreter", ends="/ask/")
            desk.send(page, form, interpreter=_first(page, "interpreter", 2))
        elif page.has(button=("step", "forward")):
            desk.press(page, "step", "forward")

    # Inquiries and notices ---------------------------------------------------------

    def _answer_inquiry(self, desk, page):
        """Make a request for help of it, answer, and close it."""
        if not page.has("text", ends="/reply/"):
            return
        person = self._person_on(page)
        [entry, *_] = page.links_to("pool:add_need")
        form_page = desk.open(entry)
        form = form_page.form("min_slots", "title")
        need = desk.send(
            form_page, form,
            kind=_drawn(person, ("COMPANY", "TEACHING", "LEISURE", "TRANSPORT")),
            title=f"Anliegen {person.number}", min_slots="0",
            language_1=person.tongue, level_1="2",
            **({"consent_on": self.city.today} if person.number % 2 else {}),
            statuses=(200, 422),
        )  # fmt: skip
        if need.has("known"):  # somebody has a name like it
            need = desk.send(need, need.form("known"), known="")
        self._place(desk, need)
        page = desk.open(page.address)
        said = "Guten Tag, wir suchen jemanden für Sie und melden uns."
        page = desk.send(page, page.form("text", ends="/reply/"), text=said)
        form = page.form("reaction", ends="/close/")
        desk.send(page, form, reaction=_choice(form, "reaction"),
                  success=_choice(form, "success"))  # fmt: skip

    def _moderate(self, desk, page):
        if page.has(button=("step", "publish")):
            desk.press(page, "step", "publish")


def _due_lines(page):
    """Return the lines below the headings of what is late, and due today."""
    found = set()
    for part in page.text.split("<section")[1:]:
        if any(heading in part[:300] for heading in _DUE):
            found |= {each for each in page.links_to("todos:detail") if each in part}
    return found


def _first(page, name, most):
    """Return the first boxes of a list, as it stands on the page."""
    found = re.findall(rf'name="{name}" value="([^"]+)"', page.text)
    return list(dict.fromkeys(found))[:most]


def _drawn(person, choices):
    return choices[person.number % len(choices)]


def _choice(form, name):
    return sorted(each for each in form.choices[name] if each)[0]
