"""Pages as somebody without a script uses them: read, fill in, press a button."""

from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.acceptance.a_week.city import view_of


class NoSuchForm(LookupError):
    """The page has no form with what somebody wanted to fill in or press."""


class Form:
    """One form of a page, with what stands in its fields.

    :param fields: by name: what is filled in, and what can be chosen (None: anything)
    """

    def __init__(self, action, method):
        self.action = action
        self.method = method
        self.filled = {}
        self.choices = {}
        self.buttons = []

    def note(self, name, *, value, chosen, options=None):
        if options is not None:
            self.choices.setdefault(name, set()).update(options)
        held = self.filled.setdefault(name, [])
        if chosen:
            held.append(value)

    def filled_in(self, values):
        """Return what is sent: what stood there, with what somebody wrote over it.

        :raises NoSuchForm: for a field that is not on the page, or no such choice
        """
        sent = {name: list(held) for name, held in self.filled.items()}
        for name, value in values.items():
            said = [str(each) for each in (value if _is_many(value) else [value])]
            if name not in sent:
                raise NoSuchForm(f"{self.action}: no field {name}")
            if name in self.choices and not self.choices[name].issuperset(said):
                raise NoSuchForm(f"{self.action}: {name} has no {said}")
            sent[name] = said
        return {name: held for name, held in sent.items() if held}


def _is_many(value):
    return isinstance(value, list | tuple | set)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms = []
        self.links = []
        self._form = None
        self._select = None
        self._area = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            method = (given.get("method") or "get").lower()
            self._form = Form(given.get("action") or "", method)
            self.forms.append(self._form)
        elif self._form is not None:
            self._note_part(tag, given.get("name"), given)

    def _note_part(self, tag, name, given):
        if tag == "button":
            self._form.buttons.append((name or "", given.get("value") or ""))
        elif tag == "option" and self._select:
            self._select[1].append(given.get("value", ""))
            if "selected" in given:
                self._select[2].append(given.get("value", ""))
        elif tag == "select" and name:
            self._select = (name, [], [])
        elif tag == "textarea" and name:
            self._area = (name, [])
        elif tag == "input" and name:
            self._note_input(name, given)

    def _note_input(self, name, given):
        kind, value = given.get("type", "text"), given.get("value")
        if kind in {"checkbox", "radio"}:
            value = "on" if value is None else value
            is_chosen = "checked" in given
            self._form.note(name, value=value, chosen=is_chosen, options={value})
        elif kind != "submit":
            self._form.note(name, value=value or "", chosen=True)

    def handle_data(self, data):
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form:
            name, text = self._area
            self._form.note(name, value="".join(text).removeprefix("\n"), chosen=True)
            self._area = None
        elif tag == "select" and self._select and self._form:
            name, options, chosen = self._select
            for value in chosen or options[:1]:
                self._form.note(name, value=value, chosen=True, options=options)
            self._form.choices.setdefault(name, set()).update(options)
            self._select = None


class Page:
    """One answer of the house, as somebody sees it."""

    def __init__(self, address, answer):
        self.address = address
        self.answer = answer
        self.text = answer.content.decode("utf-8", "replace")

    @cached_property
    def _read(self):
        reader = _Reader()
        reader.feed(self.text)
        return reader

    @property
    def forms(self):
        return self._read.forms

    @property
    def links(self):
        return [urljoin(self.address, each) for each in self._read.links]

    def links_to(self, *routes):
        """Return the addresses of this page that lead to one of these views."""
        return [each for each in dict.fromkeys(self.links) if view_of(each) in routes]

    def form(self, *fields, ends="", button=None):
        """Return the form that has these fields, this end of its address or button.

        :raises NoSuchForm: when the page shows none
        """
        for form in self.forms:
            target = urlsplit(urljoin(self.address, form.action)).path
            has_button = button is None or button in form.buttons
            if target.endswith(ends) and has_button and set(fields) <= set(form.filled):
                return form
        raise NoSuchForm(f"{self.address}: {fields} {ends} {button}")

    def has(self, *fields, ends="", button=None):
        try:
            self.form(*fields, ends=ends, button=button)
        except NoSuchForm:
            return False
        return True
