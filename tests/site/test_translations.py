"""Every text that readers see is translated, and programs read the same that is written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from ctarchive import messages
from ctarchive.codebook import as_data

ROOT = Path(settings.BASE_DIR)
LANGUAGES = messages.languages()
IMPORT = "from django.utils.translation import"


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return messages.template(ROOT)


def test_two_languages_are_translated_into() -> None:
    assert LANGUAGES == ["az", "ru"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_text_is_translated(language: str, wanted: Catalog) -> None:
    """`make messages` adds new texts to locale/…/django.po; docs/translating.md tells how to translate them."""
    assert list(messages.problems(ROOT, language, wanted)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_what_is_written(language: str) -> None:
    written, compiled = messages.translations(ROOT, language), messages.compiled(ROOT, language)
    assert dict(_content(compiled)) == dict(_content(written))
    assert compiled.plural_expr == written.plural_expr


def _content(catalog: Catalog) -> Iterator[tuple[object, object]]:
    for message in catalog:
        if message.id:
            # What was compiled is read with its contexts as bytes.
            context: str | bytes | None = message.context
            told = context.decode() if isinstance(context, bytes) else context
            yield (told, _whole(message.id)), _whole(message.string)


def _whole(text: str | list[str] | tuple[str, ...] | None) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_is_no_longer_used(language: str, wanted: Catalog) -> None:
    used = {(message.context, message.id) for message in wanted}
    assert [m.id for m in messages.translations(ROOT, language) if (m.context, m.id) not in used] == []


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 цитата"), (2, "2 цитаты"), (5, "5 цитат"), (11, "11 цитат"), (21, "21 цитата"), (22, "22 цитаты")],
)
def test_russian_counts_in_three_forms(number: int, said: str) -> None:
    with override("ru"):
        assert ngettext("%(n)s quotation", "%(n)s quotations", number) % {"n": number} == said


@pytest.mark.parametrize("number", [1, 2, 5])
def test_azerbaijani_leaves_what_is_counted_in_the_singular(number: int) -> None:
    with override("az"):
        assert ngettext("%(n)s quotation", "%(n)s quotations", number) % {"n": number} == f"{number} sitat"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_is_translated_whole(language: str) -> None:
    english = {word for vocabulary in as_data() for word in _definitions(vocabulary)}
    with override(language):
        translated = {word for vocabulary in as_data() for word in _definitions(vocabulary)}
    assert english & translated == set()


def _definitions(vocabulary: dict[str, object]) -> Iterator[str]:
    yield str(vocabulary["definition"])
    for term in vocabulary["terms"]:  # type: ignore[attr-defined]
        yield term["definition"]


def test_texts_are_gathered_from_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "events" / "models").mkdir(parents=True)
    (tmp_path / "templates" / "admin").mkdir(parents=True)
    code = f"{IMPORT} pgettext, gettext as _now\n_now('One ' 'two')\npgettext('when', 'Three')\n"
    model = f"{IMPORT} gettext_lazy as _\nclass M:\n a = _('field')\n class Meta:\n  b = _('m')\n"
    counted = "{% blocktranslate count n=n %}{{ n }} one{% plural %}{{ n }} many{% endblocktranslate %}"
    shown = f"{{% load i18n %}}\n  <p>{counted}</p>"
    (tmp_path / "events" / "a.py").write_text(code)
    (tmp_path / "events" / "models" / "b.py").write_text(model)
    (tmp_path / "templates" / "c.html").write_text(shown)
    (tmp_path / "templates" / "admin" / "d.html").write_text("{% load i18n %}{% translate 'Editors only' %}")
    found = {(text.context, text.text, text.plural) for text in messages.gathered(tmp_path)}
    assert found == {
        (None, "One two", None), ("when", "Three", None), (None, "m", None), (None, "%(n)s one", "%(n)s many")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("", "not translated"),
        ("Имя", "other placeholders"),
        ("%(name)s <b>", "other placeholders"),
        ("Имя: %(name)s", ""),
    ],
)
def test_a_translation_that_does_not_fit_is_named(tmp_path: Path, translation: str, problem: str) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.py").write_text(f"{IMPORT} gettext\ngettext('Name: %(name)s')\n")
    catalog = messages.refreshed(tmp_path, "ru")
    catalog["Name: %(name)s"].string = translation
    messages.write(tmp_path, "ru", catalog)
    found = " ".join(messages.problems(tmp_path, "ru"))
    assert problem in found
    assert bool(found) == bool(problem)


def test_what_is_translated_comes_out() -> None:
    with override("ru"):
        assert gettext("Events") == "События"
    with override("az"):
        assert gettext("Events") == "Hadisələr"
