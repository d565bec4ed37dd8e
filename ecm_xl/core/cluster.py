"""A cluster: several settings' results set side by side.

Settings stand in alphabetical order with no ranks: it is no league table. Only a setting that is in
exactly one file counts: where it is in two, which is the newer is not ours to guess, and the
cluster's award can't be met until one is left. A setting that was expected and sent nothing is
"not reported", which is no level.

A form is shown where one setting that counts has it. Settings that do not have it are named too: that is no gap, nobody
need use a form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ecm_xl.core.awards import NO_AWARD, AwardResult, Stands, cluster_award, setting_award, stands
from ecm_xl.core.findings import Finding, finding, in_order
from ecm_xl.core.framework import Framework
from ecm_xl.core.results import FileResult, FormResult, Status
from ecm_xl.core.words import fold


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """How an Outcome stands over all settings: descriptors at the best level, rated, applicable."""

    title: str
    at_best: int
    rated: int
    applicable: int

    @property
    def share(self) -> float:
        """At the best level, of those that apply; 0 where none applies."""
        return self.at_best / self.applicable if self.applicable else 0.0


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A setting's Standard that is not at the best level, and what stands between."""

    standard: int
    setting: str
    file: str
    says: str
    held_back_by: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormUse:
    """Who uses a form: each setting that has it with what it comes to there, and those that do not have it; both in
    alphabetical order."""

    used: tuple[tuple[FileResult, FormResult], ...]
    not_used: tuple[FileResult, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Everything a cluster workbook shows. `counted` are the settings that count, in alphabetical order."""

    framework: Framework
    files: tuple[FileResult, ...]
    counted: tuple[FileResult, ...]
    twice: tuple[FileResult, ...]
    not_reported: tuple[str, ...]
    findings: tuple[tuple[str, Finding], ...]
    """(file, finding); the file is '' where none is concerned."""
    setting_awards: Mapping[str, AwardResult]
    """File → the setting's award."""
    award: AwardResult
    cluster_awards: tuple[tuple[str, AwardResult], ...]
    held_back: tuple[HeldBack, ...]
    outcomes: tuple[OutcomeShare, ...]
    """Weakest first; one that applies nowhere last."""
    forms: Mapping[str, FormUse] = field(default_factory=dict)
    """Form id → who uses it; only forms that somebody uses."""


def gather(framework: Framework, results: Sequence[FileResult], expected: Sequence[str] = ()) -> Cluster:
    """Sets the results side by side. `expected`: file names, ids, URNs or names that should be among them."""
    files = tuple(sorted(results, key=lambda r: (fold(r.name), r.file)))
    judged = [r for r in files if r.status is Status.JUDGED]
    twice = _twice(judged)
    files = tuple(_with_twice(r, judged) if r in twice else r for r in files)
    counted = tuple(r for r in judged if r not in twice)
    came = {name for r in files if r.status is not Status.OTHER for name in _called(r)}
    missing = tuple(name for name in expected if fold(name) not in came)
    unread = {name for r in files if r.status is Status.UNREADABLE for name in _called(r)}
    absent = [f"{name}: not reported" for name in missing]
    absent += [f"{name}: its file could not be read" for name in expected if fold(name) in unread]
    absent += _said_twice(twice)
    return Cluster(
        framework=framework,
        files=files,
        counted=counted,
        twice=twice,
        not_reported=missing,
        findings=tuple(_findings(files, missing)),
        setting_awards={r.file: _setting_award(framework, r) for r in counted},
        award=_cluster_award(framework, counted, absent),
        cluster_awards=tuple(_by_cluster(framework, counted, twice)),
        held_back=tuple(_held_back(framework, counted)),
        outcomes=tuple(_outcomes(framework, counted)),
        forms=_forms(counted),
    )


def _twice(judged: Sequence[FileResult]) -> tuple[FileResult, ...]:
    """Those whose setting is in more than one file."""
    identities = [result.identity for result in judged]
    files = Counter(filter(None, identities))
    return tuple(result for result, identity in zip(judged, identities, strict=True) if files[identity] > 1)


def _with_twice(result: FileResult, judged: Iterable[FileResult]) -> FileResult:
    others = ", ".join(r.file for r in judged if r.identity == result.identity and r.file != result.file)
    found = finding("setting-twice", detail=f"also in {others}")
    return replace(result, findings=(found, *result.findings))


def _called(result: FileResult) -> set[str]:
    """By what a list may name a setting: its file, id, URN or name."""
    file = result.file.replace("\\", "/").rpartition("/")[2]
    known = (file, file.rpartition(".")[0], *(result.detail(x) for x in ("Setting_Id", "URN", "Setting_Name")))
    return {fold(word) for word in known if word}


def _findings(files: Iterable[FileResult], missing: Iterable[str]) -> Iterable[tuple[str, Finding]]:
    for name in missing:
        yield "", finding("setting-not-reported", detail=name)
    for result in files:
        for found in in_order(result.findings):
            yield result.file, found


def _setting_award(framework: Framework, result: FileResult) -> AwardResult:
    award = next((a for a in framework.awards if a.scope == "setting"), None)
    return setting_award(framework, award, stands(result.judgements)) if award else NO_AWARD


def _cluster_award(framework: Framework, counted: Iterable[FileResult], absent: Sequence[str]) -> AwardResult:
    award = next((a for a in framework.awards if a.scope == "cluster"), None)
    return cluster_award(framework, award, _stands_by_name(counted), absent) if award else NO_AWARD


def _stands_by_name(results: Iterable[FileResult]) -> dict[str, Stands]:
    """Name → stands; two settings of one name are told apart by their files."""
    found: dict[str, Stands] = {}
    for result in results:
        name = result.name if result.name not in found else f"{result.name} ({result.file})"
        found[name] = stands(result.judgements)
    return found


def _by_cluster(
    framework: Framework, counted: Sequence[FileResult], twice: Sequence[FileResult]
) -> Iterable[tuple[str, AwardResult]]:
    names = {fold(r.detail("Cluster")): r.detail("Cluster") for r in reversed((*counted, *twice))}
    for key in sorted(filter(None, names)):
        mine = [r for r in counted if fold(r.detail("Cluster")) == key]
        absent = _said_twice(r for r in twice if fold(r.detail("Cluster")) == key)
        yield names[key], _cluster_award(framework, mine, absent)


def _said_twice(twice: Iterable[FileResult]) -> list[str]:
    return list(dict.fromkeys(f"{r.name}: in more than one file" for r in twice))


def _held_back(framework: Framework, counted: Sequence[FileResult]) -> Iterable[HeldBack]:
    for place, standard in enumerate(framework.standards):
        for result in counted:
            judgement = result.judgements[place]
            if judgement.judgement == framework.best_judgement:
                continue
            below = tuple(b.ref for b in judgement.because if b.rating != framework.best)
            yield HeldBack(
                standard=standard.number,
                setting=result.name,
                file=result.file,
                says=judgement.short,
                held_back_by=judgement.whole.held_back_by,
                refs=judgement.unrated or below,
            )


def _outcomes(framework: Framework, counted: Sequence[FileResult]) -> list[OutcomeShare]:
    shares = []
    for outcome in framework.outcomes:
        groups = [j.outcomes[outcome.title] for r in counted for j in r.judgements]
        shares.append(
            OutcomeShare(
                outcome.title,
                sum(g.counts[framework.best] for g in groups),
                sum(g.rated for g in groups),
                sum(g.applicable for g in groups),
            )
        )
    return sorted(shares, key=lambda s: (s.applicable == 0, s.share))


def _forms(counted: Sequence[FileResult]) -> Mapping[str, FormUse]:
    ids = dict.fromkeys(form.form for result in counted for form in result.forms)
    return {form: _use(form, counted) for form in ids}


def _use(form: str, counted: Sequence[FileResult]) -> FormUse:
    used = tuple((result, its) for result in counted for its in result.forms if its.form == form)
    having = {result.file for result, _ in used}
    return FormUse(used, tuple(result for result in counted if result.file not in having))
