#!/usr/bin/env python3
"""Compare a nostd-check report on the telemetry node with the hand-written table.

    check_verdict.py --level map|objects|sources|all [--fixture DIR] REPORT.json
    check_verdict.py --clean REPORT.json        the clean twin: nothing may be reported

Both directions: each row of the level is in the report, with its severity, state, tier
and lines, and nothing else is. A map knows objects and symbols only: there one finding
stands for all rows of that pair. Prices are compared by check_prices.py, with the linker.
"""

import argparse
import json
from pathlib import Path

import table
from firmware import FIXTURE, Failure, run_main


def load(path):
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failure(f"{path}: {error}") from error
    if not isinstance(report, dict) or not isinstance(report.get("findings"), list):
        raise Failure(f"{path}: no findings[]")
    return report


def ends_with(path, end):
    """Whether a path is `end`, or has it behind a slash."""
    return path == end or path.endswith("/" + end)


def objects(finding):
    """
    object or archive(member) of each place that the finding names; where it names none, who
    pulled the member in (the first to ask for it, which need not be this finding's place).
    """
    evidence = finding.get("evidence") or {}
    places = list(evidence.get("object") or [])
    if not places:
        places = [e["pulled_by"] for e in evidence.get("link") or [] if e.get("pulled_by")]
    return {
        f"{p['archive']}({p['member']})" if p.get("archive") else p.get("object") or ""
        for p in places
    }


def source_lines(finding):
    """(file, line) of each place in the sources that the finding names."""
    places = list((finding.get("evidence") or {}).get("source") or [])
    places.append(finding.get("location") or {})
    return {(p["file"], p["line"]) for p in places if p.get("file") and p.get("line")}


def fits(finding, row, level):
    """Whether a finding is about a row."""
    if finding["rule"] != row.rule:
        return False
    if row.rule == "NSC401":
        return True
    if finding.get("symbol") not in (row.symbol, f"<{row.symbol}>"):
        return False
    if level == "map":
        return any(ends_with(o, row.object) for o in objects(finding))
    if row.function:
        return (finding.get("location") or {}).get("function") == row.function
    return not row.lines or any(ends_with(f, row.file) for f, _ in source_lines(finding))


def faults_of(finding, row, level):
    verdict = row.verdicts[level]
    got = (finding.get("severity"), finding.get("state"))
    if got[0] != verdict.severity or (verdict.state and got[1] != verdict.state):
        yield f"{row}: {got[0]} {got[1]}, expected {verdict.severity} {verdict.state}"
    if row.tier and finding.get("tier") != row.tier:
        yield f"{row}: tier {finding.get('tier')}, expected {row.tier}"
    if level != "map" and row.lines:
        yield from wrong_lines(finding, row, level)


def wrong_lines(finding, row, level):
    """Every call site where the sources are known; nothing but call sites anywhere."""
    places = source_lines(finding)
    foreign = [
        f"{f}:{n}"
        for f, n in sorted(places)
        if not ends_with(f, row.file) or n not in row.lines
    ]
    lacking = sorted(set(row.lines) - {n for _, n in places})
    if foreign:
        yield f"{row}: names {', '.join(foreign)}, expected lines {list(row.lines)}"
    if (lacking and level != "objects") or not places:
        yield f"{row}: does not name lines {lacking} of {row.file}"


def compare(report, rows, level):
    """Faults, in words."""
    left = [f for f in report["findings"] if not f.get("suppression")]
    used = set()
    for row in (r for r in rows if level in r.verdicts):
        found = [i for i, f in enumerate(left) if fits(f, row, level)]
        if len(found) != 1:
            yield f"{row}: {len(found)} findings fit, expected 1"
        for index in found:
            used.add(index)
            yield from faults_of(left[index], row, level)
    for index, finding in enumerate(left):
        if index not in used:
            place = finding.get("location") or {}
            yield (
                f"not in the table: {finding.get('rule')} {finding.get('symbol')} in "
                f"{place.get('function')} at {place.get('file')}:{place.get('line')}"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--level", choices=table.LEVELS)
    what.add_argument("--clean", action="store_true")
    parser.add_argument("--fixture", type=Path, default=FIXTURE)
    parser.add_argument("report", type=Path)
    options = parser.parse_args()
    report = load(options.report)
    rows = [] if options.clean else table.load(options.fixture)
    faults = list(compare(report, rows, options.level))
    for fault in faults:
        print(f"FAIL {fault}")
    print(f"{len(report['findings'])} findings, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    run_main(main)
