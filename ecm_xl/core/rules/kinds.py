"""The rules that a framework may choose from. What each means stands in the package's docstring.

A kind takes the scale and the framework's parameters and says what each judgement level asks, and the rule
in words. To add one: a function here, its entry in `KINDS`, and its parameters in the framework linter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ecm_xl.core.rules.asks import ALL, Ask, Members, Rule
from ecm_xl.core.rules.parameters import EVERYBODY, Gate, Parameters, Scale, Share, scaled

Asks = tuple[tuple[Ask, ...], ...]
Kind = Callable[[Scale, Parameters], Rule]

MOST_NAMED = 8
"""How many Refs a rule's words name before they say how many more there are."""


def make_rule(rule: str, scale: Scale, parameters: Parameters) -> Rule:
    """The rule of that id. Raises KeyError for an unknown one."""
    return KINDS[rule](scale, parameters)


def at_or_above(scale: Scale, floor: int, worth: int = 1) -> tuple[int, ...]:
    """So much for every rank from `floor` on, nothing beneath."""
    return tuple(worth * (rank >= floor) for rank in range(len(scale.ratings)))


def each_level(scale: Scale, asks: Callable[[int, int], tuple[Ask, ...]]) -> Asks:
    """What each level asks: nothing for the worst, then `asks(place, floor)`."""
    return ((), *(asks(place, scale.floors[place]) for place in range(1, len(scale.judgements))))


def share_asks(share: Share, worths: Callable[[int], tuple[int, ...]]) -> Ask:
    """That so great a share is worth something. `worths(times)`: the worths, each so many times."""
    return Ask(worths(share.of), share.part)


# --- The words ----------------------------------------------------------------------------------------------


def some(refs: Sequence[str]) -> str:
    """The Refs, `A, B and 3 more` where they are many."""
    more = f" and {len(refs) - MOST_NAMED} more" if len(refs) > MOST_NAMED else ""
    return ", ".join(refs[:MOST_NAMED]) + more


def as_rated(scale: Scale) -> bool:
    """True where judgements have the ratings' levels."""
    return scale.ratings == scale.judgements


def so_many(share: Share) -> str:
    """`every descriptor that applies is`, `at least 75% of the descriptors that apply are`."""
    if share == EVERYBODY:
        return "every descriptor that applies is"
    return f"at least {share} of the descriptors that apply are"


def or_better(scale: Scale, floor: int) -> str:
    """`Developing or better`; the best level has no better one."""
    return scale.ratings[floor] + ("" if floor + 1 == len(scale.ratings) else " or better")


def at_levels(scale: Scale, what: str) -> str:
    """`A Standard is at a level when ...`; level by level where judgements have levels of their own.

    `what` names the level as {it} and what is below it as {below}.
    """

    def said(it: str, below: str) -> str:
        return what.replace("{it}", it).replace("{below}", below)

    if as_rated(scale):
        return f"A Standard is at a level when {said('at it or better', 'below it')}."
    rows = [
        f"{name} when {said(or_better(scale, floor), f'below {scale.ratings[floor]}')}"
        for name, floor in list(zip(scale.judgements, scale.floors, strict=True))[1:]
    ]
    return f"A Standard is {'; '.join(rows)}."


# --- The rules ------------------------------------------------------------------------------------------------


def lowest(scale: Scale, _parameters: Parameters) -> Rule:
    """Every descriptor."""
    asks = each_level(scale, lambda _, floor: (Ask(at_or_above(scale, floor)),))
    best = scale.judgements[-1]
    reached = "is" if as_rated(scale) else f"is {or_better(scale, scale.floors[-1])}"
    words = f"The lowest rating decides: a Standard is {best} only when every descriptor that applies {reached}."
    return Rule("lowest", words, "The lowest rating decides.", asks)


def share(scale: Scale, parameters: Parameters) -> Rule:
    """So great a share."""
    shares = _shares(scale, parameters)
    asks = each_level(
        scale, lambda place, floor: (share_asks(shares[place], lambda times: at_or_above(scale, floor, times)),)
    )
    if parameters.shares:
        words = "A Standard is {}.".format(
            "; ".join(
                f"{name} when {so_many(shares[place])} {or_better(scale, scale.floors[place])}"
                for place, name in enumerate(scale.judgements[1:], 1)
            )
        )
        return Rule("share", words, "The share of descriptors at a level decides.", asks)
    words = at_levels(scale, so_many(parameters.share) + " {it}")
    return Rule("share", words, f"A level counts from {parameters.share} at it or better.", asks)


def _shares(scale: Scale, parameters: Parameters) -> dict[int, Share]:
    """Each level's share by its place."""
    return {place: parameters.shares.get(name, parameters.share) for place, name in enumerate(scale.judgements)}


def most_allowed(scale: Scale, parameters: Parameters) -> Rule:
    """At most so many below."""
    allowed, floor_of_all = parameters.allowed, parameters.none_below
    nobody_below = (Ask(at_or_above(scale, scale.ratings.index(floor_of_all))),) if floor_of_all else ()
    asks = each_level(scale, lambda _, floor: (*nobody_below, Ask(at_or_above(scale, floor), plus=-allowed, least=1)))
    none = f", none is below {floor_of_all}," if floor_of_all else ""
    number = "no descriptor is" if not allowed else f"at most {allowed} descriptor{' is' if allowed == 1 else 's are'}"
    words = at_levels(scale, f"{number} {{below}}{none} and at least one is {{it}}")
    return Rule("most-allowed", words, f"At most {allowed} may be below a level.", asks)


def gates(scale: Scale, parameters: Parameters) -> Rule:
    """Named descriptors first, another rule for the rest."""
    rest = make_rule(parameters.rest, scale, parameters.rest_parameters or Parameters())
    gated = frozenset(ref for gate in parameters.gates for ref in gate.refs)
    others = Members("rest", gated)
    asks = [tuple(replace(ask, members=_without(ask.members, others, gated)) for ask in level) for level in rest.asks]
    for number, gate in enumerate(parameters.gates, 1):
        members = Members(f"gate{number}_", frozenset(gate.refs), others=False)
        ask = Ask(at_or_above(scale, scale.ratings.index(gate.level)), members=members)
        place = scale.judgements.index(gate.before)
        asks[place] = (ask, *asks[place])
    words = f"{' '.join(_gate_words(scale, gate) for gate in parameters.gates)} For the others: {rest.words}"
    return Rule("gates", words, f"Some descriptors come first. For the others: {rest.brief}", tuple(asks))


def _without(members: Members, others: Members, gated: frozenset[str]) -> Members:
    """The members of the other rule without the gates'."""
    return others if members is ALL else replace(members, refs=members.refs - gated)


def _gate_words(scale: Scale, gate: Gate) -> str:
    before = gate.before if gate.before == scale.judgements[-1] else f"{gate.before} or better"
    floor = or_better(scale, scale.ratings.index(gate.level))
    return f"No Standard is {before} before these descriptors are {floor}: {some(gate.refs)}."


def best_fit(scale: Scale, _parameters: Parameters) -> Rule:
    """The lower median: the level that more than half have reached."""
    asks = each_level(scale, lambda _, floor: (Ask(at_or_above(scale, floor, 2), plus=1),))
    words = "The best fit decides: the middle rating, or the lower of the two in the middle."
    if not as_rated(scale):
        words = at_levels(scale, "more than half of the descriptors that apply are {it}")
    return Rule("best-fit", words, "The middle rating decides.", asks)


def mean(scale: Scale, parameters: Parameters) -> Rule:
    """The mean of the values against cut-offs; values that fall are turned round."""
    turned = -1 if scale.low_is_best else 1
    cuts = [parameters.cut_offs[name] for name in scale.judgements[1:]]
    _, whole = scaled([turned * number for number in (*scale.values, *cuts)])
    worths, asked = whole[: len(scale.values)], (0, *whole[len(scale.values) :])
    asks = each_level(scale, lambda place, _: (Ask(worths, asked[place]),))
    values = ", ".join(f"{name} {value:g}" for name, value in zip(scale.ratings, scale.values, strict=True))
    beyond = "or lower" if scale.low_is_best else "or higher"
    rows = "; ".join(f"{cut:g} {beyond} is {name}" for name, cut in zip(scale.judgements[1:], cuts, strict=True))
    words = f"The mean of the ratings decides ({values}): {rows}."
    return Rule("mean", words, "The mean of the ratings decides.", asks)


def secure_fit(scale: Scale, parameters: Parameters) -> Rule:
    """So great a share, and nobody more than one level below."""
    asks = each_level(
        scale,
        lambda _, floor: (
            Ask(at_or_above(scale, floor - 1)),
            share_asks(parameters.share, lambda times: at_or_above(scale, floor, times)),
        ),
    )
    words = at_levels(scale, f"{so_many(parameters.share)} {{it}} and none is more than one level {{below}}")
    words += " This is our reading of a secure fit."
    return Rule("secure-fit", words, f"A level is secure from {parameters.share}, with none far below.", asks)


def k_of_n(scale: Scale, parameters: Parameters) -> Rule:
    """So many, the named ones among them."""
    named, k = parameters.named, parameters.k
    of_named = parameters.of_named or len(named)
    members = Members("named", frozenset(named), others=False)

    def asks(_place: int, floor: int) -> Iterator[Ask]:
        yield Ask(at_or_above(scale, floor), most=k)
        if named:
            yield Ask(at_or_above(scale, floor), most=None if of_named == len(named) else of_named, members=members)

    which = "" if not named else f", among them {'' if of_named == len(named) else f'{of_named} of '}{some(named)}"
    words = at_levels(scale, f"at least {k} of its descriptors (all, where fewer apply) are {{it}}{which}")
    return Rule(
        "k-of-n", words, f"A level counts from {k} at it or better.", each_level(scale, lambda *at: tuple(asks(*at)))
    )


def benchmark(scale: Scale, parameters: Parameters) -> Rule:
    """So great a share at its own benchmark."""
    shares = _shares(scale, parameters)
    asks = each_level(
        scale, lambda place, _: (replace(share_asks(shares[place], lambda n: (0, n)), bars=scale.benchmarks),)
    )
    rows = "; ".join(
        f"{name} when {so_many(shares[place])} at its own benchmark or better".replace("are at its", "are at their")
        for place, name in enumerate(scale.judgements[1:], 1)
    )
    return Rule("benchmark", f"A Standard is {rows}.", "Each descriptor has its own benchmark.", asks)


KINDS: Mapping[str, Kind] = {
    "lowest": lowest,
    "share": share,
    "most-allowed": most_allowed,
    "gates": gates,
    "best-fit": best_fit,
    "mean": mean,
    "secure-fit": secure_fit,
    "k-of-n": k_of_n,
    "benchmark": benchmark,
}
"""Every rule there is, by its id. A test pins them."""
