"""Looks put into another workbook's list: each once, spelt out, under numbers that are free."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from ecm_xl.backends.editor.styles import NO_STYLES, OUR_DIGIT, Numbers, Styles
from tests.editing.elements import M, tree_of
from tests.parts import MAIN

APPLIED = 'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"'
FONT = '<font><b/><sz val="11"/><name val="Calibri"/>{}</font>'
THEMED = FONT.format('<scheme val="minor"/>')
DRAWN = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0%"/></numFmts>'
    f"<fonts>{THEMED}</fonts>"
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1B4965"/></patternFill></fill></fills>'
    "<borders><border><left/></border></borders>"
    '<cellStyleXfs><xf fontId="0"/><xf fontId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="165" fontId="0" fillId="2" borderId="0" xfId="1"><alignment wrapText="1"/></xf></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/><cellStyle name="Hyperlink" xfId="1" builtinId="8"/>'
    "</cellStyles>"
    '<dxfs><dxf><numFmt numFmtId="165" formatCode="0%"/></dxf><dxf><numFmt numFmtId="14" formatCode="d"/></dxf>'
    "<dxf><font><b/></font></dxf></dxfs>"
)


def styles(inside: str, prefix: str = "") -> Any:
    """A list of looks."""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    if prefix:
        inside = inside.replace("</", "<\0").replace("<", f"<{prefix}:").replace(f"{prefix}:\0", f"/{prefix}:")
        return tree_of(f'<{prefix}:styleSheet {name}="{MAIN}">{inside}</{prefix}:styleSheet>'.encode())
    return tree_of(f'<styleSheet {name}="{MAIN}">{inside}</styleSheet>'.encode())


def taken(inside: str, prefix: str = "") -> tuple[Any, Numbers]:
    """A list after the drawn looks were put into it, and their numbers there."""
    root = styles(inside, prefix)
    return root, Styles(root).take_over(styles(DRAWN))


def entries(root: Any, name: str) -> list[str]:
    """What a list holds."""
    found = root.find(f"{M}{name}")
    return [etree.tostring(one).decode().replace(f' xmlns="{MAIN}"', "") for one in found]


THEIRS = (
    '<numFmts count="1"><numFmt numFmtId="165" formatCode="0.00"/></numFmts>'
    '<fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills>"
    '<borders count="1"><border><left style="thin"/></border></borders>'
    '<cellStyleXfs count="3"><xf fontId="0"/><xf fontId="0"/><xf fontId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="2"/></cellXfs>'
    '<cellStyles><cellStyle name="Standard" xfId="2" builtinId="0"/><cellStyle name="Link" xfId="1" builtinId="8"/>'
    "</cellStyles>"
    "<dxfs><dxf><font><b/></font></dxf></dxfs>"
)


def test_each_look_gets_a_number_and_is_spelt_out() -> None:
    root, numbers = taken(THEIRS)
    assert numbers == Numbers({"0": "1", "1": "2"}, {"0": "1", "1": "2", "2": "0"})
    assert entries(root, "cellXfs")[1:] == [
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="2" {APPLIED}/>',
        f'<xf numFmtId="166" fontId="1" fillId="2" borderId="1" xfId="1" {APPLIED}><alignment wrapText="1"/></xf>',
    ]
    assert entries(root, "fonts")[1:] == [FONT.format("")]
    assert entries(root, "numFmts")[1:] == ['<numFmt numFmtId="166" formatCode="0%"/>']
    assert entries(root, "dxfs") == [
        "<dxf><font><b/></font></dxf>",
        '<dxf><numFmt numFmtId="166" formatCode="0%"/></dxf>',
        '<dxf><numFmt numFmtId="14" formatCode="d"/></dxf>',
    ]
    counts = {one.tag.removeprefix(M): one.get("count") for one in root}
    assert counts == {
        "numFmts": "2", "fonts": "2", "fills": "3", "borders": "2", "cellStyleXfs": "3", "cellXfs": "3",
        "cellStyles": None, "dxfs": "3",
    }  # fmt: skip


def test_what_is_there_is_used_however_it_is_written() -> None:
    root, numbers = taken(THEIRS)
    again = Styles(root)
    assert again.take_over(styles(DRAWN)) == numbers
    assert not again.is_changed
    indented = tree_of(etree.tostring(root).replace(b"><", b">\n <"))
    third = Styles(indented)
    assert third.take_over(styles(DRAWN)) == numbers
    assert not third.is_changed


def test_a_format_of_a_mark_counts_as_taken() -> None:
    inside = THEIRS.replace("<dxf><font><b/></font></dxf>", '<dxf><numFmt numFmtId="170" formatCode="0%"/></dxf>')
    root, _ = taken(inside)
    assert entries(root, "numFmts")[1:] == ['<numFmt numFmtId="171" formatCode="0%"/>']


def test_new_entries_have_the_prefix_of_the_list() -> None:
    root, numbers = taken(THEIRS, "x")
    assert numbers == taken(THEIRS)[1]
    assert b"<x:xf" in etree.tostring(root)
    assert etree.tostring(root).count(b"xmlns") == 1


def test_lists_that_are_missing_begin_as_programs_expect_and_stand_in_order() -> None:
    root, numbers = taken("")
    assert [one.tag.removeprefix(M) for one in root] == [
        "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    ]  # fmt: skip
    assert numbers.cells == {"0": "1", "1": "2"}
    assert entries(root, "fonts") == ['<font><sz val="11"/><name val="Calibri"/></font>', FONT.format("")]
    assert [fill[:50] for fill in entries(root, "fills")] == [
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
        '<fill><patternFill patternType="solid"><fgColor rg',
    ]
    plain = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
    assert entries(root, "cellStyleXfs") == [f"<xf {plain}/>"]
    assert entries(root, "cellXfs")[0] == f'<xf {plain} xfId="0"/>'
    assert entries(root, "cellStyles") == ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']


def test_one_fill_gets_the_second_that_every_program_expects() -> None:
    inside = THEIRS.replace('<fill><patternFill patternType="gray125"/></fill>', "")
    assert entries(taken(inside)[0], "fills")[1] == '<fill><patternFill patternType="gray125"/></fill>'


@pytest.mark.parametrize(
    ("font", "digit"),
    [
        ('<sz val="11"/><name val="Calibri"/>', OUR_DIGIT),
        ('<sz val="10"/><name val="Arial"/>', 7),
        ('<sz val="14"/><name val="ARIAL"/>', 11),
        ('<sz val="12"/><name val="Calibri"/>', 8),
        ('<name val="Calibri"/>', 7),
        ('<sz val="12"/><name val="Something else"/>', 9),
        ('<sz val="x"/><name val="Calibri"/>', 7),
        ('<sz val="0"/><name val="Calibri"/>', 1),
    ],
)
def test_how_wide_a_digit_is(font: str, digit: int) -> None:
    inside = THEIRS.replace('<sz val="10"/><name val="Arial"/>', font)
    assert Styles(styles(inside)).digit() == digit


def test_a_digit_is_as_wide_as_ours_where_nothing_is_said_of_it() -> None:
    assert Styles(tree_of(NO_STYLES)).digit() == OUR_DIGIT
    assert Styles(styles("")).digit() == OUR_DIGIT
