"""The forms that take files in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ctarchive.exchange import mapping, table


class FileForm(forms.Form):
    """One file, not too large and not empty."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)

    class Media:
        js = (forms.Script("ctarchive/add.js", defer=True),)

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], settings.LARGEST_UPLOAD
        if not file.size:
            raise ValidationError(_("“%(name)s” is empty."), params={"name": file.name})
        if file.size > most:
            raise ValidationError(
                _("“%(name)s” has %(size)s; the most that is taken is %(most)s. Divide it."),
                params={"name": file.name, "size": filesizeformat(file.size), "most": filesizeformat(most)},
            )
        return file


class DossierForm(FileForm):
    field_order = ("file",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A dossier (.yaml or .ndjson), or a zip file of it with its documents. Nothing is written before you saw "
            "what it would make. It can be dropped anywhere on this form."
        )


class TableForm(FileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A table as text (.csv or .tsv), with names of columns in its first row. Nothing is written before you saw "
            "what it would make. It can be dropped anywhere on this form."
        )


class ReadingForm(forms.Form):
    """How a table is read: its encoding, its delimiter, and what each of its columns holds."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(table.ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=_("Cells are parted by"), choices=list(table.DELIMITERS.items()))

    def __init__(self, kind: str, reading: dict[str, Any], header: list[str], *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = reading
        super().__init__(*args, **kwargs)
        self.header = header
        choices = [("", _("— not read —")), *mapping.targets(kind, header)]
        for index, title in enumerate(header):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=title or _("(column %(n)d)") % {"n": index + 1},
                choices=choices,
                required=False,
                initial=reading["columns"].get(str(index), ""),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = [name for name in self.columns().values() if name]
        twice = sorted({name for name in chosen if chosen.count(name) > 1})
        if twice:
            raise ValidationError(
                _("Two columns are said to hold the same: %(names)s."), params={"names": ", ".join(twice)}
            )
        return self.cleaned_data

    def columns(self) -> dict[int, str]:
        """Position → what it holds, empty for a column that is not read."""
        return {index: self.cleaned_data.get(f"column-{index}", "") for index in range(len(self.header))}

    def reading(self) -> dict[str, Any]:
        columns = {str(index): name for index, name in self.columns().items() if name}
        return {name: self.cleaned_data[name] for name in ("encoding", "delimiter")} | {"columns": columns}
