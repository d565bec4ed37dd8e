"""Roll-up rules: how the ratings of a Standard, and of an Outcome within it, become a judgement.

**What a rule sees**: ranks (0 the worst level) of applicable descriptors that all have a level. Whether there
may be a judgement at all is decided before (`judgements`): Not applicable has left, and as long as one
descriptor has no level there is no judgement, so an absent rating is never the lowest level here.

**One shape**: for each level above the worst a rule lists what it *asks* (`asks.Ask`): that the worths of
certain descriptors' ratings come to so much. A judgement is the highest level whose asks are met, and those of
every level beneath it. Worths never fall as ratings rise, so every rule is monotone: a better rating never
lowers a judgement. From the asks alone follow the level, the descriptors that decided it and the smallest lift
(`lifts`): the fewest descriptors changed, then the fewest steps on the scale in all, that raise the judgement by
at least one level; among lifts of one size those earlier in the framework are taken, so it is always the same.

**Arithmetic**: whole numbers only. A share is a fraction of two whole numbers (0.55 is 55/100, "2/3" is 2/3), values
and cut-offs are scaled until they are whole, so nothing is rounded and a formula on a sheet comes to the same.

**The rules** (`kinds`). A judgement level that asks for the rating L is reached when

- `lowest`: every descriptor is at L or better. The default (ours, from "fully met" and "fully in place").
- `share`: so great a share of the descriptors is at L or better; a level may have a share of its own.
- `most-allowed`: at most n descriptors are below L, none is below a named level, and at least one is at L or
  better. The last is ours: a group of two with two allowed would otherwise reach any level.
- `gates`: named descriptors are at a level of theirs or better, from the judgement on before which they stand; the
  others satisfy another rule. Where nothing but gate descriptors is there, the other rule looks at those.
- `best-fit`: more than half are at L or better: the middle rating, or the lower of the two in the middle.
- `mean`: the mean of the ratings' values is at the level's cut-off or beyond it.
- `secure-fit`: so great a share is at L or better, and none is more than one level below L. This reading is ours: a
  level is secure when most have reached it and nobody is far off.
- `k-of-n`: at least k descriptors (all, where fewer apply) are at L or better, and among them the named ones, or so
  many of the named ones.
- `benchmark`: so great a share of the descriptors (all, where none is given) is at its own benchmark or better.

An Outcome's own group is judged by the same rule on its own descriptors: named and gate descriptors count only
where they are in the group, shares are of the group, and k is at most the group's size. Judgements may have
levels of their own, each of which asks for a rating (`Scale.floors`): met or not met, of five ratings.
"""

from ecm_xl.core.rules.asks import ALL, Ask, Members, Rule
from ecm_xl.core.rules.kinds import KINDS, make_rule
from ecm_xl.core.rules.parameters import Gate, Parameters, Scale, Share, read_share

RULES = KINDS
"""Rule id → what makes it, of a scale and its parameters."""

__all__ = ["ALL", "RULES", "Ask", "Gate", "Members", "Parameters", "Rule", "Scale", "Share", "make_rule", "read_share"]
