"""What Excel mends or refuses and no validator finds: small checks over the parts of every kind of file.

A check takes a package and yields its faults in words. Each has a witness below: a copy damaged in one
place, with the one fault that must be found in it.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

Faults = Iterator[str]
Area = tuple[int, int, int, int]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NOTE = "{urn:schemas-microsoft-com:office:excel}"
X14_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}f"
CHART_FORMULA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

LONGEST_TEXT, LONGEST_FORMULA, LONGEST_LINK, MOST_LINKS = 32_767, 8_192, 2_079, 65_530
OF_A_SHEET = "Notes_Drawn"
"""The one name of ours that a sheet has for itself: which notes on it are ours."""
HIGHEST_ROW, LONGEST_SHEET_NAME, LONGEST_NAME = 409.5, 31, 255
KNOWN = frozenset(
    re.split(
        r"\s+",
        "ABS ADDRESS AND AVERAGE CELL CHOOSE COLUMN COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DAY EXACT "
        "FIND HYPERLINK IF IFERROR INDEX INDIRECT INT ISBLANK ISERROR ISNUMBER ISTEXT LEFT LEN LOOKUP LOWER MATCH MAX "
        "MEDIAN MID MIN MOD MONTH N NOT OFFSET OR PROPER REPT RIGHT ROUND ROW ROWS SEARCH SMALL SUBSTITUTE SUM SUMIF "
        "SUMIFS SUMPRODUCT T TEXT TODAY TRIM TRUNC UPPER VALUE VLOOKUP YEAR",
    )
)
"""Functions that Excel 2010 and LibreOffice 7.4 both have and that no file writes with `_xlfn.`. Not on it, whatever
the prefix: XLOOKUP, XMATCH, LET, LAMBDA, UNIQUE, FILTER, SORT, SEQUENCE, TAKE, VSTACK, TEXTSPLIT, TEXTBEFORE (both
lack them), IFS, SWITCH, MAXIFS, TEXTJOIN (Excel 2010 does)."""
WITHOUT_TYPE = ("rels", "vml")
"""Endings of parts whose content type goes by the ending."""


# --- The package ------------------------------------------------------------------------------------------------


class Package:
    """A workbook's parts, taken apart as far as the checks need."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self._trees: dict[str, ET.Element] = {}

    def xml(self, part: str) -> ET.Element:
        """A part's root."""
        if part not in self._trees:
            self._trees[part] = ET.fromstring(self.parts[part])
        return self._trees[part]

    def related(self, part: str, kind: str = "") -> dict[str, str]:
        """Relationship id → the part (or the outside target) it leads to, of one kind or of all."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.parts:
            return {}
        return {
            rel.get("Id", ""): _target(folder, rel)
            for rel in self.xml(rels).iter(f"{RELS}Relationship")
            if not kind or rel.get("Type", "").endswith(f"/{kind}")
        }

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Sheet name → its part."""
        parts = self.related("xl/workbook.xml")
        return {s.get("name", ""): parts[s.get(R_ID, "")] for s in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")}

    @cached_property
    def tables(self) -> list[tuple[str, ET.Element]]:
        """(sheet name, table)."""
        return [
            (name, self.xml(table))
            for name, part in self.sheets.items()
            for table in self.related(part, "table").values()
        ]

    @cached_property
    def texts(self) -> list[ET.Element]:
        """The shared texts."""
        return list(self.xml("xl/sharedStrings.xml").iter(f"{MAIN}si"))

    def cells(self, part: str) -> dict[str, ET.Element]:
        """Address → cell."""
        return {c.get("r", ""): c for c in self.xml(part).iter(f"{MAIN}c")}

    @cached_property
    def names(self) -> list[ET.Element]:
        """The defined names."""
        return list(self.xml("xl/workbook.xml").iter(f"{MAIN}definedName"))

    def formulas(self) -> Iterator[tuple[str, str]]:
        """(where, formula) of names, cells, marks, lists, table columns and charts."""
        yield from ((f"name {name.get('name')}", name.text or "") for name in self.names)
        for sheet, part in self.sheets.items():
            yield from self._on_sheet(sheet, part)
        for sheet, table in self.tables:
            yield from self._within(f"{sheet}, column", table, f"{MAIN}calculatedColumnFormula")
        for part in self.parts:
            if part.startswith("xl/charts/") and part.endswith(".xml"):
                yield from self._within(part, self.xml(part), CHART_FORMULA)

    def _on_sheet(self, sheet: str, part: str) -> Iterator[tuple[str, str]]:
        for at, cell in self.cells(part).items():
            yield from self._within(f"{sheet}!{at}", cell, f"{MAIN}f")
        for tag in (f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2", X14_FORMULA):
            yield from self._within(f"{sheet}, mark or list", self.xml(part), tag)

    def _within(self, where: str, element: ET.Element, tag: str) -> Iterator[tuple[str, str]]:
        yield from ((where, found.text or "") for found in element.iter(tag))


def _target(folder: str, rel: ET.Element) -> str:
    target = rel.get("Target", "")
    if rel.get("TargetMode") == "External":
        return target
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def text_of(element: ET.Element) -> str:
    """A shared text or a note as a person sees it: Excel's `_x000D_` turned back."""
    text = "".join(t.text or "" for t in element.iter(f"{MAIN}t"))
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def place(address: str) -> tuple[int, int]:
    """`D7` → (7, 4)."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", address)
    assert found, address
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def area(reference: str) -> Area:
    """`A4:K222` → (4, 1, 222, 11)."""
    first, _, last = reference.replace("$", "").partition(":")
    return *place(first), *place(last or first)


def address(row: int, column: int) -> str:
    """(7, 4) → `D7`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


# --- The checks -------------------------------------------------------------------------------------------------


def headings_are_the_columns_names(package: Package) -> Faults:
    """A heading that is not its column's name, not text or styled within makes Excel mend the table."""
    for sheet, table in package.tables:
        row, column, _, last = area(table.get("ref", ""))
        cells = package.cells(package.sheets[sheet])
        names = [c.get("name", "").replace("_x000a_", "\n") for c in table.iter(f"{MAIN}tableColumn")]
        if len(names) != last - column + 1:
            yield f"{sheet}: {len(names)} columns in an area of {last - column + 1}"
        for name, count in Counter(name.casefold() for name in names).items():
            if count > 1 or not name:
                yield f"{sheet}: {count} columns called '{name}'"
        for at, name in enumerate(names, column):
            shown = _plain_text(package, cells.get(address(row, at)))
            if shown != name:
                yield f"{sheet}!{address(row, at)} says {shown!r}, its column is called {name!r}"


def _plain_text(package: Package, cell: ET.Element | None) -> str | None:
    """A cell's shared text, None where it is anything else than unstyled text."""
    if cell is None or cell.get("t") != "s" or cell.find(f"{MAIN}f") is not None:
        return None
    shared = package.texts[int(cell.findtext(f"{MAIN}v") or 0)]
    return None if shared.find(f"{MAIN}r") is not None else text_of(shared)


def tables_have_rows_and_lie_apart(package: Package) -> Faults:
    """A table has a row under its heading, its filter covers it, its id is its own, and no other lies in it."""
    ids = Counter(table.get("id") for _, table in package.tables)
    yield from (f"{count} tables with id {key}" for key, count in ids.items() if count > 1)
    for sheet, table in package.tables:
        reference, own_filter = table.get("ref", ""), table.find(f"{MAIN}autoFilter")
        if own_filter is not None and own_filter.get("ref") != reference:
            yield f"{sheet}: the table is {reference}, its filter {own_filter.get('ref')}"
        if area(reference)[2] <= area(reference)[0]:
            yield f"{sheet}: table {table.get('name')} has no row"
    for (sheet, one), (other, two) in combinations(package.tables, 2):
        if sheet == other and _overlap(area(one.get("ref", "")), area(two.get("ref", ""))):
            yield f"{sheet}: {one.get('name')} and {two.get('name')} overlap"


def _overlap(one: Area, two: Area) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def names_are_legal_and_unique(package: Package) -> Faults:
    """Tables and names share one list, in which case makes no difference; none may look like a cell."""
    tables = [table.get("displayName", "") for _, table in package.tables]
    defined = [n.get("name", "") for n in package.names if n.get("localSheetId") is None]
    for name, count in Counter(name.casefold() for name in (*tables, *defined)).items():
        if count > 1:
            yield f"{count} tables or names called '{name}'"
    for name in (*tables, *defined):
        like_cell = re.fullmatch(r"[A-Z]{1,3}\d+|R\d*C\d*|R|C", name, re.IGNORECASE)
        if not re.fullmatch(r"[^\W\d][\w.]*", name) or like_cell or len(name) > LONGEST_NAME:
            yield f"'{name}' can't be a name"
    for one in package.names:
        own = one.get("localSheetId")
        known = one.get("name", "").startswith("_xlnm.") or one.get("name") == OF_A_SHEET
        if own is not None and not (int(own) < len(package.sheets) and known):
            yield f"'{one.get('name')}' belongs to sheet {own}"
    for _, table in package.tables:
        if table.get("name") != table.get("displayName"):
            yield f"table '{table.get('name')}' is shown as '{table.get('displayName')}'"


def sheet_names_are_legal_and_unique(package: Package) -> Faults:
    for name, count in Counter(name.casefold() for name in _sheet_names(package)).items():
        if count > 1:
            yield f"{count} sheets called '{name}'"
    for name in package.sheets:
        if not 0 < len(name) <= LONGEST_SHEET_NAME or re.search(r"[][:*?/\\]", name) or name.strip("'") != name:
            yield f"'{name}' can't be a sheet's name"


def _sheet_names(package: Package) -> list[str]:
    return [sheet.get("name", "") for sheet in package.xml("xl/workbook.xml").iter(f"{MAIN}sheet")]


def lists_and_messages_fit(package: Package) -> Faults:
    """A list goes by name or is shorter than 256 characters; titles have 32 characters at most, messages 255."""
    limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
    for sheet, part in package.sheets.items():
        for choice in package.xml(part).iter(f"{MAIN}dataValidation"):
            where = f"{sheet}!{choice.get('sqref')}"
            for element in choice:
                if len(element.text or "") > 255:
                    yield f"{where}: a list of {len(element.text or '')} characters"
            for name, most in limits.items():
                if len(choice.get(name, "")) > most:
                    yield f"{where}: {name} has {len(choice.get(name, ''))} characters"


def relationships_resolve(package: Package) -> Faults:
    """Every relationship leads to a part, every r:id has its relationship, every part is led to."""
    led_to = {"[Content_Types].xml"}
    for rels in (part for part in package.parts if part.endswith(".rels")):
        folder = rels.rpartition("_rels/")[0]
        source = folder + rels.rpartition("/")[2].removesuffix(".rels")
        led_to.add(rels)
        ids = [rel.get("Id", "") for rel in package.xml(rels)]
        yield from (f"{rels}: {count} times {key}" for key, count in Counter(ids).items() if count > 1)
        for rel in package.xml(rels):
            target = _target(folder.rstrip("/"), rel)
            led_to.add(target)
            if rel.get("TargetMode") != "External" and target not in package.parts:
                yield f"{rels}: there is no {target}"
        if source and source not in package.parts:
            yield f"{rels}: there is no {source}"
    for part in package.parts:
        if part.endswith((".xml", ".vml")):
            known = package.related(part)
            used = {value for element in package.xml(part).iter() for name, value in element.items() if _is_id(name)}
            yield from (f"{part}: no relationship {key}" for key in sorted(used - set(known)))
        if part not in led_to:
            yield f"nothing leads to {part}"


def _is_id(attribute: str) -> bool:
    return attribute.startswith(R_ID.removesuffix("id"))


def content_types_are_complete(package: Package) -> Faults:
    """Every part has a type of its own, or its ending's where that says enough; no type is given twice or in vain."""
    root = package.xml("[Content_Types].xml")
    endings = [d.get("Extension", "") for d in root.iter(f"{TYPES}Default")]
    own = [o.get("PartName", "").lstrip("/") for o in root.iter(f"{TYPES}Override")]
    yield from (f"{count} types for {key}" for key, count in Counter((*endings, *own)).items() if count > 1)
    yield from (f"a type for {part}, which is not there" for part in own if part not in package.parts)
    for part in package.parts:
        ending = part.rpartition(".")[2]
        if part != "[Content_Types].xml" and part not in own and not (ending in endings and ending in WITHOUT_TYPE):
            yield f"no type for {part}"


_STRING = re.compile(r'"(?:[^"]|"")*"|\b[0-9.]+[Ee][+-]?[0-9]+')  # and a number like 1e+307
_STRUCTURED = re.compile(r"([A-Za-z_][\w.]*)\[((?:[^][]|\[[^][]*\])*)\]")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!")
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+|\$?\d+:\$?\d+|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}")


def functions_are_known_everywhere(package: Package) -> Faults:
    """Excel 2010 and LibreOffice 7.4 both have every function, under the name that files give it."""
    for where, formula in package.formulas():
        for name in _FUNCTION.findall(_STRING.sub("", formula)):
            if name not in KNOWN:
                yield f"{where}: {name} is not known everywhere"


def formulas_refer_to_what_is_there(package: Package) -> Faults:
    """Sheets, tables, columns and names that formulas speak of exist; none lies in another workbook."""
    columns = {
        table.get("name", ""): {c.get("name", "") for c in table.iter(f"{MAIN}tableColumn")}
        for _, table in package.tables
    }
    names = {name.get("name", "") for name in package.names}
    for where, formula in package.formulas():
        rest = _STRING.sub("", formula)
        if "#REF!" in rest:
            yield f"{where}: {formula}"
            continue
        for table, inside in _STRUCTURED.findall(rest):
            wanted = {part for part in re.split(r"[][,]+", inside) if part and not part.startswith("#")}
            yield from (f"{where}: no {table}[{name}]" for name in sorted(wanted - columns.get(table, set())))
        rest = _STRUCTURED.sub("", rest)
        for quoted, bare in _SHEET.findall(rest):
            name = quoted.replace("''", "'") or bare
            if name not in package.sheets:
                yield f"{where}: no sheet '{name}'"
        rest = _FUNCTION.sub("(", _SHEET.sub("", rest))
        if "[" in rest:
            yield f"{where}: {formula}"
        for word in re.findall(r"[A-Za-z_$][\w.$:]*|\$\d+:\$\d+", rest):
            if word not in names and word not in ("TRUE", "FALSE") and not _is_cells(word):
                yield f"{where}: no name '{word}'"


def _is_cells(word: str) -> bool:
    return _CELL.fullmatch(word) is not None or all(_CELL.fullmatch(part) for part in word.split(":"))


def nothing_lies_in_other_workbooks(package: Package) -> Faults:
    yield from (f"{part} lies in another workbook" for part in package.parts if "externalLink" in part)
    if package.xml("xl/workbook.xml").find(f"{MAIN}externalReferences") is not None:
        yield "the workbook refers to others"


def notes_have_their_shapes(package: Package) -> Faults:
    """Each note has one shape at its cell, and an author; a sheet with notes says where their shapes are."""
    for sheet, part in package.sheets.items():
        notes = package.related(part, "comments")
        drawn = package.related(part, "vmlDrawing")
        legacy = [element.get(R_ID, "") for element in package.xml(part).iter(f"{MAIN}legacyDrawing")]
        if len(notes) != len(drawn) or legacy != list(drawn):
            yield f"{sheet}: {len(notes)} lists of notes, {len(drawn)} drawings, {len(legacy)} of them used"
            continue
        for comments, drawing in zip(notes.values(), drawn.values(), strict=True):
            at = Counter(note.get("ref", "") for note in package.xml(comments).iter(f"{MAIN}comment"))
            shapes = Counter(
                address(int(data.findtext(f"{NOTE}Row") or 0) + 1, int(data.findtext(f"{NOTE}Column") or 0) + 1)
                for data in package.xml(drawing).iter(f"{NOTE}ClientData")
            )
            for cell in sorted({*at, *shapes}):
                if (at[cell], shapes[cell]) != (1, 1):
                    yield f"{sheet}!{cell}: {at[cell]} notes, {shapes[cell]} shapes"
            authors = len(list(package.xml(comments).iter(f"{MAIN}author")))
            for note in package.xml(comments).iter(f"{MAIN}comment"):
                if int(note.get("authorId", "-1")) not in range(authors):
                    yield f"{sheet}!{note.get('ref')}: a note without an author"


def texts_fit(package: Package) -> Faults:
    """No text is longer than a cell holds, counted as Excel does (UTF-16); seen spaces at its ends are kept."""
    for number, shared in enumerate(package.texts):
        text = "".join(t.text or "" for t in shared.iter(f"{MAIN}t"))
        if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            yield f"text {number} has {len(text.encode('utf-16-le')) // 2} characters"
        if text != text.strip() and not any(t.get(SPACE) == "preserve" for t in shared.iter(f"{MAIN}t")):
            yield f"text {number} loses its spaces"
    for where, formula in package.formulas():
        if len(formula) > LONGEST_FORMULA:
            yield f"{where}: a formula of {len(formula)} characters"


def rows_are_free_to_grow_and_not_too_high(package: Package) -> Faults:
    """No row is higher than Excel allows; the rows of a table are not fixed to their height."""
    bodies: dict[str, set[int]] = {}
    for sheet, table in package.tables:
        first, _, last, _ = area(table.get("ref", ""))
        bodies.setdefault(sheet, set()).update(range(first + 1, last + 1))
    for sheet, part in package.sheets.items():
        for row in package.xml(part).iter(f"{MAIN}row"):
            number = int(row.get("r", "0"))
            if float(row.get("ht", "0")) > HIGHEST_ROW:
                yield f"{sheet}: row {number} is {row.get('ht')} points high"
            if row.get("customHeight") and number in bodies.get(sheet, ()):
                yield f"{sheet}: row {number} of a table is fixed to its height"


def cells_stand_in_order_and_hold_what_is_there(package: Package) -> Faults:
    """Rows and cells stand in their order, once each; their texts and styles exist."""
    styles = package.xml("xl/styles.xml").find(f"{MAIN}cellXfs")
    assert styles is not None
    for sheet, part in package.sheets.items():
        places = [place(c.get("r", "")) for c in package.xml(part).iter(f"{MAIN}c")]
        yield from (f"{sheet}!{address(*two)} after {address(*one)}" for one, two in pairwise(places) if two <= one)
        for at, cell in package.cells(part).items():
            if cell.get("t") == "s" and int(cell.findtext(f"{MAIN}v") or -1) not in range(len(package.texts)):
                yield f"{sheet}!{at}: text {cell.findtext(f'{MAIN}v')} is not there"
            if int(cell.get("s", "0")) not in range(len(styles)):
                yield f"{sheet}!{at}: style {cell.get('s')} is not there"


def links_lead_somewhere(package: Package) -> Faults:
    """Links within the workbook lead to a sheet of it; others are short and few enough for Excel."""
    for sheet, part in package.sheets.items():
        links = list(package.xml(part).iter(f"{MAIN}hyperlink"))
        if len(links) > MOST_LINKS:
            yield f"{sheet}: {len(links)} links"
        yield from (
            f"{sheet}!{at}: {count} links" for at, count in Counter(x.get("ref") for x in links).items() if count > 1
        )
        for link in links:
            target = unquote(package.related(part).get(link.get(R_ID, ""), ""))
            if len(target) > LONGEST_LINK or len(link.get("location", "")) > LONGEST_LINK:
                yield f"{sheet}!{link.get('ref')}: a link of {len(target)} characters"
            named = _SHEET.match(link.get("location", ""))
            goal = (named[1] or named[2]).replace("''", "'") if named else ""
            if not target and goal not in package.sheets:
                yield f"{sheet}!{link.get('ref')}: a link to '{link.get('location')}'"


CHECKS: Sequence[Callable[[Package], Faults]] = (
    headings_are_the_columns_names,
    tables_have_rows_and_lie_apart,
    names_are_legal_and_unique,
    sheet_names_are_legal_and_unique,
    lists_and_messages_fit,
    relationships_resolve,
    content_types_are_complete,
    functions_are_known_everywhere,
    formulas_refer_to_what_is_there,
    nothing_lies_in_other_workbooks,
    notes_have_their_shapes,
    texts_fit,
    rows_are_free_to_grow_and_not_too_high,
    cells_stand_in_order_and_hold_what_is_there,
    links_lead_somewhere,
)


def faults(parts: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Check → its faults, where it finds any."""
    package = Package(parts)
    found = {check.__name__: list(check(package)) for check in CHECKS}
    return {name: words for name, words in found.items() if words}


def test_no_check_finds_a_fault(path: Path, parts_of: Callable[[Path], dict[str, bytes]]) -> None:
    assert faults(parts_of(path)) == {}


# --- Witnesses: each check finds what it is for ---------------------------------------------------------------------

BOOK, FRONT, MARKS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
FRONT_RELS, MARKS_RELS = "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/sheet2.xml.rels"
TABLE, OTHERS, TEXTS, NOTES = "xl/tables/table1.xml", "xl/tables/table2.xml", "xl/sharedStrings.xml", "xl/comments1.xml"
SHAPES, CHART, CONTENT_TYPES = "xl/drawings/vmlDrawing1.vml", "xl/charts/chart1.xml", "[Content_Types].xml"
COUNT = re.escape('COUNTIFS(Marks[To do],"?*")')
SECOND_TABLE = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"'
    ' Target="../tables/table2.xml"/></Relationships>'
)

Damage = tuple[Callable[[Package], Faults], str, str, str, list[str]]
DAMAGES: Sequence[Damage] = (
    (headings_are_the_columns_names, TABLE, 'name="Rating"', 'name="Level"',
     ["Marks!B1 says 'Rating', its column is called 'Level'"]),
    (headings_are_the_columns_names, TABLE, 'name="Rating"', 'name="REF"',
     ["Marks: 2 columns called 'ref'", "Marks!B1 says 'Rating', its column is called 'REF'"]),
    (headings_are_the_columns_names, TABLE, '<tableColumn id="2" name="Rating"/>', "",
     ["Marks: 2 columns in an area of 3", "Marks!B1 says 'Rating', its column is called 'To do'"]),
    (headings_are_the_columns_names, MARKS, r'<c r="B1" s="(\d+)" t="s">', r'<c r="B1" s="\1">',
     ["Marks!B1 says None, its column is called 'Rating'"]),
    (headings_are_the_columns_names, TEXTS, "<si><t>Rating</t></si>", "<si><r><t>Rating</t></r></si>",
     ["Marks!B1 says None, its column is called 'Rating'"]),
    (tables_have_rows_and_lie_apart, OTHERS, ' id="2" name="Others"', ' id="1" name="Others"', ["2 tables with id 1"]),
    (tables_have_rows_and_lie_apart, TABLE, '<autoFilter ref="A1:C3"', '<autoFilter ref="A1:C2"',
     ["Marks: the table is A1:C3, its filter A1:C2"]),
    (tables_have_rows_and_lie_apart, TABLE, "A1:C3", "A1:C1", ["Marks: table Marks has no row"]),
    (tables_have_rows_and_lie_apart, MARKS_RELS, "</Relationships>", SECOND_TABLE,
     ["2 tables with id 2", "Marks: Marks and Others overlap"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', 'name="marks"', ["2 tables or names called 'marks'"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', 'name="AB12"', ["'AB12' can't be a name"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', 'name="R1C1"', ["'R1C1' can't be a name"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', 'name="My words"', ["'My words' can't be a name"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', f'name="{"W" * 256}"', [f"'{'W' * 256}' can't be a name"]),
    (names_are_legal_and_unique, BOOK, 'name="Words"', 'name="Words" localSheetId="2"',
     ["'Words' belongs to sheet 2"]),
    (names_are_legal_and_unique, BOOK, 'Print_Titles" localSheetId="1"', 'Print_Titles" localSheetId="9"',
     ["'_xlnm.Print_Titles' belongs to sheet 9"]),
    (names_are_legal_and_unique, TABLE, ' name="Marks"', ' name="Mark"', ["table 'Mark' is shown as 'Marks'"]),
    (sheet_names_are_legal_and_unique, BOOK, '<sheet name="Other"', '<sheet name="Other/s"',
     ["'Other/s' can't be a sheet's name"]),
    (sheet_names_are_legal_and_unique, BOOK, '<sheet name="Other"', f'<sheet name="{"O" * 32}"',
     [f"'{'O' * 32}' can't be a sheet's name"]),
    (sheet_names_are_legal_and_unique, BOOK, '<sheet name="Other"', '<sheet name="\'Other"',
     ["''Other' can't be a sheet's name"]),
    (sheet_names_are_legal_and_unique, BOOK, '<sheet name="Other"', '<sheet name="MARKS"', ["2 sheets called 'marks'"]),
    (lists_and_messages_fit, MARKS, "<formula1>Words<", f'<formula1>"{"a," * 130}"<',
     ["Marks!B2:B3: a list of 262 characters"]),
    (lists_and_messages_fit, MARKS, 'promptTitle="Rating"', f'promptTitle="{"R" * 33}"',
     ["Marks!B2:B3: promptTitle has 33 characters"]),
    (lists_and_messages_fit, MARKS, 'prompt="Choose one."', f'prompt="{"R" * 256}"',
     ["Marks!B2:B3: prompt has 256 characters"]),
    (lists_and_messages_fit, MARKS, 'errorTitle="Rating"', f'errorTitle="{"R" * 33}"',
     ["Marks!B2:B3: errorTitle has 33 characters"]),
    (lists_and_messages_fit, MARKS, 'error="Not in the list."', f'error="{"R" * 256}"',
     ["Marks!B2:B3: error has 256 characters"]),
    (relationships_resolve, MARKS_RELS, "table1.xml", "table99.xml",
     [f"{MARKS_RELS}: there is no xl/tables/table99.xml", f"nothing leads to {TABLE}"]),
    (relationships_resolve, MARKS, '<legacyDrawing r:id="rId1"/>', '<legacyDrawing r:id="rId77"/>',
     [f"{MARKS}: no relationship rId77"]),
    (relationships_resolve, MARKS_RELS, 'Id="rId2"', 'Id="rId1"',
     [f"{MARKS_RELS}: 2 times rId1", f"{MARKS}: no relationship rId2"]),
    (content_types_are_complete, CONTENT_TYPES, f'<Override PartName="/{TABLE}"[^>]*/>', "", [f"no type for {TABLE}"]),
    (content_types_are_complete, CONTENT_TYPES, f'PartName="/{TABLE}"', 'PartName="/xl/tables/table99.xml"',
     ["a type for xl/tables/table99.xml, which is not there", f"no type for {TABLE}"]),
    (content_types_are_complete, CONTENT_TYPES, "(<Default[^>]*>)(<Default[^>]*>)", r"\1\1\2", ["2 types for rels"]),
    (functions_are_known_everywhere, FRONT, COUNT, "_xlfn.XLOOKUP(1,2,3)",
     ["Front!A2: _xlfn.XLOOKUP is not known everywhere"]),
    (functions_are_known_everywhere, FRONT, COUNT, 'IFS(TRUE,"LET(")', ["Front!A2: IFS is not known everywhere"]),
    (functions_are_known_everywhere, MARKS, "COUNTIFS", "TEXTJOIN",
     ["Marks, mark or list: TEXTJOIN is not known everywhere"]),
    (functions_are_known_everywhere, TABLE, "IF[(]", "SWITCH(", ["Marks, column: SWITCH is not known everywhere"]),
    (formulas_refer_to_what_is_there, FRONT, COUNT, 'COUNTIFS(Marks[Todo],"?*")', ["Front!A2: no Marks[Todo]"]),
    (formulas_refer_to_what_is_there, FRONT, COUNT, 'COUNTIFS(Mark[To do],"?*")', ["Front!A2: no Mark[To do]"]),
    (formulas_refer_to_what_is_there, FRONT, COUNT, "SUM('The plan'!A1,Wrods,$A$1:B2,$1:$2)",
     ["Front!A2: no sheet 'The plan'", "Front!A2: no name 'Wrods'"]),
    (formulas_refer_to_what_is_there, FRONT, COUNT, "[1]Marks!A1", ["Front!A2: [1]Marks!A1"]),
    (formulas_refer_to_what_is_there, CHART, "Other'!", "Othre'!", [f"{CHART}: no sheet 'Othre'"]),
    (formulas_refer_to_what_is_there, BOOK, '"Words">[^<]*<', '"Words">#REF!<', ["name Words: #REF!"]),
    (formulas_refer_to_what_is_there, MARKS, "<formula1>Words<", "<formula1>Wrods<",
     ["Marks, mark or list: no name 'Wrods'"]),
    (formulas_refer_to_what_is_there, MARKS, "COUNTIFS[(]Words", "COUNTIFS(Wrods",
     ["Marks, mark or list: no name 'Wrods'"]),
    (nothing_lies_in_other_workbooks, BOOK, "</sheets>", "</sheets><externalReferences/>",
     ["the workbook refers to others"]),
    (notes_have_their_shapes, SHAPES, "<x:Column>2</x:Column>", "<x:Column>9</x:Column>",
     ["Marks!C1: 1 notes, 0 shapes", "Marks!J1: 0 notes, 1 shapes"]),
    (notes_have_their_shapes, NOTES, 'ref="C1" authorId="0"', 'ref="C1" authorId="5"',
     ["Marks!C1: a note without an author"]),
    (notes_have_their_shapes, MARKS, "<legacyDrawing[^>]*/>", "",
     ["Marks: 1 lists of notes, 1 drawings, 0 of them used"]),
    (texts_fit, TEXTS, "<si><t>Front</t></si>", f"<si><t>{'😀' * 16_384}</t></si>", ["text 0 has 32768 characters"]),
    (texts_fit, TEXTS, "<si><t>Front</t></si>", "<si><t> Front</t></si>", ["text 0 loses its spaces"]),
    (texts_fit, FRONT, COUNT, f"SUM({'1,' * 4_100}1)", ["Front!A2: a formula of 8206 characters"]),
    (rows_are_free_to_grow_and_not_too_high, MARKS, '<row r="2" ', '<row r="2" customHeight="1" ',
     ["Marks: row 2 of a table is fixed to its height"]),
    (rows_are_free_to_grow_and_not_too_high, MARKS, 'ht="20[^"]*"', 'ht="410"', ["Marks: row 2 is 410 points high"]),
    (cells_stand_in_order_and_hold_what_is_there, MARKS, '<c r="C2"', '<c r="A2"', ["Marks!A2 after B2"]),
    (cells_stand_in_order_and_hold_what_is_there, MARKS, r'(<c r="A2" )s="\d+" t="s"><v>\d+<',
     r'\1s="999" t="s"><v>9999<', ["Marks!A2: text 9999 is not there", "Marks!A2: style 999 is not there"]),
    (links_lead_somewhere, FRONT, 'location="Marks!A1"', 'location="Mraks!A1"', ["Front!A3: a link to 'Mraks!A1'"]),
    (links_lead_somewhere, FRONT_RELS, 'Target="other.xlsx"', f'Target="{"o" * 2_080}.xlsx"',
     ["Front!A4: a link of 2085 characters"]),
    (links_lead_somewhere, FRONT, '<hyperlink ref="A4"', '<hyperlink ref="A3"', ["Front!A3: 2 links"]),
)  # fmt: skip


def test_the_workbook_that_is_damaged_below_is_sound_and_has_something_of_every_sort(
    sound: Mapping[str, bytes],
) -> None:
    package = Package(sound)
    assert faults(sound) == {}
    assert [sheet for sheet, _ in package.tables] == ["Marks", "Other"]
    assert sorted({where for where, _ in package.formulas()}) == [
        "Front!A2", "Marks!C2", "Marks!C3", "Marks, column", "Marks, mark or list", "name Words",
        "name _xlnm.Print_Titles", "xl/charts/chart1.xml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "part", "old", "new", "expected"), DAMAGES, ids=[damage[4][0][:60] for damage in DAMAGES]
)
def test_a_damage_is_found_by_the_check_that_is_for_it(
    sound: Mapping[str, bytes],
    check: Callable[[Package], Faults],
    part: str,
    old: str,
    new: str,
    expected: list[str],
) -> None:
    damaged, times = re.subn(old, new, sound[part].decode(), flags=re.DOTALL)
    assert times, f"{part} has no {old}"
    found = [re.sub(r"^text \d+", "text 0", words) for words in check(Package({**sound, part: damaged.encode()}))]
    assert list(dict.fromkeys(found)) == expected


def test_a_part_of_another_workbook_is_found(sound: Mapping[str, bytes]) -> None:
    part = "xl/externalLinks/externalLink1.xml"
    found = faults({**sound, part: b"<externalLink/>"})
    assert found == {
        "relationships_resolve": [f"nothing leads to {part}"],
        "content_types_are_complete": [f"no type for {part}"],
        "nothing_lies_in_other_workbooks": [f"{part} lies in another workbook"],
    }


def test_more_links_than_excel_takes_are_found(sound: Mapping[str, bytes]) -> None:
    many = "".join(f'<hyperlink ref="B{row}" location="Marks!A1"/>' for row in range(1_000, 1_000 + MOST_LINKS))
    damaged = sound[FRONT].decode().replace("</hyperlinks>", f"{many}</hyperlinks>")
    links = sound[FRONT].decode().count("<hyperlink ")
    assert list(links_lead_somewhere(Package({**sound, FRONT: damaged.encode()}))) == [
        f"Front: {MOST_LINKS + links} links"
    ]


def test_every_check_has_a_witness() -> None:
    assert {check.__name__ for check in CHECKS} == {damage[0].__name__ for damage in DAMAGES}
