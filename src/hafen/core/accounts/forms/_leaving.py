from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ownable
from hafen.core.accounts.services import Receiver

_MISSING = _("Say who takes this over.")
_NO_TEAM = _("A team cannot take this over; choose a person.")
_MAY_NOT = _("These cannot go there; choose somebody else.")


class HandOverForm(forms.Form):
    """Who takes over what somebody owns: one for all, and others for single kinds.

    :param left: the kinds of things, and how many of each
    :param roles: what the people who can be chosen may do, by their key
    """

    everything = forms.ChoiceField(label=_("Everything goes to"), required=False)

    def __init__(
        self,
        *args: Any,
        left: Iterable[tuple[Ownable, int]],
        people: Iterable[User],
        teams: Iterable[Team],
        roles: Mapping[UUID, Collection[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.left = list(left)
        self.roles = roles
        self.takers: dict[str, User | Team] = {
            **{f"person:{row.pk}": row for row in people},
            **{f"team:{row.pk}": row for row in teams},
        }
        fields: dict[str, Any] = self.fields
        fields["everything"].choices = [("", "–"), *self._choices()]
        same = _("as above") if len(self.left) > 1 else "–"
        for ownable, count in self.left:
            fields[_field(ownable)] = forms.ChoiceField(
                label=f"{ownable.label}: {count}",
                required=False,
                choices=[("", same), *self._choices(ownable)],
            )
        if len(self.left) < 2:
            del fields["everything"]

    def _choices(self, ownable: Ownable | None = None) -> list[Any]:
        """Return who can be chosen, people before teams."""
        people: list[tuple[str, str]] = []
        teams: list[tuple[str, str]] = []
        for value, row in self.takers.items():
            if ownable is not None and self._refusal(ownable, row):
                continue
            (people if isinstance(row, User) else teams).append((value, row.name))
        groups = ((_("People"), people), (_("Teams"), teams))
        return [(label, rows) for label, rows in groups if rows]

    def _refusal(self, ownable: Ownable, row: User | Team) -> Any:
        """Return why somebody cannot take over a kind of thing."""
        if isinstance(row, Team):
            return None if ownable.team else _NO_TEAM
        if ownable.needs and ownable.needs.roles.isdisjoint(self.roles[row.pk]):
            return _MAY_NOT
        return None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for ownable, _count in self.left:
            name = _field(ownable)
            if name in self.errors:
                continue
            row = self.takers.get(cleaned[name] or cleaned.get("everything", ""))
            if problem := _MISSING if row is None else self._refusal(ownable, row):
                self.add_error(name, problem)
        return cleaned

    def refuse(self, ownable_name: str) -> None:
        """Say at its field that a kind of thing cannot go there."""
        self.add_error(ownable_name.replace(".", "-"), _MAY_NOT)

    @property
    def receivers(self) -> dict[str, Receiver]:
        data = self.cleaned_data
        chosen = {
            ownable.name: self.takers[data[_field(ownable)] or data["everything"]]
            for ownable, _count in self.left
        }
        return {
            name: Receiver(user=row) if isinstance(row, User) else Receiver(team=row)
            for name, row in chosen.items()
        }


def _field(ownable: Ownable) -> str:
    return ownable.name.replace(".", "-")
