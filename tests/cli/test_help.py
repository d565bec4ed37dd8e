"""Help: every command says what it does, every option is explained, and nothing is listed that isn't there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click
import pytest
from click.testing import Result

from ecm_xl import __version__
from ecm_xl.cli import COMMANDS, group
from ecm_xl.frameworks.loader import load_framework

IN_INTERFACE = ("demo", "new", "populate", "validate", "judge", "undo", "batch", "addin", "framework")
"""The commands, in the order in which a newcomer meets them."""
EXAMPLES = ("new", "populate", "validate", "judge", "undo", "batch", "addin")
FRAMEWORK_COMMANDS = {"list", "show", "check"}
ADDIN_COMMANDS = {"install", "uninstall", "doctor"}


def commands(of: click.Command, name: str = "ecm-xl") -> Iterator[tuple[str, click.Command]]:
    """Every command of the tree with the words that call it."""
    yield name, of
    if isinstance(of, click.Group):
        context = click.Context(of)
        for word in of.list_commands(context):
            command = of.get_command(context, word)
            assert command is not None, f"{name} {word} is listed and is not there"
            yield from commands(command, f"{name} {word}")


TREE = dict(commands(group))
LEAVES = [name for name, command in TREE.items() if not isinstance(command, click.Group)]


def without_help(tree: dict[str, click.Command]) -> list[str]:
    """Commands and options that nobody explains."""
    found = [name for name, command in tree.items() if not (command.help or "").strip()]
    for name, command in tree.items():
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        found += [f"{name} {option.opts[0]}" for option in options if not (option.help or "").strip()]
    return found


def test_the_commands_of_the_interface_are_there_and_no_others() -> None:
    assert tuple(COMMANDS) == IN_INTERFACE
    framework = TREE["ecm-xl framework"]
    assert isinstance(framework, click.Group)
    assert set(framework.list_commands(click.Context(framework))) == FRAMEWORK_COMMANDS
    addin = TREE["ecm-xl addin"]
    assert isinstance(addin, click.Group)
    assert set(addin.list_commands(click.Context(addin))) == ADDIN_COMMANDS


def test_every_command_and_every_option_is_explained() -> None:
    assert without_help(TREE) == []


def test_a_command_or_an_option_without_help_would_be_found() -> None:
    @click.command()
    @click.option("--loud")
    def shout(loud: str) -> None:
        pass

    assert without_help({"ecm-xl shout": shout}) == ["ecm-xl shout", "ecm-xl shout --loud"]


def test_the_tree_is_walked_to_its_leaves() -> None:
    assert len(LEAVES) == len(IN_INTERFACE) - 2 + len(FRAMEWORK_COMMANDS) + len(ADDIN_COMMANDS)


@pytest.mark.parametrize("name", LEAVES)
def test_a_commands_help_begins_with_a_sentence(name: str) -> None:
    first = (TREE[name].help or "").split("\n\n")[0].strip()
    assert first[0].isupper()
    assert first.endswith((".", ":"))


@pytest.mark.parametrize("name", [name for name in LEAVES if name.split()[1] in EXAMPLES])
def test_a_command_with_arguments_shows_an_example_of_itself(name: str) -> None:
    assert "Example" in (TREE[name].help or "")
    assert f"  {name} " in (TREE[name].help or "")


@pytest.mark.parametrize("name", LEAVES)
@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_shown_with_either_word(run: Callable[..., Result], name: str, word: str) -> None:
    result = run(*name.split()[1:], word)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: {name} ")
    assert result.stderr == ""


def test_the_list_of_commands_says_of_each_what_it_does(run: Callable[..., Result]) -> None:
    words = " ".join(run("--help").stdout.split())
    for name, line in COMMANDS.items():
        assert f"{name} {line}" in words


@pytest.mark.parametrize("name", IN_INTERFACE)
def test_the_line_in_the_list_begins_as_the_commands_own_help_does(name: str) -> None:
    """Two texts for one command drift apart: at least their first words agree."""
    own = " ".join((TREE[f"ecm-xl {name}"].help or "").split())
    assert own.split()[:3] == COMMANDS[name].split()[:3]


def test_the_version_is_the_packages(run: Callable[..., Result]) -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"ecm-xl, version {__version__}\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ecm-xl new", ["--name", "--type", "--route", "--from", "--by", "--framework", "--id", "--force"]),
        ("ecm-xl validate", ["--json"]),
        ("ecm-xl judge", ["--json"]),
        ("ecm-xl batch", ["--out", "--expected", "--jobs", "--force", "--tidy", "--json"]),
    ],
)
def test_the_options_of_the_interface_are_there(name: str, words: list[str]) -> None:
    options = {word for parameter in TREE[name].params for word in parameter.opts}
    assert set(words) <= options


def test_the_types_of_setting_are_those_of_the_standards() -> None:
    option = next(p for p in TREE["ecm-xl new"].params if p.name == "setting_type")
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == {t.code for t in load_framework().setting_types}
    assert set(option.type.choices) == {
        "children's-centre", "early-years", "primary", "secondary", "special", "pru", "college",
    }  # fmt: skip
