"""Which workbooks there are, saving whole or not at all, files that come with the program."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecm_xl.backends import store
from ecm_xl.backends.store import save_atomically, shipped, workbooks_under


def make(folder: Path, *names: str) -> None:
    """Empty files of those names, with the folders they need."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, *paths: str) -> list[str]:
    """What is found under the paths, named from the folder."""
    return [str(path.relative_to(folder)) for path in workbooks_under(folder / path for path in paths or (".",))]


# Which workbooks there are


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.xlsx", "a.XLSX", "c.xlsm", "d.xls", "e.csv", "b/z.xlsx", "b/a/y.Xlsm", "f.xlsx.txt", ".g/h.xlsx")
    assert found(tmp_path) == [".g/h.xlsx", "a.XLSX", "b/a/y.Xlsm", "b/z.xlsx", "b.xlsx", "c.xlsm"]


def test_what_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "~$a.xlsx", "a.xlsx", "ECM backups/old.xlsx", "b/ecm BACKUPS/old.xlsx", ".ecm-saving-0a.xlsx")
    assert found(tmp_path) == ["a.xlsx"]
    assert found(tmp_path, "~$a.xlsx", "ECM backups", "a.xlsx") == ["a.xlsx"]
    assert found(tmp_path, "ECM backups/old.xlsx") == ["ECM backups/old.xlsx"]  # a person names the very file


def test_files_are_kept_as_given(tmp_path: Path) -> None:
    make(tmp_path, "b.xlsx", "a.xlsx", "notes.csv")
    assert found(tmp_path, "b.xlsx", "missing.xlsx", "missing", "notes.csv", ".") == [
        *("b.xlsx", "missing.xlsx", "missing", "notes.csv", "a.xlsx"),
    ]


def test_a_folder_with_a_workbooks_name_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "x.xlsx/inside.xlsx")
    assert found(tmp_path) == ["x.xlsx/inside.xlsx"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_kept(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert found(tmp_path) == ["pipe.xlsx"]


def test_each_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a/one.xlsx")
    (tmp_path / "a/same.xlsx").symlink_to(tmp_path / "a/one.xlsx")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert found(tmp_path, "a/one.xlsx", ".", "b/../a") == ["a/one.xlsx"]


def test_links_are_followed_and_may_lead_in_circles(tmp_path: Path) -> None:
    make(tmp_path, "in/a.xlsx", "out/b.xlsx")
    (tmp_path / "in/out").symlink_to(tmp_path / "out")
    (tmp_path / "out/back").symlink_to(tmp_path / "in")
    (tmp_path / "in/self").symlink_to(tmp_path / "in")
    (tmp_path / "in/c.xlsx").symlink_to(tmp_path / "out/b.xlsx")
    (tmp_path / "in/gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    assert found(tmp_path, "in") == ["in/a.xlsx", "in/c.xlsx", "in/gone.xlsx"]


def test_deep_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Deeper than Python's own stack. From within, and taken down again: neither paths nor pytest reach so deep.
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("d")
        os.chdir("d")
    Path("x.xlsx").touch()
    os.chdir(tmp_path)
    found = workbooks_under([Path()])
    os.chdir(found[0].parent)
    Path("x.xlsx").unlink()
    for _ in range(1200):
        os.chdir("..")
        os.rmdir("d")
    assert [path.name for path in found] == ["x.xlsx"]


def test_a_folder_that_may_not_be_opened_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.xlsx", "closed/b.xlsx")
    walk = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "closed":  # the tests may run as root, who is never refused
            raise PermissionError
        return walk(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert found(tmp_path) == ["a.xlsx", "closed"]


def test_files_in_a_folder_that_may_be_listed_but_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/b.xlsx")
    look = os.stat

    def refuse(path: Path, **how: Any) -> os.stat_result:
        if Path(path).name == "b.xlsx":  # the tests may run as root, who is never refused
            raise PermissionError
        return look(path, **how)

    monkeypatch.setattr(os, "stat", refuse)
    assert found(tmp_path) == ["a/b.xlsx"]


# Saving


def writes(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text)

    return write


def test_a_file_is_saved(tmp_path: Path) -> None:
    checked: list[str] = []
    target = tmp_path / "new.xlsx"
    save_atomically(target, writes("new"), lambda path: checked.append(path.read_text()))
    assert (target.read_text(), checked) == ("new", ["new"])
    save_atomically(target, writes("newer"))
    assert (target.read_text(), os.listdir(tmp_path)) == ("newer", ["new.xlsx"])


def test_the_temporary_file_suits_libraries_and_is_never_found(tmp_path: Path) -> None:
    seen: list[Path] = []

    def write(path: Path) -> None:
        seen.append(path)
        path.write_text("x")
        assert workbooks_under([tmp_path]) == []

    save_atomically(tmp_path / "a.xlsm", write)
    assert (seen[0].parent, seen[0].suffix, seen[0].name[0]) == (tmp_path, ".xlsm", ".")


@pytest.mark.parametrize("failing", ["write", "to the disk", "check", "replace"])
@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, failure: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise failure

    target = tmp_path / "a.xlsx"
    target.write_text("old")
    write = fail if failing == "write" else writes("new")
    if failing == "to the disk":
        monkeypatch.setattr(os, "fsync", fail)
    if failing == "replace":
        monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(failure)):
        save_atomically(target, write, fail if failing == "check" else None)
    assert (target.read_text(), os.listdir(tmp_path)) == ("old", ["a.xlsx"])


def test_it_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def noted_replace(old: Path, new: Path) -> None:
        steps.append("replace")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    save_atomically(tmp_path / "a.xlsx", writes("x"), lambda _: steps.append("check"))
    assert steps == ["file", "check", "replace", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_stay_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    save_atomically(tmp_path / "new.xlsx", writes("x"))
    assert (tmp_path / "new.xlsx").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "new.xlsx").chmod(0o640)
    save_atomically(tmp_path / "new.xlsx", writes("y"))
    assert stat.S_IMODE((tmp_path / "new.xlsx").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    make(tmp_path, "there/real.xlsx")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "there/real.xlsx")
    save_atomically(tmp_path / "link.xlsx", writes("new"))
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "there/real.xlsx").read_text() == "new"


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.xlsx")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # the tests may run as root
    with pytest.raises(PermissionError, match="may only be read"):
        save_atomically(tmp_path / "a.xlsx", writes("new"))
    assert (tmp_path / "a.xlsx").read_text() == ""


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_atomically(tmp_path / "gone" / "a.xlsx", writes("x"))


# What comes with the program


def test_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PACKAGE", tmp_path / "ecm_xl")
    make(tmp_path, "workbooks/blank/a.xlsx", "ecm_xl/store.py")
    assert shipped("blank", "a.xlsx") == tmp_path / "workbooks/blank/a.xlsx"
    make(tmp_path, "ecm_xl/shipped/blank/a.xlsx")
    assert shipped("blank", "a.xlsx") == tmp_path / "ecm_xl/shipped/blank/a.xlsx"
    assert shipped("blank") == tmp_path / "ecm_xl/shipped/blank"


def test_what_did_not_come_is_said_plainly() -> None:
    with pytest.raises(FileNotFoundError, match=r"install it again: 'blank/nothing\.xlsx'"):
        shipped("blank", "nothing.xlsx")
