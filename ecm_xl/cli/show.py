"""How results read as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ecm_xl.core.findings import CATALOGUE, SEVERITY_ORDER, Finding, summary
from ecm_xl.core.framework import Framework
from ecm_xl.core.judgements import Judgement, Lift
from ecm_xl.core.results import FileResult, FormResult, Status
from ecm_xl.core.words import counted

if TYPE_CHECKING:  # only batch and demo need them
    from ecm_xl.core.awards import AwardResult
    from ecm_xl.core.cluster import Cluster

MOST_CELLS = 12


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One line a rule and Standard with its cells, where the same advice holds for all of them."""
    groups: dict[tuple[int, int, str, str, str], list[Finding]] = {}
    for f in findings:
        place = SEVERITY_ORDER[f.severity], f.standard, f.code
        groups.setdefault((*place, f.sheet, f.advice or f.action), []).append(f)
    for _, group in sorted(groups.items(), key=lambda item: item[0][:3]):
        yield from _group_lines(group) if len(group) > 1 else _single_lines(group[0])


def _single_lines(found: Finding) -> Iterator[str]:
    place = " ".join(part for part in (found.sheet, found.cell) if part)
    yield f"  {found.severity.value:<8}{place + ': ' if place else ''}{found.message}"
    yield f"          {found.action}"


def _group_lines(group: Sequence[Finding]) -> Iterator[str]:
    first = group[0]
    where = f"Standard {first.standard}: " if first.standard else ""
    cells = [f.cell or f.value or f.ref for f in group]
    shown = ", ".join(cells[:MOST_CELLS])
    more = f" and {len(cells) - MOST_CELLS} more" if len(cells) > MOST_CELLS else ""
    places = f"{first.sheet} {shown}{more}".strip()
    title = CATALOGUE[first.code].title
    yield f"  {first.severity.value:<8}{where}{title} ({len(group)} times): {places}"
    example = next((f for f in group if f.value and f.suggestion), None)
    if example is not None:
        yield f"          For example '{example.value}' in {example.cell}: {example.message}"
    yield f"          {first.advice if first.cell else first.action}"


def finding_json(f: Finding) -> dict[str, str]:
    """A finding as `--json` gives it."""
    return {
        "code": f.code,
        "severity": f.severity.value,
        "sheet": f.sheet,
        "cell": f.cell,
        "message": f.message,
        "action": f.action,
        "value": f.value,
        "suggestion": f.suggestion,
    }


def validated_json(result: FileResult) -> dict[str, Any]:
    """A file's findings as `validate --json` gives them."""
    status = "findings" if result.findings else "clean"
    return {
        "file": result.file,
        "status": "unreadable" if result.status is Status.UNREADABLE else status,
        "findings": [finding_json(f) for f in result.findings],
    }


def judgement_json(j: Judgement) -> dict[str, Any]:
    """A judgement as `judge --json` gives it."""
    override = j.override
    return {
        "standard": j.standard,
        "title": j.title,
        "judgement": j.judgement or None,
        "computed": j.computed or None,
        "override": None
        if override is None
        else {
            "level": override.level or None,
            "by": override.by,
            "date": override.on.isoformat() if override.on else None,
            "reason": override.reason,
            "counts": override.counts,
        },
        "outcomes": {title: group.level or None for title, group in j.outcomes.items()},
        "rated": j.whole.rated,
        "applicable": j.whole.applicable,
        "rule": j.rule,
        "because": [{"ref": b.ref, "cell": b.cell, "rating": b.rating} for b in j.because],
        "to_lift": [{"ref": x.ref, "cell": x.cell, "now": x.now, "to": x.to} for x in j.to_lift],
        "text": j.text,
    }


def judged_json(framework: Framework, result: FileResult) -> dict[str, Any]:
    """A setting's judgements as `judge --json` gives them."""
    type_title = result.detail("Setting_Type")
    codes = {t.title.casefold(): t.code for t in framework.setting_types}
    return {
        "setting": {
            "id": result.detail("Setting_Id"),
            "name": result.detail("Setting_Name"),
            "type": codes.get(type_title.casefold(), type_title),
            "urn": result.detail("URN"),
            "cluster": result.detail("Cluster"),
        },
        "framework": {"id": framework.id, "version": framework.version},
        "judgements": [judgement_json(j) for j in result.judgements],
        "forms": [{"id": form.form, "title": form.title, **form_json(form)} for form in result.forms],
    }


def form_json(form: FormResult) -> dict[str, Any]:
    """What a form comes to as `judge --json` and `batch --json` give it."""
    return {"answers": form.answers, "stands_out": list(form.stands_out)}


def form_lines(forms: Sequence[FormResult]) -> Iterator[str]:
    """What a workbook's forms come to, for people; nothing where there is none."""
    if forms:
        yield from ("", "Forms")
    for form in forms:
        yield f"  {form.title}: {counted(form.answers, 'answer') if form.answers else 'nothing filled in yet'}"
        yield from (f"      {sentence}" for sentence in form.stands_out)


def judgement_lines(j: Judgement) -> Iterator[str]:
    """A judgement with its working, for people."""
    yield f"{j.standard:>2}  {j.title}: {j.text}"
    if not j.whole.level:
        if j.unrated and not j.computed_text.startswith("Not started"):
            yield f"      still without a rating: {some(j.unrated)}"
        return
    if j.to_lift:
        yield f"      decided by {some([f'{b.ref} ({b.cell})' for b in j.because])}"
        yield f"      {j.lifts_to} when {_lift_words(j)}"


def _lift_words(j: Judgement) -> str:
    """The smallest lift: `it moves from Developing to Embedded`; which ones, where it is not all that decided."""
    moves: dict[tuple[str, str], list[Lift]] = {}
    for lift in j.to_lift:
        moves.setdefault((lift.now, lift.to), []).append(lift)
    if len(moves) == 1 and {x.ref for x in j.to_lift} == {b.ref for b in j.because}:
        ((now, to),) = moves
        they = "it moves" if len(j.to_lift) == 1 else f"all {len(j.to_lift)} move"
        return f"{they} from {now} to {to}"
    return "; ".join(
        f"{some([f'{x.ref} ({x.cell})' for x in mine])} {'moves' if len(mine) == 1 else 'move'} from {now} to {to}"
        for (now, to), mine in moves.items()
    )


def some(words: Sequence[str], most: int = 6) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def award_json(award: AwardResult) -> dict[str, Any]:
    """An award as `batch --json` gives it."""
    return {"met": award.met, "missing": list(award.missing), "rests_on": list(award.rests_on)}


def batch_json(cluster: Cluster, seconds: float) -> dict[str, Any]:
    """A batch as `batch --json` gives it."""
    return {
        "settings": [
            {
                "file": r.file,
                "id": r.detail("Setting_Id"),
                "setting": r.detail("Setting_Name"),
                "status": r.status.value,
                "judgements": {str(j.standard): j.judgement or None for j in r.judgements},
                "findings": len(r.findings),
                "forms": {form.form: form_json(form) for form in r.forms},
            }
            for r in cluster.files
        ],
        "not_reported": list(cluster.not_reported),
        "cluster_award": award_json(cluster.award),
        "cluster_awards": [{"cluster": name, **award_json(award)} for name, award in cluster.cluster_awards],
        "files": len(cluster.files),
        "seconds": round(seconds, 3),
    }


def batch_lines(cluster: Cluster) -> Iterator[str]:
    """What a batch came to, for people: a line a setting, then the awards."""
    best, total = cluster.framework.best_judgement, len(cluster.framework.standards)
    width = max((len(r.name) for r in cluster.files), default=0)
    for r in cluster.files:
        if r.status is not Status.JUDGED:
            yield f"  {r.file}: {r.findings[0].message}"
            continue
        if r.file in {t.file for t in cluster.twice}:
            yield f"  {r.name:<{width}}  not counted: in more than one file ({r.file})"
            continue
        reached = sum(j.judgement == best for j in r.judgements)
        judged = sum(bool(j.judgement) for j in r.judgements)
        yield f"  {r.name:<{width}}  {reached:>2} of {total} {best}, {judged:>2} judged; {summary(r.findings)}"
    for name in cluster.not_reported:
        yield f"  {name}: not reported"
    yield ""
    awards = [("All settings together", cluster.award), *cluster.cluster_awards]
    if len(awards) == 2 and awards[0][1] == awards[1][1]:  # one cluster, and nobody outside it
        awards = awards[1:]
    for title, award in awards:
        yield f"{title}, {award.title}: {'ready' if award.met else 'not yet'}"
        yield from (f"  {line}" for line in award.missing[:MOST_CELLS])
        if len(award.missing) > MOST_CELLS:
            yield f"  and {len(award.missing) - MOST_CELLS} more: see the sheet Awards"
        if award.rests_on:
            rests = f"  rests on {counted(len(award.rests_on), 'override')}: "
            yield rests + f"\n{' ' * len(rests)}".join(award.rests_on[:MOST_CELLS])
