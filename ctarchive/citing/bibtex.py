r"""BibTeX, in UTF-8. What LaTeX would take for an instruction is written as the sign that it stands for.

A brace is never written as \{: BibTeX counts braces before LaTeX reads them, and an uneven number breaks the entry.
"""

from __future__ import annotations

import re

from ctarchive.citing import dates
from ctarchive.citing.work import Work, kind_of

_SIGNS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def escape(text: str) -> str:
    """The text as LaTeX prints it."""
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def write(work: Work) -> str:
    """The work as one entry."""
    kind = kind_of(work).bibtex
    fields = {
        # Doubled: no style may change the case of a title, and none may take a name apart.
        "title": f"{{{escape(work.title)}}}",
        "author": " and ".join(f"{{{escape(name)}}}" for name in work.authors),
        "year": "",
        "month": "",
        "institution" if kind == "techreport" else "publisher": escape(work.publisher),
        "howpublished": escape(_howpublished(work)),
        "number": escape(work.number),
        "version": escape(work.version),
        "url": address(work.url),
        "urldate": work.accessed.isoformat(),
        "language": escape(work.language),
        "note": escape(work.note),
    } | _dated(work)
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{_key(work.key)},", *lines, "}"]) + "\n"


def _howpublished(work: Work) -> str:
    return ", ".join(part for part in (work.container, work.genre) if part)


def _dated(work: Work) -> dict[str, str]:
    """`date` for biblatex, which reads EDTF; year and month for BibTeX, where the date is one."""
    if not (written := dates.ends(work.issued)):
        return {}
    years = list(dict.fromkeys(f"{end[0]:04d}" for end in written))
    months = {end[1] for end in written if len(end) > 1}
    month = _MONTHS[months.pop() - 1] if len(years) == 1 and len(months) == 1 else ""
    return {"date": work.issued.partition("T")[0], "year": "--".join(years), "month": month}


def address(url: str) -> str:
    """The address with the signs encoded that would end a field."""
    return re.sub(r"[{}\\\s]", lambda sign: "".join(f"%{byte:02X}" for byte in sign.group().encode()), url)


def _key(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "", key)
