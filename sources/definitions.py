"""What each word about sources means, one sentence a term: help text for editors, the public codebook for readers."""

from django.utils.translation import gettext_lazy as _

from editorial.definitions import Definitions
from sources.choices import Access, Fidelity, LinkKind, Method, PublisherKind, Reliability, SourceKind

SOURCE_KINDS: Definitions = {
    SourceKind.NEWS_REPORT: _("An article written by or for the outlet that carries it."),
    SourceKind.WIRE_REPORT: _("A text issued by a news agency for others to reprint, wherever it was found."),
    SourceKind.PRESS_RELEASE: _("A text that a body issued about itself on one occasion, for the press to use."),
    SourceKind.OFFICIAL_PAGE: _(
        "A standing page on a body's own site that describes it or its policy, often without a date."
    ),
    SourceKind.IGO_REPORT: _("A document in which an international organisation describes or assesses a situation."),
    SourceKind.GOVERNMENT_REPORT: _(
        "A document in which a government or its agency describes or assesses a situation."
    ),
    SourceKind.RESOLUTION: _(
        "The text of a decision as adopted by an organ of an international organisation or a parliament."
    ),
    SourceKind.TREATY_TEXT: _("The text of a treaty, convention, protocol or agreement itself, not a report about it."),
    SourceKind.LEGISLATION: _("The text of a law, decree or regulation itself, not a report about it."),
    SourceKind.COURT_RECORD: _("A judgment, indictment, order or transcript from court proceedings."),
    SourceKind.PARLIAMENTARY_RECORD: _("The minutes, a question, an answer or a committee paper of a parliament."),
    SourceKind.SPEECH: _("The text of an address as prepared or delivered, not an account of it."),
    SourceKind.INTERVIEW: _("Questions to a named person with their answers, printed as such."),
    SourceKind.BROADCAST: _("A radio, television or video programme, preserved as a transcript or subtitles."),
    SourceKind.SOCIAL_POST: _("A post on a social network or messaging channel by the account that is named."),
    SourceKind.NGO_REPORT: _("A document in which a non-governmental organisation describes or assesses a situation."),
    SourceKind.ACADEMIC: _("A paper, thesis or book that was reviewed by scholars or submitted to them."),
    SourceKind.THINK_TANK: _("An analysis issued by a policy institute under its own name, without scholarly review."),
    SourceKind.DATASET: _("Structured records, such as a table or list, published for reuse."),
    SourceKind.ARCHIVE_RECORD: _(
        "A document that was not published when it was written and was later opened by an archive."
    ),
    SourceKind.OTHER: _("A document that none of the kinds above describes."),
}

PUBLISHER_KINDS: Definitions = {
    PublisherKind.GOVERNMENT: _("A state, or a body that speaks for one, such as a ministry, service or embassy."),
    PublisherKind.IGO: _("An organisation whose members are states, or one of its organs."),
    PublisherKind.NEWS_AGENCY: _("A house that writes reports chiefly for other media to carry."),
    PublisherKind.NEWS_OUTLET: _("A newspaper, magazine or news site that writes for readers directly."),
    PublisherKind.BROADCASTER: _("A house that reports chiefly by radio, television or video."),
    PublisherKind.NGO: _("A private body without profit that works for a cause."),
    PublisherKind.ACADEMIC: _("A university, research institute or scholarly press."),
    PublisherKind.THINK_TANK: _("A private or state-backed institute that advises on policy."),
    PublisherKind.AGGREGATOR: _("A site that carries what others wrote, with or without naming them."),
    PublisherKind.INDIVIDUAL: _("One person who publishes in their own name."),
    PublisherKind.OTHER: _("A publisher that none of the kinds above describes."),
}

RELIABILITY: Definitions = {
    Reliability.A: _(
        "Its reports have never given cause for doubt, and it is authentic and competent beyond question."
    ),
    Reliability.B: _("Its reports proved right nearly always, with minor doubts."),
    Reliability.C: _("Its reports proved right more often than not, with doubts."),
    Reliability.D: _("Its reports proved right at times, and there are significant doubts."),
    Reliability.E: _("Its reports proved wrong before, or it is not authentic or competent."),
    Reliability.F: _("Too little is known of its record to say, which is the default and is not a low grade."),
}

ACCESS: Definitions = {
    Access.FULL: _("Everybody may read and search the whole preserved text."),
    Access.EXCERPTS: _("Everybody may read and search the quoted passages, with 200 characters around each."),
    Access.METADATA: _(
        "Everybody sees that the source exists and the quotations in footnotes, but no page of its text."
    ),
}

FIDELITY: Definitions = {
    Fidelity.ORIGINAL: _("What was preserved is the document whole, as published."),
    Fidelity.EXCERPT: _("What was preserved is a part of the document, word for word."),
    Fidelity.TRANSLATION: _("What was preserved renders the document in another language, whole or in part."),
    Fidelity.DIGEST: _("What was preserved retells the document in other or fewer words."),
}

METHODS: Definitions = {
    Method.FETCH: _("The archive asked a web server for it and kept what was answered."),
    Method.UPLOAD: _("An editor handed over a file."),
    Method.PASTE: _("An editor pasted the text, so no original file is preserved."),
    Method.WARC: _("It was taken from a web archive's recording of the answer."),
    Method.FEED: _("It was taken from an entry of a syndication feed."),
}

LINK_KINDS: Definitions = {
    LinkKind.REPUBLISHES: _("The first carries the text of the second, so that the two are one independent origin."),
    LinkKind.TRANSLATES: _(
        "The first renders the second in another language, so that the two are one independent origin."
    ),
    LinkKind.CITES: _("The first refers to the second for something it says, and adds words of its own."),
    LinkKind.UPDATES: _("The first is a later version of the second by the same publisher."),
    LinkKind.ARCHIVES: _("The first is a preserved copy of the second, made by somebody else."),
    LinkKind.IDENTICAL_TO: _(
        "Both record one and the same document, so that the first is shown as the second (DataCite: IsIdenticalTo)."
    ),
}
