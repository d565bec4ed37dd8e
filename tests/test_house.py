"""How the house is kept: layers, sizes, words, names. Each rule has a test that it would find what it is there for."""

from __future__ import annotations

import ast
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click
import pytest

from ecm_xl import __version__
from ecm_xl.backends.store import shipped
from ecm_xl.cli import COMMANDS
from ecm_xl.cli.framework import command as framework_command
from ecm_xl.frameworks.loader import load_framework

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "ecm_xl"
SOURCES = {path.relative_to(REPOSITORY).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

TOP_LEVEL = {"ecm_xl", "workbooks", "macros", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
CORE_MAY_IMPORT = {
    "__future__", "collections", "dataclasses", "datetime", "enum", "functools", "itertools", "re", "typing",
    "hashlib",  # the mark of a form's edition
    "importlib",  # a form's own module, by the name that its TOML gives
    "unicodedata", "ecm_xl",
}  # fmt: skip
CLOCKS = ("date.today", "datetime.today", "datetime.now", "datetime.utcnow", "time.time", "time.monotonic")
MEDIAN, LONGEST = 12, 50


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def in_every_source(look: Callable[[ast.Module], Iterator[str]]) -> list[str]:
    """What a rule finds in our own sources, each with its file."""
    return [f"{name}: {found}" for name, path in SOURCES.items() for found in look(tree(path))]


def imported(module: ast.Module) -> Iterator[str]:
    """The names of every module that is imported, wherever in the file."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# xlwings.pro is not ours to use


def names_xlwings_pro(module: ast.Module) -> Iterator[str]:
    """Every way to name it: imports, attributes, strings."""
    for name in imported(module):
        if f"{name}.".startswith("xlwings.pro."):
            yield name
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "pro" and isinstance(node.value, ast.Name):
            if node.value.id in ("xlwings", "xw"):
                yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "xlwings.pro" in node.value:
            yield repr(node.value)


def test_nothing_of_ours_names_xlwings_pro() -> None:
    assert in_every_source(names_xlwings_pro) == []


@pytest.mark.parametrize(
    "source",
    [
        "import xlwings.pro",
        "import xlwings.pro.reports as r",
        "from xlwings import pro",
        "from xlwings.pro import Markdown",
        "import xlwings as xw\nxw.pro.x()",
        "import_module('xlwings.pro')",
        "def f():\n    from xlwings.pro import x",
    ],
)
def test_a_source_that_names_xlwings_pro_would_be_found(source: str) -> None:
    assert list(names_xlwings_pro(ast.parse(source)))


# core


def test_core_imports_only_what_it_may() -> None:
    core = {name: path for name, path in SOURCES.items() if name.startswith("ecm_xl/core/")}
    assert len(core) > 10
    for name, path in core.items():
        roots = {module.partition(".")[0] for module in imported(tree(path))}
        assert roots <= CORE_MAY_IMPORT, f"{name} imports {roots - CORE_MAY_IMPORT}"
        ours = {module for module in imported(tree(path)) if module.startswith("ecm_xl")}
        assert all(module.startswith("ecm_xl.core") for module in ours), f"{name} imports {ours}"


def test_an_import_within_a_function_would_be_found() -> None:
    source = "def f():\n    import os\n    from pathlib import Path"
    assert set(imported(ast.parse(source))) == {"os", "pathlib", "pathlib.Path"}


def looks_at_the_clock(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def test_only_a_command_or_a_button_looks_at_the_clock() -> None:
    found = in_every_source(looks_at_the_clock)
    assert [line for line in found if not line.startswith(("ecm_xl/cli/", "ecm_xl/ribbon.py"))] == []
    assert len(found) > 0


def test_a_look_at_the_clock_would_be_found() -> None:
    assert list(looks_at_the_clock(ast.parse("def f(x=date.today):\n    return self.today"))) == ["line 1: date.today"]


def test_every_module_of_core_has_its_tests() -> None:
    modules = {path.stem for path in (PACKAGE / "core").glob("*.py")} - {"__init__"}
    tests = {path.stem.removeprefix("test_") for path in (REPOSITORY / "tests" / "core").glob("test_*.py")}
    assert modules - tests == set()


# Sizes and words


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its lines from `def` to the last, without its docstring."""
    first = node.body[0]
    docstring = ast.get_docstring(node) is not None and first.end_lineno is not None
    counted = (first.end_lineno or 0) - first.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - counted


def test_functions_stay_small() -> None:
    sizes = {f"{name}: {node.name}": lines(node) for name, path in SOURCES.items() for node in functions(tree(path))}
    assert len(sizes) > 300
    assert statistics.median(sizes.values()) <= MEDIAN
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


def test_a_functions_size_is_its_lines_without_its_docstring() -> None:
    (node,) = functions(ast.parse('def f(a,\n      b):\n    """One\n    two."""\n    x = a\n    return x\n'))
    assert lines(node) == 4


def without_docstring(module: ast.Module) -> Iterator[str]:
    """The module, public classes, functions and methods that say nothing of themselves."""
    if not ast.get_docstring(module):
        yield "the module"
    yield from _without_docstring(module.body, "")


def _without_docstring(body: list[ast.stmt], above: str) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{above}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _without_docstring(node.body, f"{above}{node.name}.")


def test_whatever_is_public_says_what_it_is() -> None:
    assert in_every_source(without_docstring) == []


def test_what_says_nothing_would_be_found() -> None:
    source = '"""M."""\ndef f(): pass\nclass C:\n    """C."""\n    def m(self): pass\n    def _p(self): pass\n'
    assert list(without_docstring(ast.parse(source))) == ["f", "C.m"]
    assert list(without_docstring(ast.parse("x = 1"))) == ["the module"]


def test_every_reason_to_look_away_is_given() -> None:
    """`noqa` and `type: ignore` name what they ignore."""
    bare = re.compile(r"#\s*noqa(?!:)|#\s*type:\s*ignore(?!\[)")
    found = [
        f"{name}:{number}"
        for name, path in SOURCES.items()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


# Layers


def test_the_layers_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(command), "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(PROJECT['tool']['importlinter']['contracts'])} kept, 0 broken" in done.stdout


def test_every_folder_of_the_package_is_a_layer() -> None:
    (contract,) = [c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    named = {word.strip(" ()") for layer in contract["layers"] for word in layer.split(":")}
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert contract["exhaustive"] is True
    assert there - {"__init__"} <= named


# Names


def test_the_top_level_holds_only_the_agreed_names() -> None:
    if not shutil.which("git") or not (REPOSITORY / ".git").exists():
        pytest.skip("there is no git here")
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=True
    )
    names = {name.partition("/")[0] for name in done.stdout.split("\0") if name}
    assert len(names) > 5
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_what_the_wheel_carries_is_there() -> None:
    carried = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folders = {source: target for source, target in carried.items() if source.startswith("workbooks/")}
    assert set(folders.values()) == {"ecm_xl/shipped/blank", "ecm_xl/shipped/sample-cluster"}
    for folder in folders:
        assert any((REPOSITORY / folder).glob("*.xlsx")), folder
    assert all((REPOSITORY / source).exists() for source in carried)


def test_what_the_wheel_carries_is_found_again() -> None:
    for source, target in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        if source.startswith("workbooks/"):
            assert shipped(Path(target).name).is_dir()


# The README


def walk() -> list[str]:
    """The functions that the README's numbered walk names."""
    return re.findall(r"^\d+\. `([\w.]+)`", README, re.MULTILINE)


def resolved(dotted: str) -> object:
    """What a dotted name within the package stands for. Raises where it stands for nothing."""
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        name = "ecm_xl." + ".".join(parts[:cut])
        if find_spec(name) is None:
            continue
        found: object = import_module(name)
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise LookupError(dotted)


def test_the_readmes_walk_names_functions_that_exist() -> None:
    names = walk()
    assert len(names) == 10
    for name in names:
        found = resolved(name)
        assert callable(found), name
        assert not isinstance(found, ModuleType), name


@pytest.mark.parametrize("name", ["workflows.batch.bach", "workflows.btch.batch", "nothing"])
def test_a_name_that_stands_for_nothing_would_be_found(name: str) -> None:
    with pytest.raises((LookupError, AttributeError, ModuleNotFoundError)):
        resolved(name)


def test_the_readmes_paths_are_there() -> None:
    named = set(re.findall(r"`((?:ecm_xl|workbooks|tests)/[\w./]*)`", README))
    assert len(named) > 5
    assert {name for name in named if not (REPOSITORY / name).exists()} == set()


def test_the_readmes_pictures_and_links_are_there() -> None:
    named = re.findall(r"\]\(((?!https?:)[^)#]+)\)", README)
    assert named
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


def test_the_readme_tells_of_every_command() -> None:
    told = set(re.findall(r"^\| `ecm-xl (\w+)", README, re.MULTILINE))
    assert told == set(COMMANDS)


def test_the_readme_tells_of_every_command_of_framework() -> None:
    assert isinstance(framework_command, click.Group)
    (row,) = re.findall(r"^\| `ecm-xl framework.*$", README, re.MULTILINE)
    for name in framework_command.commands:
        assert re.search(rf"\b{name}\b", row)


def test_the_readmes_options_exist() -> None:
    there = {
        word
        for name in COMMANDS
        for parameter in import_module(f"ecm_xl.cli.{name}").command.params
        for word in parameter.opts
    }
    rows = "\n".join(re.findall(r"^\| `ecm-xl .*$", README, re.MULTILINE))
    assert set(re.findall(r"--[a-z]+", rows)) - {"--help"} <= there


def test_the_readmes_numbers_are_the_standards_own() -> None:
    assert set(re.findall(r"all (\d+) descriptors", README)) == {str(len(load_framework().descriptors))}


@pytest.mark.parametrize(
    "line",
    [
        "python3 -m venv .venv && .venv/bin/python -m pip install . && .venv/bin/ecm-xl demo",
        "python3 -m venv .venv && .venv/bin/python -m pip install -e '.[test]' && .venv/bin/python -m pytest",
    ],
)
def test_the_readmes_two_lines_stand_exactly_once_each(line: str) -> None:
    """`.ci/run` finds them there and runs them, word for word."""
    assert README.count(line) == 1
    assert f"\n```sh\n{line}\n```\n" in README


def test_the_version_is_in_the_changelog() -> None:
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)}\b", changes, re.MULTILINE)


def test_every_dependency_gives_its_licence_and_its_reason() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("\n]")[0]
    rows = [line for line in block.splitlines() if line.strip()]
    assert len(rows) == len(PROJECT["project"]["dependencies"])
    assert [line for line in rows if not re.search(r'",\s+# [\w.-]+.*: .{20,}', line)] == []


def test_the_oldest_click_that_is_allowed_knows_what_is_used() -> None:
    """`click.ParamType` takes a type in brackets from version 8.4."""
    used = [name for name, path in SOURCES.items() if "click.ParamType[" in path.read_text(encoding="utf-8")]
    (oldest,) = re.findall(r"^click>=(\d+)\.(\d+)", "\n".join(PROJECT["project"]["dependencies"]), re.MULTILINE)
    assert not used or tuple(map(int, oldest)) >= (8, 4), used
