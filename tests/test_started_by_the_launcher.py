"""`ecm_xl.ribbon` as the launcher starts it: how it ends, the log, and two clicks at once."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ecm_xl import ribbon
from ecm_xl.backends.places import LINUX, MAC, Machine, data_folder, log_file, this_machine
from ecm_xl.ribbon import BUSY, DONE, FAILED, TOLD, main


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made_up = Machine(MAC, tmp_path / "home of Zo\u00eb", {})
    monkeypatch.setattr(ribbon, "this_machine", lambda: made_up)
    return made_up


def excel(*books: str) -> Any:
    return SimpleNamespace(books=[SimpleNamespace(name=name) for name in books], status_bar=False)


@pytest.fixture
def clicked(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """`clicked(excel, *words)`: the names of the workbooks that a made-up button was given."""

    def click(app: Any, *words: str) -> list[Any]:
        given: list[Any] = []
        monkeypatch.setattr(ribbon, "attach", lambda _pid: app)

        def note(click: ribbon.Click) -> str:
            given.append(click.book and click.book.name)
            return ""

        monkeypatch.setitem(ribbon.COMMANDS, "help", note)
        assert main(["help", *words]) == DONE
        return given

    return click


def test_how_it_ends_is_never_how_python_ends_by_itself() -> None:
    missing = subprocess.run([sys.executable, "-P", "-E", "-m", "ecm_xl_nowhere"], capture_output=True, check=False)
    unknown = subprocess.run([sys.executable, "--no-such-option"], capture_output=True, check=False)
    assert not {missing.returncode, unknown.returncode} & {DONE, TOLD, BUSY}


def test_without_a_console_a_mistake_in_the_words_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert [main([]), main(["nonsense"]), main(["help", "--pid", "x"])] == [FAILED] * 3


def test_without_a_console_an_excel_that_is_gone_is_a_failure(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["help", "--pid", "0"]) == FAILED
    assert "reference" in log_file(machine).read_text(encoding="utf-8")


def test_what_was_chosen_from_a_buttons_list_stands_behind_a_colon(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []

    def note(click: ribbon.Click) -> str:
        chosen.append(click.chosen)
        return ""

    monkeypatch.setattr(ribbon, "attach", lambda _pid: excel("One.xlsx"))
    monkeypatch.setitem(ribbon.COMMANDS, "add_form", note)
    ends = [main([word]) for word in ("add_form:target-groups", "add_form", "add_form:a:b", "no_such:values")]
    assert ends == [DONE, DONE, DONE, FAILED]
    assert chosen == ["target-groups", "", "a:b"]


def test_an_accent_may_be_written_in_two_ways(clicked: Callable[..., list[Any]]) -> None:
    one, other = (unicodedata.normalize(form, "R\u00e9ception.xlsx") for form in ("NFC", "NFD"))
    assert one != other
    assert clicked(excel("Other.xlsx", one), "--book", other) == [one]
    assert clicked(excel(other), "--book", one) == [other]
    assert clicked(excel("Other.xlsx"), "--book", one) == [None]


def test_a_computer_that_knows_no_home_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_cls: object = None) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert this_machine().home == Path(Path.cwd().anchor)


def test_the_log_does_not_grow_without_end(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ribbon, "MOST_BYTES", 500)
    numbers = [ribbon._note(ValueError("x" * 400), machine) for _ in range(6)]
    files = {path.name: path.read_text(encoding="utf-8") for path in data_folder(machine).iterdir()}
    assert set(files) == {"ecm.log", "old-ecm.log"}
    assert numbers[-1] in files["ecm.log"]
    assert all(len(text) < 2 * 500 for text in files.values())
    assert numbers[0] not in "".join(files.values())


def test_a_second_click_waits_for_the_first(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="on Windows Excel waits itself")
    machine = Machine(LINUX, tmp_path, {})
    data_folder(machine).mkdir(parents=True)
    second = os.open(data_folder(machine), os.O_RDONLY)
    with ribbon._one_at_a_time(machine), pytest.raises(BlockingIOError):
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(second)


def test_where_there_is_no_folder_of_ours_nobody_waits_and_nothing_is_made(tmp_path: Path) -> None:
    with ribbon._one_at_a_time(Machine(LINUX, tmp_path / "none", {})):
        pass
    assert not list(tmp_path.iterdir())
