"""The texts that readers see, and their translations: gathered from the code, kept in locale/*/LC_MESSAGES/django.po.

Needs Babel alone, none of gettext's programs. What only editors see is left out: it is in English.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("ctarchive", "editorial", "events", "sources", "templates")
# What only editors, their letters and the command line show; paths, or what paths begin with.
EDITORS = (
    "templates/admin/", "templates/editorial/", "templates/notices_off.html",
    "ctarchive/admin.py", "ctarchive/apps.py", "ctarchive/checks.py", "ctarchive/dossier/", "ctarchive/exchange/",
    "ctarchive/api/v1/writing/", "ctarchive/hooks/", "ctarchive/management/", "ctarchive/models.py",
    "ctarchive/tokens/", "ctarchive/verifying/",
    "editorial/account.py", "editorial/actions.py", "editorial/admin/", "editorial/apps.py", "editorial/changes.py",
    "editorial/comments.py", "editorial/deciding.py", "editorial/desk.py", "editorial/forms.py",
    "editorial/handles.py", "editorial/letters.py", "editorial/models/", "editorial/policies.py",
    "editorial/people/", "editorial/reports.py", "editorial/told.py",
    "events/actions/", "events/admin/", "events/apps.py", "events/conflicts/", "events/desk/", "events/forms.py",
    "events/front/", "events/lookalikes.py", "events/matching/", "events/moving/", "events/quote_errors.py",
    "events/quotes.py", "events/reports/making.py", "events/reports/queue.py", "events/suggest/", "events/usage/",
    "events/workbench/",
    "sources/admin.py", "sources/apps.py", "sources/arrivals.py", "sources/fetch/", "sources/forms.py",
    "sources/gathering/", "sources/likeness/", "sources/models/gathering.py", "sources/models/likeness.py",
)  # fmt: skip
# Of a model only what it calls its records is public: its fields are an editor's form.
_MODELS = re.compile(r"^\w+/models/")
_MIGRATIONS = re.compile(r"/migrations/|/templatetags/(desk|front|review)\.py$")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")

# Function → the place of the context, of the text, and of its plural, among the arguments.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


class Text(NamedTuple):
    """One text to translate: where it stands, its context, itself, and its plural if it has one."""

    file: str
    context: str | None
    text: str
    plural: str | None


def gathered(root: Path) -> Iterator[Text]:
    """Every public text of the project, file by file."""
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*")):
        file = path.relative_to(root).as_posix()
        if file.startswith(EDITORS) or _MIGRATIONS.search(file):
            continue
        if path.suffix == ".py":
            yield from _of_code(file, path.read_text(encoding="utf-8"))
        elif file.startswith("templates/") and path.suffix in {".html", ".txt"}:
            yield from _of_template(file, path.read_text(encoding="utf-8"))


def _of_template(file: str, source: str) -> Iterator[Text]:
    # Lines lose their indentation: what is left is read as Python, where it would have a meaning.
    code = "\n".join(line.lstrip() for line in templatize(source, origin=file).split("\n"))
    for _line, found, _comments, context in extract("python", io.BytesIO(code.encode()), _KEYWORDS):
        text, plural = found[:2] if isinstance(found, tuple) else (found, None)
        yield Text(file, context, text, plural)


def _of_code(file: str, source: str) -> Iterator[Text]:
    tree: ast.AST = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy").removesuffix("_noop")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    named = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Meta"]
    for part in named if _MODELS.match(file) else [tree]:
        for node in ast.walk(part):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                places = _CALLS.get(names.get(node.func.id, ""))
                if places and (texts := [_constant(node, place) for place in places])[1] is not None:
                    yield Text(file, texts[0], str(texts[1]), texts[2])


def _constant(call: ast.Call, place: int | None) -> str | None:
    """The text that stands in this place among the arguments; None where there is none."""
    if place is None or place >= len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def template(root: Path) -> Catalog:
    """All public texts as a catalogue without translations."""
    catalog = Catalog(project="ctarchive", charset="utf-8", fuzzy=False)
    for one in gathered(root):
        # A text that is somewhere used with a plural and elsewhere without is one message: the one with it.
        known = catalog.get(one.text, context=one.context)
        plural = one.plural or (known.id[1] if known and isinstance(known.id, tuple) else None)
        if known and plural and not isinstance(known.id, tuple):
            places = [*known.locations, (one.file, 0)]
            catalog.delete(one.text, context=one.context)
            catalog.add((one.text, plural), locations=places, context=one.context)
        else:
            catalog.add((one.text, plural) if plural else one.text, locations=[(one.file, 0)], context=one.context)
    return catalog


def po_path(root: Path, language: str) -> Path:
    """Where the translations of a language are written down."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def translations(root: Path, language: str) -> Catalog:
    """What is translated into a language; an empty catalogue where nothing is."""
    path = po_path(root, language)
    if not path.exists():
        return Catalog(locale=language, project="ctarchive", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(root: Path, language: str) -> Catalog:
    """What programs read of it, which must be the same."""
    with po_path(root, language).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def write(root: Path, language: str, catalog: Catalog) -> None:
    """Write the translations down, and compile them for programs."""
    path = po_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, omit_header=False, sort_by_file=True, ignore_obsolete=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def refreshed(root: Path, language: str) -> Catalog:
    """The catalogue of a language with all texts of today: new ones untranslated, those no longer used left out."""
    catalog = translations(root, language)
    catalog.update(template(root), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def problems(root: Path, language: str, texts: Catalog | None = None) -> Iterator[str]:
    """What is wrong with the translations of a language: each text and why. `texts`: the `template`, if it is known."""
    catalog = translations(root, language)
    for wanted in template(root) if texts is None else texts:
        if not wanted.id:
            continue
        ids = _forms(wanted.id)
        told = catalog.get(ids[0], context=wanted.context)
        strings = () if told is None else _forms(told.string)
        forms = catalog.num_plurals if len(ids) > 1 else 1
        if told is None or len(strings) != forms or not all(strings):
            yield f"not translated: {ids[0]!r} ({wanted.locations[0][0]})"
        elif told.fuzzy:
            yield f"fuzzy: {ids[0]!r}"
        elif wrong := [one for one in strings if not _fits(ids, one)]:
            yield f"other placeholders or tags than {ids[0]!r}: {wrong[0]!r}"


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def _fits(ids: tuple[str, ...], string: str) -> bool:
    """Whether a translation has the same placeholders; it may leave the number out where the text does."""
    used = set(_PLACEHOLDER.findall(string))
    allowed = {frozenset(_PLACEHOLDER.findall(one)) for one in ids}
    return used in allowed and sorted(_tags(string)) == sorted(_tags(ids[-1]))


def _tags(text: str) -> list[str]:
    return re.findall(r"</?\w+", text)


def languages() -> list[str]:
    """The languages that texts are translated into."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
