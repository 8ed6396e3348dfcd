"""Names of the archive's own entities, found in texts."""

import pytest

from events.choices import EntityKind as Kind
from events.choices import NameKind
from events.suggest import Document, KnownName, KnownNames, Suggested, suggest
from events.suggest.mentions.suggester import MENTIONS, names_of

SSS = "sss0000000"


def names(*rows: tuple[str, str, str], name_kind: str = NameKind.ALIAS) -> KnownNames:
    return KnownNames(tuple(KnownName(text, uid, kind, name_kind) for text, uid, kind in rows))


def found(
    text: str, known: KnownNames, language: str = "en", furniture: tuple[tuple[int, int], ...] = ()
) -> list[Suggested]:
    return suggest(Document(text, language=language, names=known, furniture=furniture), [MENTIONS])["mentions"]


def known_in(text: str, known: KnownNames, language: str = "en") -> list[tuple[str, list[str]]]:
    return [
        (text[one.start : one.end], one.payload["entities"])
        for one in found(text, known, language)
        if one.payload["entities"]
    ]


@pytest.mark.parametrize(
    ("name", "text", "language", "shown"),
    [
        ("Al-Qaida", "links to al-Qa’ida and others", "en", "al-Qa’ida"),
        ("Da'esh", "fighters of Daesh left", "en", "Daesh"),
        ("Émile Dürkheim", "said EMILE DURKHEIM today", "en", "EMILE DURKHEIM"),
        ("Zəngilan Qrupu", "Zengilan Qrupunun üzvləri gəlib", "az", "Zengilan Qrupunun"),
        ("Şəms Fondu", "o, Şəms Fondundan gəlib", "az", "Şəms Fondundan"),
        ("İmran", "bu, İMRAN'ın işidir", "az", "İMRAN"),
        ("Лига Норд", "сообщила пресс-служба Лиги Норд вчера", "ru", "Лиги Норд"),
        ("Ильяс Бурханов", "встреча с Ильясом Бурхановым прошла", "ru", "Ильясом Бурхановым"),
        ("U.N.X.", "the U.N.X. said", "en", "U.N.X."),
        ("Law of Seas (1999)", "under the Law of Seas (1999), ships", "en", "Law of Seas (1999)"),
        ("خالد منصور", "قال خالد منصور أمس", "ar", "خالد منصور"),
    ],
)
def test_a_name_is_found_as_texts_write_it(name: str, text: str, language: str, shown: str) -> None:
    assert known_in(text, names((name, SSS, Kind.NGO if name.startswith("Лига") else Kind.PERSON)), language) == [
        (shown, [SSS])
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ran", "Iran ranked first, and Rankin ran"),  # inside words, and in small letters
        ("Ali Vali", "he saw Ali. Vali was away; so were Ali, Vali"),  # over marks
        ("Samir", "Samirsiz said nothing"),  # an Azerbaijani ending in an English text
    ],
)
def test_no_name_is_found_inside_a_word_or_across_marks(name: str, text: str) -> None:
    assert known_in(text, names((name, SSS, Kind.PERSON))) == []


def test_an_acronym_is_found_in_capitals_only() -> None:
    known = names(("ORT", SSS, Kind.PUBLIC_BODY), name_kind=NameKind.ACRONYM)
    assert known_in("The ORT said that the Ort of ort is far", known) == [("ORT", [SSS])]


def test_the_longest_name_wins_and_the_shorter_stands_where_it_alone_does() -> None:
    known = names(
        ("Border Guard", "aaaaaaaaaa", Kind.PUBLIC_BODY), ("Border Guard School", "bbbbbbbbbb", Kind.ACADEMIC)
    )
    text = "Officers of Border Guard School and of Border Guard Schooling came."
    assert known_in(text, known)[0] == ("Border Guard School", ["bbbbbbbbbb"])
    assert ("Border Guard", ["aaaaaaaaaa"]) in known_in(text, known)


def test_a_name_of_two_entities_is_proposed_with_both() -> None:
    known = names(("Ali Aliyev", "aaaaaaaaaa", Kind.PERSON), ("Ali Aliyev", "bbbbbbbbbb", Kind.PERSON))
    (one,) = found("Then Ali Aliyev spoke.", known)
    assert one.payload["entities"] == ["aaaaaaaaaa", "bbbbbbbbbb"]
    assert one.payload["reason"] == "ambiguous"


def test_titles_and_owners_are_no_part_of_a_known_name() -> None:
    known = names(
        ("President Elmar Valili", "aaaaaaaaaa", Kind.PERSON), ("Azerbaijan's Guard Service", SSS, Kind.PUBLIC_BODY)
    )
    text = "President Elmar Valili visited Azerbaijan's Guard Service."
    assert known_in(text, known) == [("Elmar Valili", ["aaaaaaaaaa"]), ("Guard Service", [SSS])]
    assert [text[one.start : one.end] for one in found(text, known)] == ["Elmar Valili", "Azerbaijan", "Guard Service"]


def test_a_known_person_is_known_again_by_the_surname() -> None:
    known = names(("Elmar Valili", "aaaaaaaaaa", Kind.PERSON))
    text = "Elmar Valili arrived. Valili said nothing."
    assert known_in(text, known) == [("Elmar Valili", ["aaaaaaaaaa"]), ("Valili", ["aaaaaaaaaa"])]


def test_a_suggestion_never_repeats_a_name_of_the_archive() -> None:
    known = names(("Elmar Valili", "aaaaaaaaaa", Kind.PERSON), ("Elmar V.", "aaaaaaaaaa", Kind.PERSON))
    for one in found("Elmar Valili arrived. Mr Valili said nothing; Elmar V. left.", known):
        assert not any("Valili" in str(value) or "Elmar" in str(value) for value in one.payload.values())


def test_names_are_made_ready_once_for_many_documents() -> None:
    known = names(("Elmar Valili", "aaaaaaaaaa", Kind.PERSON))
    assert names_of(known) is names_of(known)
    assert names_of(known) is not names_of(names(("Elmar Valili", "aaaaaaaaaa", Kind.PERSON)))


def test_nothing_is_found_in_furniture() -> None:
    known = names(("Elmar Valili", "aaaaaaaaaa", Kind.PERSON))
    text = "Share with Elmar Valili and NATO\nThe council met Elmar Valili."
    assert known_in(text, known) != []
    shown = [one.start for one in found(text, known, furniture=((0, 32),))]
    assert shown == [text.rindex("Elmar")]
