"""How many small faults put into `ecm_xl/core` its tests find: its mutation score.

python tests/mutation.py                  all of core: about half an hour
python tests/mutation.py words checks     only these modules or folders of core
python tests/mutation.py --tenths 2       two mutants in ten of every module
python tests/mutation.py words --show     each mutant that was not found, as a change

mutmut makes the mutants and tries them, as [tool.mutmut] in pyproject.toml says, in a copy of the repository that is
gone afterwards. Exit code 0 where the score is as high as the aim, else 1. mutmut does not run on Windows.

What counts: a mutant is found where a test that runs the function fails, breaks or runs on and on. One that no test
runs is not found, nor is one in a function that runs only while its module is loaded: mutmut comes too late for it. No
mutants are made of the catalogue (texts, no logic), of what stands outside any function, and of types. mutmut leaves
functions with a decorator alone, and most of a framework is cached properties; so the copy calls each decorator after
its function instead of above it, which is the same.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("ecm_xl", "tests", "workbooks", "pyproject.toml", "README.md")
CORE = "ecm_xl.core"
FOUND = {"killed", "timeout", "segfault"}
AIM = 0.85
PROCESSES = 2
LAST_FIGURES = "1627384950"
"""A mutant's number within its function ends in one of these. Each function has a first: no tenth leaves one out."""

Results = dict[str, str]
"""A mutant's name → what became of it, in mutmut's words."""


def decorated_below(source: str) -> str:
    """The same module, each function's one decorator called below it: `name = property(name)`."""
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(functions, key=lambda node: node.lineno, reverse=True):
        if len(node.decorator_list) != 1 or node.end_lineno is None:
            continue
        (decorator,) = node.decorator_list
        lines.insert(node.end_lineno, f"{' ' * node.col_offset}{node.name} = {ast.unparse(decorator)}({node.name})")
        del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "\n".join([*lines, ""])


def copy_to(folder: Path) -> None:
    """What the tests of core need, with core as mutmut likes it."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    for path in (folder / CORE.replace(".", "/")).rglob("*.py"):
        path.write_text(decorated_below(path.read_text(encoding="utf-8")), encoding="utf-8")


def wanted(names: Iterable[str], tenths: int) -> list[str]:
    """The mutants to try, as mutmut takes them: patterns of names."""
    figures = f"*__mutmut_*[{LAST_FIGURES[:tenths]}]"
    return [f"{CORE}.{name}.{figures}" for name in names] or [f"{CORE}.{figures}"]


def mutmut(folder: Path, *arguments: str) -> str:
    """What mutmut prints. Ends this program where it fails, with its last words."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    # Texts are hashed alike each time, so that sets, and with them mutmut's order of tests, are the same each time.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"mutmut {arguments[0]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def results_in(text: str) -> Results:
    """What became of each mutant that was tried, from the lines of `mutmut results`."""
    lines = re.findall(r"^ +(\S+__mutmut_\d+): (.+)$", text, re.MULTILINE)
    return {name: became for name, became in lines if became != "not checked"}


def module_of(mutant: str) -> str:
    """The module of core that it is in: `checks.case`."""
    return mutant.rpartition(".")[0].removeprefix(f"{CORE}.").removeprefix(CORE) or "core"


def function_of(mutant: str) -> str:
    """The function that it is in: `Case.on`, `_groups`."""
    name = re.sub(r"__mutmut_\d+$", "", mutant.rpartition(".")[2])
    return name.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in name else name.removeprefix("x_")


def score(results: Results) -> str:
    """`9 of 10 mutants found (90 %)`."""
    found = sum(became in FOUND for became in results.values())
    return f"{found} of {len(results)} mutants found ({found / len(results):.1%})".replace("%", " %")


def report(results: Results) -> str:
    """The score of each module, each with the functions in which mutants were not found, and how many."""
    modules: dict[str, Results] = defaultdict(dict)
    for name, became in results.items():
        modules[module_of(name)][name] = became
    lines = []
    for module, own in sorted(modules.items()):
        lines.append(f"{module}: {score(own)}")
        missed = Counter(function_of(name) for name, became in own.items() if became not in FOUND)
        lines += [f"    {function}: {count}" for function, count in missed.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Makes the mutants, tries them and prints the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", nargs="*", help="of core, such as words or checks.dates")
    parser.add_argument("--tenths", type=int, default=10, choices=range(1, 11), help="how many mutants in ten")
    parser.add_argument("--show", action="store_true", help="show each mutant that was not found")
    given = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ecm-mutation-") as name:
        folder = Path(name)
        copy_to(folder)
        mutmut(folder, "run", "--max-children", str(PROCESSES), *wanted(given.module, given.tenths))
        results = results_in(mutmut(folder, "results", "--all", "true"))
        if given.show:
            for mutant in (name for name, became in results.items() if became not in FOUND):
                print(mutmut(folder, "show", mutant))
    print(report(results))
    sample = f", a sample of {given.tenths} in ten" if given.tenths < 10 else ""
    print(f"\nIn {(time.monotonic() - began) / 60:.0f} minutes{sample}:\n{score(results)}")
    return 0 if sum(became in FOUND for became in results.values()) >= AIM * len(results) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
