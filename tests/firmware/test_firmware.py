#!/usr/bin/env python3
"""The scripts of this folder proven: they accept the truth and nothing else.

    test_firmware.py LEAKY_BUILD CLEAN_BUILD

Reports are made here from the table, in the documented form, then spoilt in one way at a
time; tables and images are spoilt in copies. Each spoilt thing must be refused.
"""

import copy
import json
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from firmware import FIXTURE, PROOF, Failure

sys.path.insert(0, str(PROOF))

import check_verdict
import mutate
import table
from relink import Image, measure

HERE = Path(__file__).resolve().parent
LEAKY, CLEAN = (Path(p).resolve() for p in (sys.argv[1:3] + [".", "."])[:2])
OBJECTS = "{build}/CMakeFiles/telemetry.dir/"


def run(script, *arguments):
    """(exit code, all it printed) of a script of ours."""
    done = subprocess.run(
        [sys.executable, script, *map(str, arguments)], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def place(row):
    """evidence.object of a row."""
    archive, _, member = row.object.rstrip(")").partition("(")
    whole = {"object": None, "archive": "{build}/" + archive, "member": member}
    alone = {"object": OBJECTS + row.object, "archive": None, "member": None}
    return {
        **(whole if member else alone),
        "section": None,
        "function": row.function,
        "symbol": row.symbol,
    }


def price(pair):
    return {"flash": pair[0], "ram": pair[1]} if pair else None


def finding(row, level):
    verdict = row.verdicts[level]
    sources = [{"file": row.file, "line": n, "function": row.function} for n in row.lines]
    blind = level == "map"
    return {
        "id": str(row),
        "rule": row.rule,
        "target": "telemetry",
        "symbol": row.symbol,
        "severity": verdict.severity,
        "state": verdict.state,
        "tier": row.tier or None,
        "location": {"file": None, "line": None, "function": None}
        if blind
        else {
            "file": row.file or None,
            "line": row.lines[0] if row.lines else None,
            "function": row.function or None,
        },
        "evidence": {
            "source": [] if blind else sources,
            "object": [place(row)] if row.object else [],
            "link": [],
        },
        "size": {"retained": price(row.retained), "retained_group": price(row.group)},
    }


def report(rows, level):
    """What the table says. A map has one finding for an object and a symbol."""
    found = {}
    for row in rows:
        if level in row.verdicts:
            key = (row.rule, row.object, row.symbol) if level == "map" else str(row)
            found.setdefault(key, finding(row, level))
    return {"schema_version": "1.0", "findings": list(found.values())}


class FirmwareTest(unittest.TestCase):
    def setUp(self):
        temp = tempfile.TemporaryDirectory(prefix="firmware.")
        self.addCleanup(temp.cleanup)
        self.folder = Path(temp.name)
        self.rows = table.load(FIXTURE)

    def faults(self, content, level):
        """What check_verdict finds wrong with a report."""
        return list(check_verdict.compare(content, self.rows, level))

    def write(self, content):
        path = self.folder / "report.json"
        path.write_text(json.dumps(content))
        return path


class Verdicts(FirmwareTest):
    def test_what_the_table_says_is_accepted_on_every_level(self):
        for level in table.LEVELS:
            self.assertEqual(self.faults(report(self.rows, level), level), [])

    def test_the_levels_differ(self):
        sizes = [len(report(self.rows, level)["findings"]) for level in table.LEVELS]
        self.assertEqual(sizes, [14, 14, 16, 18])

    def test_every_single_fault_is_refused(self):
        spoil = {
            "severity": lambda f: f.update(severity="note"),
            "state": lambda f: f.update(state="extracted"),
            "tier": lambda f: f.update(tier="core"),
            "symbol": lambda f: f.update(symbol="sprintf"),
            "rule": lambda f: f.update(rule="NSC110"),
            "function": lambda f: f["location"].update(function="main"),
            "line": lambda f: f["location"].update(line=1),
            "one call site less": lambda f: f["evidence"]["source"].pop(),
            "another file": lambda f: f["evidence"]["source"].append(
                {"file": "app/main.c", "line": f["location"]["line"]}
            ),
        }
        true = report(self.rows, "all")
        index = [str(r) for r in self.rows].index("NSC101 snprintf in report_link")
        for name, change in spoil.items():
            false = copy.deepcopy(true)
            change(false["findings"][index])
            if name == "one call site less":
                false["findings"][index]["location"]["line"] = 33
            with self.subTest(name=name):
                self.assertNotEqual(self.faults(false, "all"), [])

    def test_each_missing_and_each_additional_finding_is_refused(self):
        for level in table.LEVELS:
            true = report(self.rows, level)
            for index in range(len(true["findings"])):
                less, more = copy.deepcopy(true), copy.deepcopy(true)
                del less["findings"][index]
                more["findings"].append(copy.deepcopy(more["findings"][index]))
                self.assertNotEqual(self.faults(less, level), [])
                self.assertNotEqual(self.faults(more, level), [])

    def test_the_exit_code_tells(self):
        for change, want in ((0, 0), (1, 1)):
            path = self.write(report(self.rows[change:], "all"))
            self.assertEqual(
                run(HERE / "check_verdict.py", "--level", "all", path)[0], want
            )

    def test_the_clean_twin_has_no_finding(self):
        none = self.write({"schema_version": "1.0", "findings": []})
        self.assertEqual(run(HERE / "check_verdict.py", "--clean", none)[0], 0)
        some = self.write(report(self.rows[:1], "all"))
        self.assertEqual(run(HERE / "check_verdict.py", "--clean", some)[0], 1)

    def test_what_is_no_report_is_refused(self):
        for text in ("", "[]", "{}", '{"findings": 3}'):
            path = self.folder / "report.json"
            path.write_text(text)
            code, said = run(HERE / "check_verdict.py", "--clean", path)
            self.assertEqual(code, 1, text)
            self.assertIn("report.json", said)


class Tables(FirmwareTest):
    def check(self, change, file="expected.tsv"):
        """check_table on a copy of the fixture in which one text is another."""
        fixture = self.folder / "telemetry"
        shutil.copytree(FIXTURE, fixture, dirs_exist_ok=True)
        path = fixture / file
        path.write_text(change(path.read_text()))
        return run(HERE / "check_table.py", fixture, LEAKY, CLEAN)

    def expect_refusal(self, words, change, file="expected.tsv"):
        code, said = self.check(change, file)
        self.assertEqual(code, 1, said)
        self.assertIn(words, said)

    def replace(self, old, new):
        def change(text):
            self.assertIn(old, text)
            return text.replace(old, new, 1)

        return change

    def drop_row(self, start):
        return lambda text: "".join(
            line for line in text.splitlines(True) if not line.startswith(start)
        )

    def test_a_row_too_few_leaves_a_tag_or_a_name_over(self):
        self.expect_refusal("no row for the tags strtod-number", self.drop_row("NSC111"))
        self.expect_refusal("memchr", self.drop_row("core\tmemchr"), "silent.tsv")

    def test_wrong_facts_are_refused(self):
        self.expect_refusal(
            "no such reference", self.replace("\troll\t", "\tsampler_run\t")
        )
        self.expect_refusal(
            "also in", self.replace("app/sampler.c.obj", "app/main.c.obj")
        )
        self.expect_refusal(
            "relinked (280, 0)", self.replace("280\t0\t280", "284\t0\t280")
        )
        self.expect_refusal("relinked (1264, 0)", self.replace("\t1264\t", "\t1260\t"))
        self.expect_refusal("the map says", self.replace("note/extracted", "error/live"))
        self.expect_refusal("by the map", self.replace("note/referenced", "error/live"))
        self.expect_refusal(
            "objects: expected",
            self.replace("error/live\t-\t-", "error/live\terror/live\t-"),
        )

    def test_a_tag_on_another_line_is_refused(self):
        code, said = self.check(
            self.replace(
                "\tfree(packet); /* leak: free-packet */\n}",
                "\tfree(packet);\n} /* leak: free-packet */",
            ),
            "protocol/queue.c",
        )
        self.assertEqual(code, 1)
        self.assertIn("the table has", said)

    def test_a_near_miss_that_is_gone_is_refused(self):
        self.expect_refusal(
            "does not hold",
            self.replace("static volatile uint32_t time;", "static volatile uint32_t t;"),
            "drivers/systick.c",
        )

    def test_malformed_tables_are_refused_with_their_line(self):
        self.expect_refusal("expected.tsv:1:", self.replace("rule\t", "rules\t"))
        self.expect_refusal("expected.tsv:2:", self.replace("\tstd", ""))
        self.expect_refusal("expected.tsv:2:", self.replace("error/live", "fatal/live"))


class Proofs(FirmwareTest):
    """The proofs of tests/proof hold on the real image, not only on tiny ones."""

    def test_a_relink_without_a_cut_is_the_image(self):
        for build in (LEAKY, CLEAN):
            real = measure(build / "telemetry.elf", build / "telemetry.map")
            self.assertEqual(Image(build).base(self.folder / build.name), real)

    def prices(self, content):
        return run(PROOF / "check_prices.py", self.write(content), LEAKY)

    def test_the_table_s_prices_are_the_linker_s(self):
        code, said = self.prices(report(self.rows, "all"))
        self.assertEqual(code, 0, said)
        self.assertNotIn("unexplained", said)

    def test_a_price_that_is_off_is_refused(self):
        false = report(self.rows, "all")
        for found in false["findings"]:
            if found["size"]["retained"]:
                found["size"]["retained"]["flash"] += 80
        code, said = self.prices(false)
        self.assertEqual(code, 1, said)
        wrong = [line for line in said.splitlines() if line.startswith("FAIL")]
        self.assertEqual(
            len(wrong), sum(1 for r in self.rows if r.retained and r.verdicts)
        )

    def chain(self):
        objects = OBJECTS + "app/"
        nodes = [
            "startup.c.obj:.vectors",
            "startup.c.obj:.text.reset_handler",
            "main.c.obj:.text.startup.main",
            "console.c.obj:.text.console_run",
            "console.c.obj:.rodata.commands",
            "console.c.obj:.text.run_samples",
            "sampler.c.obj:.text.sampler_run",
            "log.c.obj:.text.log_reading",
        ]
        hops = [{"node": objects + n, "edge": "call"} for n in nodes]
        hops[0]["edge"], hops[1]["edge"] = "KEEP", "addr"
        libc = subprocess.run(
            [
                "arm-none-eabi-gcc",
                "-mcpu=cortex-m3",
                "-mthumb",
                "-print-file-name=libc_nano.a",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        members = ["lib_a-snprintf.o", "lib_a-nano-svfprintf.o", "lib_a-nano-mallocr.o"]
        nodes = [f"{libc}({m}):.text" for m in members] + ["_sbrk_r", "_sbrk"]
        return hops + [{"node": n, "edge": "call"} for n in nodes]

    def chains(self, why):
        content = report(self.rows[:1], "all")
        content["findings"][0]["why"] = why
        return run(PROOF / "check_chains.py", self.write(content), LEAKY)

    def test_a_chain_from_the_vectors_to_the_heap_holds(self):
        code, said = self.chains(self.chain())
        self.assertEqual(code, 0, said)

    def test_no_hop_can_be_left_out(self):
        why = self.chain()
        for index in range(1, len(why) - 1):  # the second is a root as well, the entry
            with self.subTest(without=why[index]["node"]):
                self.assertEqual(self.chains(why[:index] + why[index + 1 :])[0], 1)

    def test_the_map_s_pull_rows_are_true(self):
        for build in (LEAKY, CLEAN):
            code, said = run(PROOF / "check_pulls.py", build)
            self.assertEqual(code, 0, said)


class Boots(FirmwareTest):
    def test_a_node_that_prints_something_else_is_refused(self):
        for build in (LEAKY, CLEAN):
            (self.folder / build.name).mkdir()
            image = (build / "telemetry.elf").read_bytes()
            self.assertIn(b"RESULT link", image)
            (self.folder / build.name / "telemetry.elf").write_bytes(
                image.replace(b"RESULT link", b"RESULT lint")
            )
        code, said = run(
            HERE / "boot", "--seed", "1", self.folder / "leaky", self.folder / "clean"
        )
        self.assertEqual(code, 1)
        self.assertIn("+RESULT lint", said)


class Copies(FirmwareTest):
    def test_a_seed_gives_one_copy_and_another_seed_another(self):
        texts = []
        for number, seed in enumerate((3, 3, 4)):
            target = self.folder / str(number)
            mutate.mutate(FIXTURE, target, random.Random(seed))
            texts.append(
                {
                    p.relative_to(target): p.read_bytes()
                    for p in target.rglob("*")
                    if p.is_file()
                }
            )
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])

    def test_no_own_name_and_no_line_of_a_leak_is_as_it_was(self):
        target = self.folder / "copy"
        mutate.mutate(FIXTURE, target, random.Random(5))
        new = table.load(target)
        self.assertEqual(len(new), len(self.rows))
        for old, other in zip(self.rows, new):
            self.assertEqual(
                (old.rule, old.symbol, old.verdicts, old.retained),
                (other.rule, other.symbol, other.verdicts, other.retained),
            )
            if old.function:
                self.assertNotEqual(old.function, other.function)
                self.assertNotEqual(old.file, other.file)
        self.assertNotEqual([r.lines for r in new], [r.lines for r in self.rows])
        self.assertEqual(len(table.load_silent(target)), len(table.load_silent(FIXTURE)))

    def test_an_existing_folder_is_not_written_to(self):
        with self.assertRaisesRegex(Failure, "exists already"):
            mutate.mutate(FIXTURE, self.folder, random.Random(1))


if __name__ == "__main__":
    if len(sys.argv) < 3 or not (LEAKY / "telemetry.map").exists():
        sys.exit("usage: test_firmware.py LEAKY_BUILD CLEAN_BUILD; `run` builds them")
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
