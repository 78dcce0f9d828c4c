"""Findings of a nostd-check report, as far as the proofs need them.

In:  a JSON report (schema_version 1.x).
Out: what each finding claims: its sites, its price, its chain.
Knows nothing of how they were found.
"""

import json
from pathlib import Path
from typing import NamedTuple


class ReportError(Exception):
    """The report is not what the schema promises; the text says where."""


class Site(NamedTuple):
    """One entry of evidence.object: a place that refers to a symbol."""

    file: str  # object, or archive(member)
    section: str
    function: str
    symbol: str


class Hop(NamedTuple):
    node: str
    edge: str


class Finding(NamedTuple):
    id: str
    target: str
    rule: str
    symbol: str
    function: str
    state: str
    sites: tuple
    retained: tuple  # (flash, ram) or None
    group: tuple  # (flash, ram) or None
    why: tuple  # of Hop, root first


def load(path, target=None):
    """The findings of a report, of one target if it is named."""
    try:
        report = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: {error}") from error
    if not isinstance(report, dict):
        raise ReportError(f"{path}: expected an object, got {type(report).__name__}")
    if str(report.get("schema_version", "")).split(".")[0] != "1":
        raise ReportError(
            f"{path}: schema_version is {report.get('schema_version')!r}, " "expected 1.x"
        )
    found = [
        _finding(path, i, f)
        for i, f in enumerate(report.get("findings", []))
        if not f.get("suppression")
    ]
    return [f for f in found if target in (None, f.target)]


def _finding(path, index, raw):
    for key in ("rule", "symbol", "target"):
        if key not in raw:
            raise ReportError(f"{path}: findings[{index}] has no {key}")
    size = raw.get("size") or {}
    location = raw.get("location") or {}
    function = location.get("function") or ""
    sites = [
        Site(
            _file(e),
            e.get("section") or "",
            e.get("function") or "",
            e.get("symbol") or raw["symbol"],
        )
        for e in (raw.get("evidence") or {}).get("object") or []
    ]
    hops = [Hop(h["node"], h.get("edge") or "") for h in raw.get("why") or []]
    return Finding(
        raw.get("id", str(index)),
        raw["target"],
        raw["rule"],
        raw["symbol"],
        function,
        raw.get("state") or "",
        tuple(sites),
        _price(path, index, size.get("retained")),
        _price(path, index, size.get("retained_group")),
        tuple(hops),
    )


def _file(entry):
    if entry.get("archive"):
        return f"{entry['archive']}({entry.get('member') or ''})"
    return entry.get("object") or ""


def _price(path, index, raw):
    if raw is None:
        return None
    flash, ram = raw.get("flash"), raw.get("ram")
    if not isinstance(flash, int) or not isinstance(ram, int):
        raise ReportError(
            f"{path}: findings[{index}]: a price is two integers, got {raw!r}"
        )
    return flash, ram
