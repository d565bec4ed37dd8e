"""Each reason for which an edit is not made: a small workbook that raises it, and a near miss that is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecm_xl.backends.disk import Disk
from ecm_xl.backends.editor import edit
from ecm_xl.backends.store import shipped
from ecm_xl.core.findings import CATALOGUE, Finding, Severity
from ecm_xl.frameworks.loader import load_model
from ecm_xl.workbook.edits import AddSheet, AppendRows, Edit, EditRefused, RedrawRows, Refresh, ReplaceSheet, SetCell
from ecm_xl.workflows.write import Written, annotate, write_findings, write_judgements
from tests import reading
from tests.editing.forms import form, plain_form
from tests.editing.small import UNLOCKED, listed, made, rows, table_part, unzipped
from tests.findings.drawing import TODAY
from tests.parts import MAIN, Parts, links, zipped

NOW = datetime(2026, 7, 10, 15, 30, tzinfo=UTC)
SET = SetCell("Sheet", 2, 2, "new")
ADD = AppendRows("List", (("x", "y"),))
LOCKED = '<sheetProtection sheet="1" password="CC1A"/>'


@dataclass(frozen=True)
class Case:
    """A workbook, the edit and why it is refused; and a near miss in which it is made."""

    parts: Parts
    edit: Edit
    sheet: str = ""
    cell: str = ""
    detail: str = ""
    near: Parts | None = None
    near_edit: Edit | None = None


def plain(*, after: str = "", **more: object) -> Parts:
    """Four cells, `a b` above `c d`."""
    return made(rows(("a", "b"), ("c", "d")), after=after, **more)  # type: ignore[arg-type]


def moved_to(folder: str) -> Parts:
    """The same with its workbook and sheets elsewhere."""
    parts = {name.replace("xl/", folder): content for name, content in plain().items()}
    types = parts["[Content_Types].xml"]
    assert isinstance(types, str)
    parts["[Content_Types].xml"] = types.replace("/xl/", f"/{folder}")
    parts["_rels/.rels"] = links(("w", "officeDocument", f"{folder}workbook.xml"))
    return parts


def merged(area: str) -> str:
    return f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'


def with_formula(formula: str, cell: str = "B2") -> Parts:
    return made(f'{rows(("a", "b"))}<row r="2"><c r="{cell}">{formula}<v>1</v></c></row>')


def with_settings(settings: str) -> Parts:
    """A workbook that says something of itself in front of its sheets."""
    parts = plain()
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", f"{settings}<sheets>")
    return parts


def pivot(area: str) -> Parts:
    return plain(
        related=[("p", "pivotTable", "../pivotTables/pivotTable1.xml")],
        changes={
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}"><location ref="{area}"/>'
            "</pivotTableDefinition>"
        },
    )


def query(kind: str) -> Parts:
    """A table with a part of that kind behind it."""
    return {**listed(("a", "b")), "xl/tables/_rels/table1.xml.rels": links(("q", kind, "../queryTables/q.xml"))}


REFUSED: Mapping[str, Case] = {
    "edit-signed": Case(
        {**plain(), "_xmlsignatures/origin.sigs": b""}, SET, near={**plain(), "xl/_xmlsignatures.xml": b"<a/>"}
    ),
    "edit-shared": Case(
        {**plain(), "xl/revisions/revisionHeaders.xml": "<a/>"}, SET, near={**plain(), "xl/revisions.xml": "<a/>"}
    ),
    "edit-unusual": Case(moved_to("book/"), SET, near=moved_to("XL/")),
    "edit-missing": Case(
        plain(), SetCell("Other", 2, 2, "new"), detail="the sheet Other", near_edit=SetCell("sHEET", 2, 2, "new")
    ),
    "edit-columns": Case(
        listed(("a", "b")),
        AppendRows("List", (("x", "y"), ("x", "y", "z"))),
        "Sheet",
        detail="List",
        near_edit=AppendRows("LIST", (("x", "y"),)),
    ),
    "edit-totals": Case(
        listed(("a", "b"), ("Sum", "2"), attributes='totalsRowCount="1"'),
        ADD,
        "Sheet",
        detail="List",
        near=listed(("a", "b"), ("Sum", "2"), attributes='totalsRowShown="0"'),
    ),
    "edit-query": Case(
        listed(("a", "b"), attributes='tableType="queryTable"'), ADD, "Sheet", detail="List", near=query("other")
    ),
    "edit-occupied": Case(
        listed(("a", "b"), beneath=rows((None, "here"), first=3)),
        ADD,
        "Sheet",
        "B3",
        "List",
        near=listed(("a", "b"), beneath=rows((None, None, "here"), first=3)),
    ),
    "edit-protected": Case(plain(after=LOCKED), SET, "Sheet", "B2", near=plain(after='<sheetProtection sheet="1"/>')),
    "edit-merged": Case(plain(after=merged("B1:B2")), SET, "Sheet", "B2", near=plain(after=merged("A1:B1"))),
    "edit-spread": Case(
        made(f'<row r="1"><c r="B1"><f t="array" ref="B1:B2">A1:A2</f><v>1</v></c></row>{rows((None, 1), first=2)}'),
        SET,
        "Sheet",
        "B2",
        near=made(f'<row r="1"><c r="B1"><f t="array" ref="B1">A1:A2</f><v>1</v></c></row>{rows((None, 1), first=2)}'),
    ),
    "edit-formula": Case(with_formula("<f>A1&amp;1</f>"), SET, "Sheet", "B2", near=with_formula("<f>A1</f>", "C2")),
    "edit-pivot": Case(pivot("A2:C9"), SET, "Sheet", "B2", near=pivot("C2:D9")),
    "edit-heading": Case(
        listed(("a", "b")),
        SetCell("sheet", 1, 2, "Two"),
        "sheet",
        "B1",
        near_edit=SetCell("Sheet", 1, 3, "Three"),
    ),
    "edit-name-taken": Case(
        plain(), AddSheet(plain_form("SHEET")), detail="a sheet called SHEET", near_edit=AddSheet(plain_form("Sheet 2"))
    ),
    "edit-structure": Case(
        with_settings('<workbookProtection lockStructure="1"/>'),
        AddSheet(plain_form()),
        near=with_settings('<workbookProtection lockWindows="1" lockStructure="0"/>'),
    ),
    "edit-date-system": Case(
        with_settings('<workbookPr date1904="1"/>'),
        AddSheet(form()),
        "Profile & more",
        near_edit=AddSheet(plain_form()),
    ),
    "edit-owns": Case(
        pivot("A2:C9"),
        ReplaceSheet(plain_form("Sheet")),
        "Sheet",
        detail="a pivot table",
        near_edit=AddSheet(plain_form()),
    ),
}
"""All but the last look, of which `tests/editing/test_guard.py` is, and what only a workflow says (below)."""

ELSEWHERE = {"edit-not-as-planned", "edit-formula-kept", "edit-other-standards", "edit-not-let", "edit-open"}


def test_every_code_of_an_edit_has_its_case() -> None:
    assert {code for code in CATALOGUE if code.startswith("edit-")} == {*REFUSED, *ELSEWHERE}


def refusal(parts: Parts, one: Edit) -> tuple[str, str, str, str]:
    with pytest.raises(EditRefused) as reason:
        edit(zipped(parts), [one])
    return reason.value.code, reason.value.detail, reason.value.sheet, reason.value.cell


@pytest.mark.parametrize("code", REFUSED)
def test_an_edit_that_is_refused(code: str) -> None:
    case = REFUSED[code]
    assert refusal(case.parts, case.edit) == (code, case.detail, case.sheet, case.cell)


@pytest.mark.parametrize("code", REFUSED)
def test_an_edit_that_nearly_is(code: str) -> None:
    case = REFUSED[code]
    data = zipped(case.parts if case.near is None else case.near)
    assert edit(data, [case.near_edit or case.edit]).data != data


MORE: Sequence[tuple[str, Parts, Edit, tuple[str, str, str]]] = (
    ("edit-missing", plain(), ADD, ("the table List", "", "")),
    ("edit-missing", plain(), Refresh("Other", 2, 2, "=A1", 1), ("the sheet Other", "", "")),
    ("edit-missing", plain(), RedrawRows("List", ()), ("the table List", "", "")),
    ("edit-columns", listed(("a", "b")), RedrawRows("List", (("x",),)), ("List", "Sheet", "")),
    ("edit-totals", listed(("a", "b"), ("c", "d"), attributes='totalsRowCount="1"'), RedrawRows("List", ()),
     ("List", "Sheet", "")),
    ("edit-query", query("queryTable"), ADD, ("List", "Sheet", "")),
    ("edit-occupied", listed(("a", "b"), beneath='<row r="3"><c r="A3"><f>B9</f></c></row>'), ADD,
     ("List", "Sheet", "A3")),
    ("edit-occupied", listed(("a", "b"), beneath=rows(("here",), first=4)),
     RedrawRows("List", (("x", "y"),) * 3), ("List", "Sheet", "A4")),
    ("edit-protected", listed(("a", "b"), after=LOCKED), ADD, ("", "Sheet", "A2")),
    ("edit-protected", plain(after='<sheetProtection sheet="true" algorithmName="SHA-512" hashValue="aa=="/>'), SET,
     ("", "Sheet", "B2")),
    ("edit-merged", listed(("a", "b"), after=merged("B2:C2")), ADD, ("", "Sheet", "B2")),
    ("edit-merged", listed(("a", "b"), after=merged("B3:C4")), ADD, ("", "Sheet", "B3")),
    ("edit-merged", listed(("a", "b"), after=merged("A3:B3")), ADD, ("", "Sheet", "A3")),
    ("edit-spread", with_formula('<f t="dataTable" ref="B2:C3" dt2D="1" r1="A1" r2="A2"/>'),
     SetCell("Sheet", 3, 3, 1), ("", "Sheet", "C3")),
    ("edit-formula", with_formula('<f t="shared" ref="B2:B3" si="0">A1</f>'), SetCell("Sheet", 2, 2, None),
     ("", "Sheet", "B2")),
    ("edit-formula", made(rows(("One", "Two")) + '<row r="2"><c r="B2"><f>A2</f><v>1</v></c></row>',
                          table=table_part("A1:B2")), RedrawRows("List", (("x", "y"),)), ("", "Sheet", "B2")),
)  # fmt: skip


@pytest.mark.parametrize(("code", "parts", "one", "where"), MORE, ids=[f"{n}-{one[0]}" for n, one in enumerate(MORE)])
def test_other_ways_to_the_same_reason(code: str, parts: Parts, one: Edit, where: tuple[str, str, str]) -> None:
    assert refusal(parts, one) == (code, *where)


@pytest.mark.parametrize(
    "parts",
    [
        plain(after='<sheetProtection sheet="0" password="CC1A"/>'),
        made(rows(("a", "b"), ("c", "d"), style=UNLOCKED), after=LOCKED),
    ],
    ids=["protection-off", "unlocked"],
)
def test_a_password_that_locks_nothing_keeps_nothing(parts: Parts) -> None:
    assert edit(zipped(parts), [SET]).data != zipped(parts)


def test_a_password_keeps_nothing_from_a_copy() -> None:
    data = zipped(plain(after=LOCKED))
    assert "new" in unzipped(edit(data, [SET], is_copy=True).data)["xl/sharedStrings.xml"]


def test_a_formula_of_somebodys_own_is_left_and_named() -> None:
    data = zipped(with_formula("<f>A1&amp;1</f>"))
    done = edit(data, [Refresh("Sheet", 2, 2, "=A1&2", "a2"), Refresh("Sheet", 1, 1, "=B1", "b")])
    assert (done.data, done.formulas_kept) == (data, (("Sheet", "A1"), ("Sheet", "B2")))
    near = edit(data, [Refresh("Sheet", 2, 2, "= a1 & 1", "a1")])
    assert near.data != data
    assert near.formulas_kept == ()


# As findings, through the workflow: each leaves the file, and the folder, as they were


def sample(folder: Path, change: Callable[[Parts], None]) -> Path:
    """A sample's file after a change to its parts."""
    found = shipped("sample-cluster", "Larkrise Special School.xlsx")
    parts = unzipped(found.read_bytes())
    change(parts)
    path = folder / "Lark.xlsx"
    path.write_bytes(zipped(parts))
    return path


def put(parts: Parts, part: str, old: str, new: str) -> None:
    text = parts[part]
    assert isinstance(text, str)
    assert old in text
    parts[part] = text.replace(old, new, 1)


def part_with(parts: Parts, folder: str, words: str) -> str:
    """The one part of a folder that holds those words."""
    (found,) = (name for name, text in parts.items() if name.startswith(folder) and words in text)
    return found


def sign(parts: Parts) -> None:
    parts["_xmlsignatures/origin.sigs"] = ""


def add_totals(parts: Parts) -> None:
    put(parts, part_with(parts, "xl/tables/", 'displayName="History"'), "totalsRowShown=", 'totalsRowCount="1" x=')


def lose_table(parts: Parts) -> None:
    put(parts, part_with(parts, "xl/tables/", 'displayName="Findings"'), 'displayName="Findings"', 'displayName="Gone"')


def date_back(parts: Parts) -> None:
    version = load_model().framework.version
    put(parts, "xl/sharedStrings.xml", f"<t>{version}</t>", "<t>0.9</t>")


Write = Callable[[Disk, Path], Written]


def judged(backend: Disk, path: Path) -> Written:
    return write_judgements(backend, path, TODAY, NOW)


def found_in(backend: Disk, path: Path) -> Written:
    return write_findings(backend, path, TODAY, NOW)


def copied(backend: Disk, path: Path) -> Written:
    return annotate(backend, path, path.with_name("copy.xlsx"), TODAY)


@pytest.mark.parametrize(
    ("change", "write", "note", "title"),
    [
        (
            sign,
            judged,
            ("edit-signed", "", "", "The file is digitally signed, and any change would break the signature. "
             "Nothing was changed.", "Ask whoever signed it for an unsigned copy."),
            "Not changed: the file is signed",
        ),
        (
            add_totals,
            judged,
            ("edit-totals", "History", "", "The table History has a row of totals, so no rows can be added beneath it. "
             "Nothing was changed.", "Take the row of totals away (Table Design, Total Row)."),
            "Not changed: a row of totals",
        ),
        (
            date_back,
            judged,
            ("edit-other-standards", "", "", "The workbook was made for other Standards, or for another version of "
             "them. Nothing was changed.", "Carry its answers over to a new workbook (ecm-xl new --from)."),
            "Not changed: made for other Standards",
        ),
        (
            lose_table,
            found_in,
            ("edit-missing", "", "", "The workbook no longer has the table Findings. Nothing was changed.",
             "Carry its answers over to a new workbook (ecm-xl new --from)."),
            "Not changed: something is gone",
        ),
        (
            sign,
            copied,
            ("edit-signed", "", "", "The file is digitally signed, and any change would break the signature. "
             "Nothing was changed.", "Ask whoever signed it for an unsigned copy."),
            "Not changed: the file is signed",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_a_finding_and_nothing_changes(
    change: Callable[[Parts], None],
    write: Write,
    note: tuple[str, str, str, str, str],
    title: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading.in_this_process(monkeypatch)
    path = sample(tmp_path, change)
    before = path.read_bytes()
    written = write(Disk(), path)
    code, sheet, cell, message, action = note
    assert written.notes == (Finding(code, Severity.ERROR, sheet, cell, message, action),)
    assert written.notes[0].title == title
    assert (written.saved, written.is_refused) == (None, True)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"Lark.xlsx": before}


def same(parts: Parts) -> None:
    """Nothing is done to it."""


@pytest.mark.parametrize(("change", "write"), [(same, judged), (same, found_in), (date_back, found_in)])
def test_a_workbook_that_nothing_stands_against_is_written(
    change: Callable[[Parts], None], write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.in_this_process(monkeypatch)
    path = sample(tmp_path, change)
    before = path.read_bytes()
    written = write(Disk(), path)
    assert (written.notes, written.is_refused, written.saved is None) == ((), False, False)
    assert path.read_bytes() != before
