"""Rows and texts kept as bytes, and the same as a tree: both ways come to the same file."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from lxml import etree

from ecm_xl.backends.editor import edit, sheet, texts
from ecm_xl.backends.editor.markup import DECLARATION
from ecm_xl.backends.editor.sheet import InBytes, InTree, sheet_part, split_rows
from ecm_xl.backends.editor.texts import Texts, TextsInBytes, TextsInTree, texts_of
from ecm_xl.backends.reader.texts import plain_texts
from ecm_xl.workbook.edits import Refresh, SetCell
from tests.editing.changes import append, redraw, refresh, set_cells
from tests.editing.odd import COUNT, LIBREOFFICE, odd_workbook, recipe
from tests.editing.small import SHEET, made
from tests.editing.views import read
from tests.hostile.bases import unzipped
from tests.parts import MAIN, zipped
from tests.parts import sheet_part as sheet_markup

FEW = range(1, COUNT, 29)


def numbers() -> list[object]:
    """Every number but those that need LibreOffice or have no tables; slow unless it is one of the few."""
    return [
        pytest.param(number, marks=[] if number in FEW else [pytest.mark.slow])
        for number in range(COUNT)
        if recipe(number)[1] != LIBREOFFICE and "no tables" not in recipe(number)[2]
    ]


OPENINGS = (b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", DECLARATION.strip())


def odd(number: int) -> bytes:
    """An odd workbook whose parts begin as those of spreadsheet programs do, else none is in the usual form."""
    _, data = odd_workbook(number)
    return zipped({name: content.replace(*OPENINGS, 1) for name, content in unzipped(data).items()})


def canonical(data: bytes) -> dict[str, bytes]:
    """Parts as XML says that they are alike."""
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n")
        if name.lower().endswith((".xml", ".rels"))
        else content
        for name, content in unzipped(data).items()
    }


def as_trees(patch: pytest.MonkeyPatch) -> None:
    """From here on no part is in the usual form."""
    patch.setattr(sheet, "split_rows", lambda _: None)
    patch.setattr(texts, "plain_texts", lambda _: None)


@pytest.mark.parametrize("number", numbers())
def test_both_ways_make_the_same_file(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = odd(number)
    snapshot = read(data)
    edits = (set_cells(snapshot) | append(snapshot) | redraw(snapshot) | refresh(snapshot)).edits
    one = edit(data, edits).data
    as_trees(monkeypatch)
    other = edit(data, edits).data
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("few", [FEW, pytest.param(range(COUNT), marks=pytest.mark.slow)], ids=["few", "all"])
def test_both_ways_occur(few: range) -> None:
    """Not all odd workbooks have sheets and texts of the same kind."""
    kinds: set[type] = set()
    for number in few:
        if recipe(number)[1] == LIBREOFFICE:
            continue
        parts = unzipped(odd(number))
        for part, content in parts.items():
            if part.lower().startswith("xl/worksheets/sheet"):
                kinds.add(type(sheet_part(part, content)))
            elif part.lower().endswith("sharedstrings.xml"):
                kinds.add(type(texts_of(part, content)))
    assert kinds == {InBytes, InTree, TextsInBytes, TextsInTree}


# Rows


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("", {}),
        ('<row r="1"/>', {1: '<row r="1"/>'}),
        ('<row r="2" ht="3"/><row r="9"><c/></row>', {2: '<row r="2" ht="3"/>', 9: '<row r="9"><c/></row>'}),
        ('<row r="1"></row>', {1: '<row r="1"></row>'}),
    ],
)
def test_rows_by_number(rows: str, found: dict[int, str]) -> None:
    assert split_rows(rows.encode()) == {number: row.encode() for number, row in found.items()}


@pytest.mark.parametrize(
    "rows",
    [
        "<row/>",
        " ",
        '<row r="1"/> ',
        ' <row r="1"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="01"/>',
        "<row r='1'/>",
        '<row ht="3" r="1"/>',
        '<x:row r="1"/>',
        '<row r="1"/><x:row r="2"/>',
        '<row r="1"></row><row/>',
        '<row r="1"><c/></row><row><c/></row>',
        '<row r="1"><c/></row><!--seen-->',
        '<row r="1"><!--seen--><c/></row>',
        '<row r="1"><?seen?></row>',
        '<row r="1"><c/></row><extLst/>',
        '<row r="1"><c/>',
        '<row r="1"><extLst><row r="2"/></extLst></row>',
        '<row r="1" spans="a/>b"><c/></row>x',
    ],
)
def test_rows_in_another_form_are_not_taken_for_some(rows: str) -> None:
    assert split_rows(rows.encode()) is None


def test_only_rows_that_change_are_written_anew() -> None:
    first, second = ('<row  r="1"/>', '<row r="2"  ht="30"><c r="A2" ><v>1</v></c></row>')
    kept = first.replace("  ", " ")
    parts = made(f'{kept}{second}<row r="3"  ><c r="A3"  ><v>1</v></c></row>')
    after = unzipped(edit(zipped(parts), [SetCell("Sheet", 3, 1, 7)]).data)
    written = '<row r="3"><c r="A3"><v>7</v></c></row>'
    assert f"<sheetData>{kept}{second}{written}</sheetData>" in after[SHEET].decode()


def test_prefixes_of_the_sheet_are_not_said_again_in_its_rows() -> None:
    names = f'xmlns="{MAIN}" xmlns:x="urn:x" xmlns:mc="urn:mc" mc:Ignorable="x"'
    row = '<row r="1" x:tall="0.25"><c r="A1" x:seen="1"><v>1</v></c><x:more/></row>'
    parts = made(row)
    parts[SHEET] = f"<worksheet {names}><sheetData>{row}</sheetData></worksheet>"
    after = unzipped(edit(zipped(parts), [SetCell("Sheet", 1, 1, 7)]).data)
    assert after[SHEET].decode() == str(parts[SHEET]).replace("<v>1</v>", "<v>7</v>")


def test_a_row_is_found_by_what_may_stand_in_it() -> None:
    markup = '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">B1</f></c></row><row r="2"/>'
    part = sheet_part(SHEET, sheet_markup(markup).encode())
    assert isinstance(part, InBytes)
    assert list(part.rows_with("shared")) == [1]
    assert list(part.rows_with("array")) == []


def test_a_shared_formula_of_another_row_is_known() -> None:
    markup = (
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    edited = edit(zipped(made(markup)), [Refresh("Sheet", 2, 1, "=B2", 5)])
    assert edited.formulas_kept == ()
    assert b"<v>5</v>" in unzipped(edited.data)[SHEET]


# Texts

LETTERS = st.sampled_from("ab <>&\"'\n\t\r_x0041é\U0001f600\x07")
WORDS = st.text(LETTERS, max_size=6)


def the_list(words: list[str], counts: str) -> bytes:
    def item(text: str) -> str:
        said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        kept = "" if text == text.strip() else ' xml:space="preserve"'
        return f"<si><t{kept}>{said}</t></si>"

    return f'<sst xmlns="{MAIN}"{counts}>{"".join(map(item, words))}</sst>'.encode()


@given(
    st.lists(WORDS.filter(lambda text: "\r" not in text and "\x07" not in text), min_size=1),
    st.lists(WORDS, max_size=4),
    st.sampled_from(["", ' count="9"', ' count="1" uniqueCount="1"', ' uniqueCount="400"']),
    st.integers(-2, 2),
)
def test_a_list_in_bytes_and_one_in_a_tree_grow_alike(there: list[str], new: list[str], counts: str, more: int) -> None:
    content = the_list(there, counts)
    if plain_texts(content) is None:
        event("unusual")
        return
    event(f"usual, {len(set(new) - set(there))} new")
    one: Texts = texts_of("texts", content)
    other: Texts = TextsInTree(etree.fromstring(content))
    assert isinstance(one, TextsInBytes)
    assert list(map(one.place, new)) == list(map(other.place, new))
    places = range(-1, len(there) + len(new) + 1)
    assert list(map(one.text, places)) == list(map(other.text, places))
    one.count(more)
    other.count(more)
    assert one.is_changed == other.is_changed
    ours, theirs = (etree.tostring(etree.fromstring(each.written()), method="c14n") for each in (one, other))
    assert ours == theirs


def test_texts_of_every_kind_are_among_them() -> None:
    """A witness: the law above meets new texts with blanks, marks and escaped signs."""
    one = texts_of("texts", the_list(["a", "b", "a"], ' count="3" uniqueCount="3"'))
    assert isinstance(one, TextsInBytes)
    assert list(accumulate(map(one.place, ["a", "b", " <&> ", "_x0041_", "\x07"]))) == [0, 1, 4, 8, 13]
    one.count(2)
    assert (
        one.written()
        == (
            f'<sst xmlns="{MAIN}" count="5" uniqueCount="6"><si><t>a</t></si><si><t>b</t></si><si><t>a</t></si>'
            '<si><t xml:space="preserve"> &lt;&amp;&gt; </t></si><si><t>_x005F_x0041_</t></si>'
            "<si><t>_x0007_</t></si></sst>"
        ).encode()
    )
