"""Every form in which evidence comes: its text, the places in it, what it says about itself."""

import pytest

from editorial import edtf
from sources.readers import Document, place_at, read
from sources.text import UnreadableError, canonical_text, sha256_hex
from tests.sources import samples as make
from tests.sources.test_readers import marked


def place(found: Document, words: str) -> dict[str, int | str]:
    """The place in the original where these words stand."""
    return place_at(found.breaks, found.text.index(words))


# -- PDF ---------------------------------------------------------------------------------------------------------------


def test_the_lines_of_a_pdf_are_joined_to_paragraphs() -> None:
    found = read(make.pdf())
    assert found.text.split("\n\n") == [
        "Border services agree on a joint plan",
        "The two border services agreed on Tuesday to share lists of wanted persons and to train their officers"
        " together, the ministry said.",
        "It was the second meeting of the working group this year.",
    ]
    assert (found.reader, found.proposal.title) == ("pdf", "Border services agree on a joint plan")


def test_a_passage_of_a_pdf_has_its_page() -> None:
    found = read(make.pdf([["The first page speaks of Baku."], [], ["The third page speaks of Ganja."]]))
    assert place(found, "Baku") == {"page": 1}
    assert place(found, "Ganja") == {"page": 3}


def test_words_parted_at_the_end_of_a_line_are_whole_again() -> None:
    lines = [
        "The services strengthened their coope-", "ration against terrorism, and both co-", "ordinate it with the non-",
        "governmental groups of the Anglo-", "Saxon world in the field of bor-", "der control, say officials.",
    ]  # fmt: skip
    text = read(make.pdf([lines])).text
    assert "their cooperation against" in text
    assert "co-ordinate it with the non-governmental groups of the Anglo-Saxon world in the field of border" in text


def test_how_the_document_writes_a_word_elsewhere_decides() -> None:
    lines = ["The law enforcement bodies began a counter-", "terrorism course, for counterterrorism is their task."]
    assert "a counterterrorism course" in read(make.pdf([lines])).text


def test_ligatures_become_letters_and_other_scripts_stay() -> None:
    found = read(make.pdf([["The ﬁrst oﬃcer ﬂew — Məruzə edildi, Борьба с терроризмом."]]))
    assert "The first officer flew — Məruzə edildi, Борьба с терроризмом." in found.text


def test_page_headers_and_numbers_of_a_pdf_are_marked() -> None:
    pages = [
        ["Annual Report 2019", "", f"Section {word} tells of the meetings that were held.", "", f"- {n} -"]
        for n, word in enumerate(("one", "two", "three", "four"), start=1)
    ]
    assert marked(read(make.pdf(pages))) == [line for n in range(1, 5) for line in ("Annual Report 2019", f"- {n} -")]


def test_the_title_of_the_file_counts_only_without_a_headline() -> None:
    prose = ["The two services agreed on Tuesday to share the lists, the ministry said in the evening."]
    assert read(make.pdf([prose], info={"Title": "Report on joint work"})).proposal.title == "Report on joint work"
    assert read(make.pdf(info={"Title": "Report on joint work"})).proposal.title.startswith("Border services")
    assert "Word" not in read(make.pdf([prose], info={"Title": "Microsoft Word - final.doc"})).proposal.title


def test_the_day_a_file_was_made_is_no_date_of_publication() -> None:
    assert read(make.pdf(info={"CreationDate": "D:20190312143500+04'00'"})).proposal.published == ""
    assert read(make.docx("The two services agreed on Tuesday to share their lists.")).proposal.published == ""


# -- Word --------------------------------------------------------------------------------------------------------------


def test_a_word_document_gives_paragraphs_tables_and_notes() -> None:
    found = read(
        make.docx(
            "Joint plan of two services", "They signed it in Baku.", table=[["Year", "Visits"], ["2019", "3"]],
            footnote="Text of the plan: archive, file 7.",
        )
    )  # fmt: skip
    assert found.text.split("\n\n") == [
        "Joint plan of two services", "They signed it in Baku.[1]", "Year\tVisits\n2019\t3",
        "[1] Text of the plan: archive, file 7.",
    ]  # fmt: skip
    assert (found.reader, found.media_type.rpartition(".")[2]) == ("docx", "document")


def test_what_was_deleted_in_word_is_left_out_and_what_was_inserted_is_text() -> None:
    tracked = (
        "<w:p><w:r><w:t xml:space='preserve'>They met in </w:t></w:r><w:del><w:r><w:delText>Ganja</w:delText></w:r>"
        "</w:del><w:ins><w:r><w:t>Baku</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert read(make.docx("First.", body=tracked)).text.endswith("They met in Baku.")


# -- e-mail ------------------------------------------------------------------------------------------------------------


def test_a_mail_tells_title_date_and_author_in_its_head() -> None:
    found = read(make.eml(subject="Fwd: Working group meets"))
    assert found.text.startswith("From: Leyla Mammadova <leyla@ministry.example>\nTo: press@list.example\n")
    assert "The working group met on Tuesday" in found.text
    told = found.proposal
    assert (told.title, told.published, told.authors) == (
        "Working group meets", "2019-03-12T14:35:00+04:00", ("Leyla Mammadova",),
    )  # fmt: skip
    assert edtf.parse(told.published)


def test_a_mail_of_nothing_but_html_is_read() -> None:
    found = read(make.eml("", html="<p>Both services signed &amp; sealed it.</p><script>no()</script>"))
    assert found.text.endswith("Both services signed & sealed it.")


def test_attachments_are_parts_and_listed_with_their_hashes() -> None:
    report = make.pdf()
    found = read(make.eml(attachments={"report.pdf": report}))
    assert [(part.filename, part.data) for part in found.parts] == [("report.pdf", report)]
    assert f"SHA-256 {sha256_hex(report)}" in marked(found)[-1]


def test_a_mail_date_without_a_zone_tells_none() -> None:
    assert read(make.eml(date="Tue, 12 Mar 2019 14:35:00 -0000")).proposal.published == "2019-03-12T14:35:00"
    assert read(make.eml(date="Tue, 12 Mar 2019 14:35:00 +0000")).proposal.published == "2019-03-12T14:35:00Z"


def test_a_text_that_begins_with_from_and_subject_is_no_mail() -> None:
    note = b"From: the archive\nSubject: what we know\n\nThe two services met on Tuesday.\n"
    assert read(note).reader == "plain"
    assert read(note, filename="note.eml").reader == "mail"


# -- transcripts -------------------------------------------------------------------------------------------------------


def test_a_subrip_transcript_runs_on_and_keeps_its_times() -> None:
    found = read(make.SRT.encode())
    assert found.text == (
        "Good evening. The two services signed a protocol in Baku today.\n\nThe minister spoke of a new stage."
    )
    assert (place(found, "signed"), place(found, "new stage")) == ({"time": "00:00:04"}, {"time": "00:01:23"})
    assert found.reader == "subrip"


def test_a_webvtt_transcript_names_its_speakers() -> None:
    found = read(make.VTT.encode())
    assert found.text == "Anchor: Good evening. The two services\n\nMinister: We signed a protocol & a plan."
    assert place(found, "protocol") == {"time": "01:02:03"}
    assert found.reader == "webvtt"


def test_captions_that_repeat_the_one_before_are_there_once() -> None:
    rolling = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nThe two services\n\n00:02.000 --> 00:03.000\nThe two services signed it\n\n"
        "00:03.000 --> 00:04.000\nThe two services signed it\n"
    )
    assert read(rolling.encode()).text == "The two services signed it"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_transcripts_of_other_systems_are_read(ends: str) -> None:
    assert len(read(make.SRT.replace("\n", ends).encode()).breaks) == 3
    assert len(read(make.SRT.replace("\n\n", "\n").encode()).breaks) == 3


# -- all of them -------------------------------------------------------------------------------------------------------

SAMPLES = {
    "pdf": make.pdf(), "docx": make.docx("One.", "Two met in Baku.", footnote="Three."), "eml": make.eml(),
    "srt": make.SRT.encode(), "vtt": make.VTT.encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_is_canonical_and_every_break_lies_in_it(name: str) -> None:
    found = read(SAMPLES[name], filename=f"file.{name}")
    assert canonical_text(found.text) == found.text
    assert found.breaks
    assert all(0 <= piece[0] < piece[1] <= len(found.text) for piece in found.breaks)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_under_the_name_of_another_form_is_refused(name: str) -> None:
    other = "docx" if name == "pdf" else "pdf"
    with pytest.raises(UnreadableError, match=r"claims to be .* but is"):
        read(SAMPLES[name], filename=f"file.{other}")
