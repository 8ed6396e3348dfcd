"""What readers fill in, and what editors write about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial.choices import ReportKind
from editorial.reports import LONGEST, SHORTEST, Sender
from events.choices import ReplyCapacity

_EMAIL_HELP = _("Only if you want the answer by e-mail. You will get an address where you can read it in any case.")


class _Message(forms.Form):
    """What both forms share. `website` is for programs: people do not see it."""

    required_css_class = "is-required"
    use_required_attribute = False
    default_kind = ReportKind.OTHER

    text = forms.CharField(
        min_length=SHORTEST, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    name = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail (not required)"), required=False, help_text=_EMAIL_HELP,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["website"].label = _("Leave this empty")
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def shown(self) -> list[Any]:
        return [field for field in self if field.name != "website"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave the last field empty: it is there to catch programs."))
        return ""

    def sender(self) -> Sender:
        told = self.cleaned_data
        return Sender(told.get("name", ""), told.get("email", ""), told.get("capacity", ""))

    def chosen(self) -> ReportKind:
        return ReportKind(self.cleaned_data.get("kind") or self.default_kind)


class ReportForm(_Message):
    """An error, a matter of rights, or anything else about a record."""

    KINDS = (
        (ReportKind.ERROR, _("Something is wrong: a value, a name, a quotation, a translation")),
        (ReportKind.RIGHTS, _("It infringes copyright or privacy, or puts somebody at risk")),
        (ReportKind.OTHER, _("Something else")),
    )
    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    field_order = ("kind", "text", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What should we know?")
        self.fields["text"].help_text = _("Say what is wrong and how you know. A link to a source helps most.")
        self.fields["name"].label = _("Your name (not required)")
        self.fields["name"].help_text = _("Only the editors read it.")


class ReplyForm(_Message):
    """A reply to a claim by somebody whom it concerns."""

    default_kind = ReportKind.REPLY
    capacity = forms.ChoiceField(
        label=_("How does the claim concern you?"), widget=forms.RadioSelect,
        choices=(
            (ReplyCapacity.CONCERNED, _("It is about me, or about the body that I lead")),
            (ReplyCapacity.SPEAKS_FOR, _("I speak for somebody it is about")),
            (ReplyCapacity.QUOTED, _("My word, or what I published, is quoted for it")),
            (ReplyCapacity.OTHER, _("None of these, but I know of the matter")),
        ),
    )  # fmt: skip
    field_order = ("capacity", "text", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your reply")
        self.fields["text"].help_text = _("In any language. It is shown as you write it, or not at all.")
        self.fields["name"].label = _("Your name, as readers shall see it")
        self.fields["name"].help_text = _("It stands above your reply once that is published.")
        self.fields["name"].required = True


class ActForm(forms.Form):
    """What an editor writes: to the sender, or (a note) to colleagues."""

    text = forms.CharField(max_length=LONGEST, required=False, strip=True)


FORMS: dict[str, type[_Message]] = {"report": ReportForm, "reply": ReplyForm}
