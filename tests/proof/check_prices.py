#!/usr/bin/env python3
"""Compare every price of a report with the linker's own answer.

    check_prices.py REPORT.json BUILD [--image NAME] [--target NAME]

One line for each finding, and one for each symbol's findings together:

    predicted and relinked flash/ram, difference, cause, rule, symbol, function

It fails when a difference has no cause (causes.py), exceeds 32 bytes + 0.5 % of the
relink, when a price is missing although the cut image links, or the other way round, and
when a finding names no place that can be cut.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple, Optional

import causes
import findings
import mapfile
from archive import ArchiveError
from elf import Elf, ElfError
from linkline import LinkError, LinkFailed
from relink import Cost, Image

TOLERANCE_BYTES, TOLERANCE_SHARE = 32, 0.005
# Rules about units, headers or the configuration: there is no reference to cut.
WITHOUT_PRICE = ("NSC102", "NSC109", "NSC210", "NSC401")


class Relinker:
    """Relinks of one image, measured and compared with the image as it is."""

    def __init__(self, image, folder):
        self.image, self.folder, self.count = image, folder, 0
        self.known = {}  # what is cut and dropped -> the answer
        self.base = image.base(folder / "base")
        self.base_map = mapfile.read(folder / "base" / "image.map")
        path = folder / "base" / "image.elf"
        self.base_elf = Elf(path.read_bytes(), str(path))
        self.headers = causes.SectionHeaders(image.line.folder)

    def price(self, cuts, dropped=()):
        """(Cost that leaves, Rooms for differences in flash and RAM), or LinkFailed."""
        key = frozenset((r.file, r.relocation) for r in cuts), frozenset(dropped)
        if key not in self.known:
            try:
                self.known[key] = self._relink(cuts, dropped)
            except LinkFailed as failure:
                self.known[key] = failure
        if isinstance(self.known[key], LinkFailed):
            raise self.known[key]
        return self.known[key]

    def _relink(self, cuts, dropped):
        self.count += 1
        here = self.folder / str(self.count)
        cost = self.image.cost(here, cuts, dropped)
        rooms = causes.rooms(
            self.base_map, mapfile.read(here / "image.map"), self.base_elf, self.headers
        )
        return self.base - cost, rooms


def sites_of(image, finding):
    """The references that a finding names; an empty list if there are none."""
    found = []
    for site in finding.sites:
        found += [
            r
            for r in image.select(site.function, site.symbol, site.file)
            if site.section in ("", r.section)
        ]
    return list(dict.fromkeys(found))


class Row(NamedTuple):
    """A price, compared."""

    good: Optional[bool]  # None: not cut, `cause` says why
    predicted: str = ""
    relinked: str = ""
    difference: str = ""
    cause: str = ""
    label: tuple = ()
    sizes: tuple = ()  # (cause, difference in bytes), one for flash and one for RAM

    def __str__(self):
        verdict = {True: "ok  ", False: "FAIL", None: "-   "}[self.good]
        words = (verdict, *self[1:5], *self.label)
        return "\t".join(words)


HEADING = ("", "predicted", "relinked", "difference", "cause", "rule", "symbol", "function")


def judge(predicted, relinked, rooms, label):
    """The Row of two prices."""
    difference = Cost(predicted[0] - relinked.flash, predicted[1] - relinked.ram)
    limits = [TOLERANCE_BYTES + TOLERANCE_SHARE * abs(n) for n in relinked]
    told = [room.explain(d) for room, d in zip(rooms, difference)]
    good = "unexplained" not in told and all(
        abs(d) <= limit for d, limit in zip(difference, limits)
    )
    return Row(
        good,
        f"{predicted[0]}/{predicted[1]}",
        f"{relinked.flash}/{relinked.ram}",
        f"{difference.flash:+}/{difference.ram:+}",
        "/".join(told),
        label,
        tuple(zip(told, difference)),
    )


def compare(relinker, predicted, cuts, dropped, label):
    """The Row of one price."""
    told = f"{predicted[0]}/{predicted[1]}" if predicted else "none"
    try:
        relinked, rooms = relinker.price(cuts, dropped)
    except LinkFailed as failure:
        return Row(predicted is None, told, f"does not link: {failure}", label=label)
    if predicted is None:
        answer = f"{relinked.flash}/{relinked.ram}"
        if cuts and all(cut.function == cut.symbol for cut in cuts):
            cause = "calls itself: nothing may leave"
            return Row(relinked == (0, 0), told, answer, cause=cause, label=label)
        return Row(False, told, answer, cause="no price", label=label)
    return judge(predicted, relinked, rooms, label)


def rows(image, found, folder, asked=()):
    """
    The Row of each finding, of each symbol's findings together, and of what was `asked`:
    (function, symbol, price) of `size --what-if-cut`.
    """
    relinker, groups = Relinker(image, folder), {}
    for finding in found:
        if finding.rule in WITHOUT_PRICE:
            continue
        label = (finding.rule, finding.symbol, finding.function or "-")
        cuts = sites_of(image, finding)
        dropped = {finding.symbol} & image.line.undefined_options()
        if not cuts and not dropped:
            if finding.sites and not any(image.has(site.file) for site in finding.sites):
                yield Row(None, cause="in a file that the command does not name", label=label)
            else:
                yield Row(False, cause="names nothing that can be cut", label=label)
            continue
        yield compare(relinker, finding.retained, cuts, dropped, label)
        groups.setdefault(finding.symbol, []).append(finding)
    for symbol, members in groups.items():
        cuts = image.select(symbol=symbol)
        cuts += [r for finding in members for r in sites_of(image, finding)]
        cuts = list(dict.fromkeys(cuts))
        dropped = {symbol} & image.line.undefined_options()
        prices, label = {finding.group for finding in members}, ("group", symbol, "*")
        if len(prices) > 1:
            yield Row(False, cause=f"{len(prices)} group prices", label=label)
        for price in prices:
            yield compare(relinker, price, cuts, dropped, label)
    for function, symbol, price in asked:
        cuts = image.select(function=function, symbol=symbol)
        yield compare(relinker, price, cuts, (), ("what-if", symbol, function))


def check(image, found, folder):
    """Whether all prices hold; prints them."""
    print(*HEADING, sep="\t")
    good = True
    for row in rows(image, found, folder):
        print(row)
        good &= row.good is not False
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report")
    parser.add_argument("build")
    parser.add_argument("--image")
    parser.add_argument("--target")
    options = parser.parse_args()
    try:
        found = findings.load(options.report, options.target)
        if not found:
            raise findings.ReportError(f"{options.report}: no findings to check")
        image = Image(options.build, options.image)
        with tempfile.TemporaryDirectory(prefix="prices.") as temp:
            return 0 if check(image, found, Path(temp)) else 1
    except (findings.ReportError, LinkError, LinkFailed, ElfError, ArchiveError) as error:
        print(f"check_prices: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
