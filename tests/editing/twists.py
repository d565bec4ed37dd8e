"""Ways in which a workbook may be odd and yet legal: each changes the parts of a package in place.

A twist is handed a seeded `Rng` for what it leaves to chance. They are applied in the order of `TWISTS`: first what
stands in the cells, then how the XML is written, then how the package is put together.
"""

from __future__ import annotations

import copy
import posixpath
import random
import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from tests.editing.elements import (
    CT,
    TYPES,
    WORKBOOK,
    M,
    Parts,
    R,
    change,
    link,
    linked,
    rels_of,
    sheets,
    tree_of,
    unlink,
    written,
)
from tests.parts import MAIN

Rng = random.Random
Twist = Callable[[Parts, Rng], None]

HEADING = 4
"""The row of Audit's headings in the samples."""
_WORDS = ("Minutes", "Governors", "Rota", "Cover")


def every_sheet(twist: Callable[[Any, Rng], object]) -> Twist:
    """A twist of every worksheet."""

    def apply(parts: Parts, rng: Rng) -> None:
        for part in sheets(parts).values():
            change(parts, part, lambda root: twist(root, rng))

    return apply


# Cells


def split(cell: str) -> tuple[str, int]:
    """`AB12` → letters and row."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def column_number(letters: str) -> int:
    """`A` → 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def shared_texts(parts: Parts) -> list[Any]:
    """The items of the shared strings."""
    return [item for part in linked(parts, WORKBOOK, "sharedStrings").values() for item in tree_of(parts[part])]


def text_in(cell: Any, texts: list[Any]) -> str:
    """What a cell says, as text."""
    value = cell.find(f"{M}v")
    if cell.get("t") == "s":
        return "".join(texts[int(value.text)].itertext())
    inline = cell.find(f"{M}is")
    if inline is not None:
        return "".join(inline.itertext())
    return "" if value is None else value.text or ""


def audit_rows(root: Any) -> list[Any]:
    """Audit's rows beneath its headings, up to the last one with a Ref."""
    rows = [row for row in root.find(f"{M}sheetData") if int(row.get("r")) > HEADING]
    while rows and not (len(rows[-1]) and len(rows[-1][0])):
        rows.pop()
    return rows


def heading_columns(parts: Parts, root: Any) -> dict[str, str]:
    """Audit's headings: text → column letters."""
    texts = shared_texts(parts)
    row = next(row for row in root.find(f"{M}sheetData") if row.get("r") == str(HEADING))
    return {text_in(cell, texts): split(cell.get("r"))[0] for cell in row if text_in(cell, texts)}


def columns_moved(parts: Parts, rng: Rng) -> None:
    """Two of Audit's columns have changed places, with their lists and marks."""
    part = sheets(parts)["Audit"]
    one, other = rng.sample("BCDEFGHIJ", 2)
    places = {one: other, other: one}

    def place(found: re.Match[str]) -> str:
        return places.get(found[1], found[1]) + found[2]

    def move(root: Any) -> None:
        for row in root.find(f"{M}sheetData"):
            if int(row.get("r")) >= HEADING:
                for cell in row:
                    letters, number = split(cell.get("r"))
                    cell.set("r", f"{places.get(letters, letters)}{number}")
                row[:] = sorted(row, key=lambda cell: column_number(split(cell.get("r"))[0]))
        for rule in (*root.iter(f"{M}dataValidation"), *root.iter(f"{M}conditionalFormatting")):
            if re.fullmatch(rf"([{one}{other}])\d+(:\1\d+)?", rule.get("sqref")):
                rule.set("sqref", re.sub(r"([A-Z]+)(\d+)", place, rule.get("sqref")))
                for formula in rule.iter(f"{M}formula"):
                    formula.text = re.sub(r"\b([A-Z])(\d+)\b", place, formula.text)

    change(parts, part, move)
    for table in linked(parts, part, "table").values():
        change(parts, table, lambda root: _swap(root, column_number(one) - 1, column_number(other) - 1))


def _swap(table: Any, one: int, other: int) -> None:
    columns = table.find(f"{M}tableColumns")
    order = list(columns)
    order[one], order[other] = order[other], order[one]
    columns[:] = order


def rows_sorted(parts: Parts, rng: Rng) -> None:
    """Audit's rows have been sorted by another column."""
    texts, wanted = shared_texts(parts), rng.choice(("Rating", "Descriptor", "Outcome", "Comment"))

    def sort(root: Any) -> None:
        letters = heading_columns(parts, root)[wanted]
        rows = audit_rows(root)
        numbers = [int(row.get("r")) for row in rows]

        def key(row: Any) -> str:
            return "".join(text_in(cell, texts) for cell in row if split(cell.get("r"))[0] == letters)

        data, ordered = rows[0].getparent(), sorted(rows, key=key, reverse=rng.random() < 0.5)
        first = data.index(rows[0])
        data[first : first + len(rows)] = ordered
        for row, number in zip(ordered, numbers, strict=True):
            _renumber(row, number)

    change(parts, sheets(parts)["Audit"], sort)


def _renumber(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        cell.set("r", f"{split(cell.get('r'))[0]}{number}")
        formula = cell.find(f"{M}f")
        if formula is not None and formula.get("ref"):
            formula.set("ref", cell.get("r"))


_SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter",
)  # fmt: skip
"""A worksheet's elements up to the last that is put in here."""


def put_in_order(root: Any, element: Any) -> None:
    """Puts an element into a worksheet where the schema wants it."""
    before = set(_SHEET_ORDER[: _SHEET_ORDER.index(etree.QName(element).localname) + 1])
    at = max((n for n, child in enumerate(root, 1) if etree.QName(child).localname in before), default=0)
    root.insert(at, element)


def filtered(parts: Parts, rng: Rng) -> None:
    """Audit shows one rating only; the other rows are hidden."""
    part, texts = sheets(parts)["Audit"], shared_texts(parts)
    shown = rng.choice(("Embedded", "Developing"))
    tables = list(linked(parts, part, "table").values())

    def hide(root: Any) -> None:
        letters, rows = heading_columns(parts, root)["Rating"], audit_rows(root)
        for row in rows:
            if not any(split(c.get("r"))[0] == letters and text_in(c, texts) == shown for c in row):
                row.set("hidden", "1")
        if not tables and root.find(f"{M}autoFilter") is None:
            area = f"A{HEADING}:K{rows[-1].get('r')}"
            put_in_order(root, _filter(area, column_number(letters) - 1, shown))

    change(parts, part, hide)
    letters = heading_columns(parts, tree_of(parts[part]))["Rating"]
    for table in tables:
        change(parts, table, lambda root: _filter_table(root, column_number(letters) - 1, shown))


def _filter(area: str, column: int, shown: str) -> Any:
    element = etree.Element(f"{M}autoFilter", ref=area)
    chosen = etree.SubElement(element, f"{M}filterColumn", colId=str(column))
    etree.SubElement(etree.SubElement(chosen, f"{M}filters"), f"{M}filter", val=shown)
    return element


def _filter_table(root: Any, column: int, shown: str) -> None:
    for old in root.findall(f"{M}autoFilter"):
        root.remove(old)
    root.insert(0, _filter(root.get("ref"), column, shown))


def column_styled(root: Any, rng: Rng) -> None:
    """A whole column, and all that lie beyond the grid, have a style."""
    cols = root.find(f"{M}cols")
    if cols is None:
        cols = etree.Element(f"{M}cols")
        put_in_order(root, cols)
    last = max((int(col.get("max")) for col in cols), default=0)
    if last < 16384:
        style = str(rng.randrange(1, 4))
        etree.SubElement(cols, f"{M}col", min=str(last + 1), max="16384", width="9.14", style=style)


def empty_rows(root: Any, rng: Rng) -> None:
    """Rows without cells wherever there were none, and beneath."""
    data = root.find(f"{M}sheetData")
    rows = {int(row.get("r")): row for row in data}
    last = max(rows, default=0) + rng.randrange(1, 4)
    data[:] = [rows[n] if n in rows else etree.Element(f"{M}row", r=str(n)) for n in range(1, last + 1)]


def no_spans(root: Any, _rng: Rng) -> None:
    """Rows do not say how wide they are, nor the sheet how large."""
    for row in root.iter(f"{M}row"):
        row.attrib.pop("spans", None)
    for dimension in root.findall(f"{M}dimension"):
        root.remove(dimension)


def no_places(root: Any, rng: Rng) -> None:
    """Rows and cells that follow their predecessors do not say where they are."""
    before = 0
    for row in root.find(f"{M}sheetData"):
        number, column = int(row.get("r")), 0
        for cell in row:
            here = column_number(split(cell.get("r"))[0])
            if here == column + 1 and rng.random() < 0.7:
                del cell.attrib["r"]
            column = here
        if number == before + 1 and rng.random() < 0.7:
            del row.attrib["r"]
        before = number


def no_tables(parts: Parts, _rng: Rng) -> None:
    """No tables; formulas that named them have become values."""
    for part in sheets(parts).values():
        unlink(parts, part, "table")
        change(parts, part, _without_tables)


def _without_tables(root: Any) -> None:
    for element in root.findall(f"{M}tableParts"):
        root.remove(element)
    for formula in list(root.iter(f"{M}f")):
        if "[" in (formula.text or ""):
            cell = formula.getparent()
            cell.remove(formula)
            value = cell.find(f"{M}v")
            if value is not None and not value.text:
                cell.remove(value)
                cell.attrib.pop("t", None)


# Texts


def each_text(twist: Callable[[Any, Rng], None]) -> Twist:
    """A twist of about a third of the plain shared strings."""

    def apply(parts: Parts, rng: Rng) -> None:
        for part in linked(parts, WORKBOOK, "sharedStrings").values():
            change(parts, part, lambda root: _some_texts(root, rng, twist))

    return apply


def _some_texts(root: Any, rng: Rng, twist: Callable[[Any, Rng], None]) -> None:
    for item in root:
        if len(item) == 1 and item[0].tag == f"{M}t" and len(item[0].text or "") > 1 and rng.random() < 0.35:
            twist(item, rng)


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def rich(item: Any, rng: Rng) -> None:
    """A text in two runs, one of them bold."""
    words, cut = item[0].text, rng.randrange(1, len(item[0].text))
    item.remove(item[0])
    for number, piece in enumerate((words[:cut], words[cut:])):
        run = etree.SubElement(item, f"{M}r")
        if number:
            etree.SubElement(etree.SubElement(run, f"{M}rPr"), f"{M}b")
        text = etree.SubElement(run, f"{M}t")
        text.text = piece
        text.set(_SPACE, "preserve")


def phonetic(item: Any, _rng: Rng) -> None:
    """A text with how it is spoken."""
    run = etree.SubElement(item, f"{M}rPh", sb="0", eb="1")
    etree.SubElement(run, f"{M}t").text = "ヨミ"
    etree.SubElement(item, f"{M}phoneticPr", fontId="0")


def spaced(item: Any, _rng: Rng) -> None:
    """A text that keeps its space."""
    item[0].set(_SPACE, "preserve")


def _inline(parts: Parts, rng: Rng, share: float) -> None:
    texts = shared_texts(parts)

    def write(root: Any) -> None:
        for cell in root.iter(f"{M}c"):
            if cell.get("t") == "s" and rng.random() < share:
                number = int(cell.find(f"{M}v").text)
                cell.remove(cell.find(f"{M}v"))
                cell.set("t", "inlineStr")
                etree.SubElement(cell, f"{M}is").extend(copy.deepcopy(child) for child in texts[number])

    for part in sheets(parts).values():
        change(parts, part, write)


def inline_strings(parts: Parts, rng: Rng) -> None:
    """Half of the texts stand in their cells."""
    _inline(parts, rng, 0.5)


def no_shared_strings(parts: Parts, rng: Rng) -> None:
    """Every text stands in its cell."""
    _inline(parts, rng, 1)
    unlink(parts, WORKBOOK, "sharedStrings")


# The workbook


def sheets_before(parts: Parts, rng: Rng) -> None:
    """One to three sheets of the person's own stand before ours."""
    many = rng.randrange(1, 4)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    keys = [
        link(parts, WORKBOOK, "worksheet", f"xl/worksheets/own{n}.xml", _own_sheet(_WORDS[n]), kind)
        for n in range(many)
    ]
    change(parts, WORKBOOK, lambda root: _list_before(root, keys))


def _own_sheet(word: str) -> bytes:
    cells = (
        f'<c r="A1" t="inlineStr"><is><t>{word}</t></is></c><c r="B1"><v>7</v></c><c r="C1"><f>B1*2</f><v>14</v></c>'
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()


def _list_before(root: Any, keys: list[str]) -> None:
    listed = root.find(f"{M}sheets")
    highest = max(int(sheet.get("sheetId")) for sheet in listed)
    for n, key in enumerate(keys):
        sheet = etree.Element(f"{M}sheet", name=_WORDS[n], sheetId=str(highest + 1 + n))
        sheet.set(f"{R}id", key)
        listed.insert(n, sheet)
    for name in root.iter(f"{M}definedName"):
        if name.get("localSheetId"):
            name.set("localSheetId", str(int(name.get("localSheetId")) + len(keys)))
    for view in root.iter(f"{M}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            if view.get(attribute):
                view.set(attribute, str(int(view.get(attribute)) + len(keys)))


def calc_chain(parts: Parts, _rng: Rng) -> None:
    """The order in which formulas are worked out is there."""
    if linked(parts, WORKBOOK, "calcChain"):
        return
    numbers = {sheet.get("name"): sheet.get("sheetId") for sheet in tree_of(parts[WORKBOOK]).iter(f"{M}sheet")}
    cells = [
        f'<c r="{formula.getparent().get("r")}" i="{numbers[name]}"/>'
        for name, part in sheets(parts).items()
        for formula in tree_of(parts[part]).iter(f"{M}f")
    ]
    if cells:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        content = f'<calcChain xmlns="{MAIN}">{"".join(cells)}</calcChain>'
        link(parts, WORKBOOK, "calcChain", "xl/calcChain.xml", content.encode(), kind)


def alternate(parts: Parts, _rng: Rng) -> None:
    """What one version only knows stands in the workbook's part, as Excel writes it there."""
    mc, x15ac = (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac",
    )
    text = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml'
        f'/2010/11/main" Requires="x15"><x15ac:absPath xmlns:x15ac="{x15ac}" url="https://example.org/files/"/>'
        "</mc:Choice></mc:AlternateContent>"
    )

    def put(root: Any) -> None:
        before = {f"{M}fileVersion", f"{M}fileSharing", f"{M}workbookPr"}
        root.insert(sum(child.tag in before for child in root), etree.fromstring(text))

    change(parts, WORKBOOK, put)


def no_theme(parts: Parts, _rng: Rng) -> None:
    """No theme part."""
    unlink(parts, WORKBOOK, "theme")


def no_properties(parts: Parts, _rng: Rng) -> None:
    """No docProps."""
    for kind in ("core-properties", "extended-properties", "custom-properties"):
        unlink(parts, "", kind)


_GOOGLE = {
    "mx": "http://schemas.microsoft.com/office/mac/excel/2008/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "mv": "urn:schemas-microsoft-com:mac:vml",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "x15": "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
    "x14ac": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
}


def google_attributes(parts: Parts, _rng: Rng) -> None:
    """Rows and columns of Google's default sizes, and all its namespaces at every sheet's head."""
    for part in sheets(parts).values():
        change(parts, part, _google_sizes)
        text = parts[part].decode()
        head = re.findall(r"<worksheet[^>]*", text)[0]
        more = "".join(
            f' xmlns:{prefix}="{name}"' for prefix, name in _GOOGLE.items() if f"xmlns:{prefix}=" not in head
        )
        ignorable = "" if "mc:Ignorable" in head else ' mc:Ignorable="x14ac"'
        parts[part] = text.replace(head, head + more + ignorable, 1).encode()


def _google_sizes(root: Any) -> None:
    for sizes in root.iter(f"{M}sheetFormatPr"):
        sizes.set("customHeight", "1")
        sizes.set("defaultColWidth", "12.63")
        sizes.set("defaultRowHeight", "15.75")
    for row in root.iter(f"{M}row"):
        row.set("{http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac}dyDescent", "0.2")


# The XML


def written_so(write: Callable[[bytes], bytes], kinds: tuple[str, ...] = ()) -> Twist:
    """A twist of how the XML of sheets, and of the workbook's other parts of those kinds, is written."""

    def apply(parts: Parts, _rng: Rng) -> None:
        names = [*sheets(parts).values()]
        for kind in kinds:
            for source in (WORKBOOK, *sheets(parts).values()):
                names += linked(parts, source, kind).values()
        for name in (*names, *([WORKBOOK] if kinds else ())):
            parts[name] = write(parts[name])

    return apply


def prefixed(content: bytes) -> bytes:
    """`x:` before every element of the spreadsheet's own namespace."""
    text = content.decode()
    assert set(re.findall(r'xmlns="([^"]*)"', text)) <= {MAIN}
    return re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", text.replace(' xmlns="', ' xmlns:x="')).encode()


def indented(content: bytes) -> bytes:
    """Every element on a line of its own."""
    root = tree_of(content)
    etree.indent(root)
    return written(root)


def remarked(content: bytes) -> bytes:
    """Remarks and processing instructions between the elements."""
    root = tree_of(content)
    for row in [*root.iter(f"{M}row")][:20]:
        row.addprevious(etree.Comment(" a row "))
        row.insert(0, etree.ProcessingInstruction("a", "cell"))
    root.insert(0, etree.Comment(" <sheetData> "))
    return written(root)


def single_quoted(content: bytes) -> bytes:
    """Attributes in single quotes."""

    def tag(found: re.Match[str]) -> str:
        return re.sub(r"(\s[\w:.-]+\s*=)\"([^\"']*)\"", r"\1'\2'", found[0])

    return re.sub(r"<[^<>!?]+>", tag, content.decode()).encode()


def marked(content: bytes) -> bytes:
    """A byte order mark at the head."""
    return b"\xef\xbb\xbf" + content


# The package


def absolute_targets(parts: Parts, _rng: Rng) -> None:
    """Relationships lead to `/xl/...`."""
    _rewrite_links(parts, {})


def _rewrite_links(parts: Parts, names: Mapping[str, str]) -> None:
    for rels in [name for name in parts if name.endswith(".rels")]:
        base = posixpath.dirname(posixpath.dirname(rels))
        root = tree_of(parts[rels])
        for element in root:
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", base, element.get("Target"))).lstrip("/")
                element.set("Target", f"/{names.get(target, target)}")
        parts[rels] = written(root)


def capitals(parts: Parts, _rng: Rng) -> None:
    """Sheets and tables lie under names with capital letters, which all that leads to them has too."""
    named = re.compile(r"xl/(worksheets|tables)/(\w)(\w*)\.xml").fullmatch
    names = {n: f"xl/{f[1].title()}/{f[2].upper()}{f[3]}.xml" for n in parts if (f := named(n))}
    names |= {rels_of(old): rels_of(new) for old, new in names.items() if rels_of(old) in parts}
    _rewrite_links(parts, names)
    for old, new in names.items():
        parts[new] = parts.pop(old)
    types = tree_of(parts[TYPES])
    for element in types.iter(f"{CT}Override"):
        part = element.get("PartName").lstrip("/")
        element.set("PartName", f"/{names.get(part, part)}")
    parts[TYPES] = written(types)


def other_capitals(parts: Parts, rng: Rng) -> None:
    """The zip has capital letters where what leads to its parts has none: names ignore case."""
    for name in [n for n in parts if n.startswith("xl/worksheets/") and n.endswith(".xml")]:
        if rng.random() < 0.5:
            parts[f"xl/worksheets/{posixpath.basename(name).upper()}"] = parts.pop(name)


_ALL = ("sharedStrings", "styles", "table")

TWISTS: Mapping[str, Twist] = {
    "sheets before ours": sheets_before,
    "columns moved": columns_moved,
    "rows sorted": rows_sorted,
    "filtered": filtered,
    "column styled": every_sheet(column_styled),
    "no tables": no_tables,
    "rich text": each_text(rich),
    "phonetic": each_text(phonetic),
    "spaced": each_text(spaced),
    "inline strings": inline_strings,
    "no shared strings": no_shared_strings,
    "calcChain": calc_chain,
    "empty rows": every_sheet(empty_rows),
    "no spans": every_sheet(no_spans),
    "no places": every_sheet(no_places),
    "no theme": no_theme,
    "no properties": no_properties,
    "AlternateContent": alternate,
    "Google's attributes": google_attributes,
    "indented": written_so(indented),
    "remarks": written_so(remarked),
    "prefixes": written_so(prefixed, _ALL),
    "single quotes": written_so(single_quoted, _ALL),
    "absolute targets": absolute_targets,
    "capitals": capitals,
    "byte order mark": written_so(marked),
    "other capitals": other_capitals,
}
"""In the order in which they are applied. `WORKBOOK` is where it is to the end."""
