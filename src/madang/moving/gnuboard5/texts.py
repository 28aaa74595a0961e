"""What a row of gnuboard5 says, as its pages showed it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath

from ..attached import attached_file, attached_picture, is_picture
from ..foreign_html import OwnAddresses, lines_to_html, paragraph, readable
from ..report import Note, Report
from .rows import FileRow, WriteRow

# A picture that was attached, within the text: by its place among the attached ones.
_ATTACHED_HERE = re.compile(r"\{이미지\s*:\s*(\d+)\s*:?[^}]*\}", re.IGNORECASE)
# Of Unicode's private letters: no text of the other site keeps it.
_PLACE = "\ue000"
# Marks that mean something here and meant nothing there.
_MARKS = re.compile(r"(?m)^\s{0,3}(?:[#>\-*+]|\d+[.)]|!\[|\|)|\*\*|\]\(")


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they were typed, or as HTML: one of both."""

    body: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads the texts of one board; its files are under `data/file/…`."""

    board: str
    own: OwnAddresses
    report: Report

    def comment(self, row: WriteRow) -> Said:
        """Return what a comment says."""
        return self._said(row)

    def post(self, row: WriteRow, files: Sequence[FileRow]) -> Said:
        """Return what a post says, with its attached pictures and links."""
        pictures = {file.bf_no: file for file in files if is_picture(file.name)}
        content, within = _with_places(row.wr_content, pictures)
        shown = within | {no for no, file in pictures.items() if file.bf_file in content}
        before = [self._image(file) for no, file in sorted(pictures.items()) if no not in shown]
        links = filter(_is_link, map(str.strip, (row.wr_link1, row.wr_link2)))
        after = [*self._other_files(files), *(paragraph(link, link) for link in links)]
        if not (before or within or after):
            return self._said(row)
        html = self._html(row, content)
        images = {_place(no): self._image(pictures[no]) for no in within}
        for place, image in images.items():
            html = html.replace(place, image)
        return Said(html="".join([*before, html, *after]))

    def _said(self, row: WriteRow) -> Said:
        if not row.options & {"html1", "html2"}:
            words = unescape(row.wr_content)
            if not _MARKS.search(words):
                return Said(body=words)
        return Said(html=self._html(row, row.wr_content))

    def _html(self, row: WriteRow, content: str) -> str:
        if "html1" in row.options:
            return readable(content, self.own)
        if "html2" in row.options:
            return readable(lines_to_html(content), self.own)
        return f"<p>{lines_to_html(escape(unescape(content).strip(), quote=False))}</p>"

    def _other_files(self, files: Sequence[FileRow]) -> list[str]:
        """Return a line for each file that is no picture: its name is all that comes in."""
        others = [file for file in files if not is_picture(file.name) and file.bf_source.strip()]
        self.report.add(Note.OTHER_FILES, len(others))
        return [attached_file(file.bf_source) for file in others]

    def _image(self, file: FileRow) -> str:
        leads = file.bf_fileurl.strip() if _is_link(file.bf_fileurl) else ""
        name = PurePosixPath(file.bf_file).name
        return attached_picture(f"data/file/{self.board}/{name}", leads)


def _with_places(content: str, pictures: Mapping[int, FileRow]) -> tuple[str, set[int]]:
    """Return a text with a letter of nobody's where a picture goes, and which those are."""
    within: set[int] = set()

    def place(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in pictures:
            return ""
        within.add(number)
        return _place(number)

    return _ATTACHED_HERE.sub(place, content.replace(_PLACE, "")), within


def _place(number: int) -> str:
    return f"{_PLACE}{number}{_PLACE}"


def _is_link(words: str) -> bool:
    return bool(re.match(r"https?://\S+$", words.strip(), re.IGNORECASE))
