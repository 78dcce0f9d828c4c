#!/usr/bin/env python3
"""Compare what the readers say of the maps in a folder with what their linkers said.

usage: check_generated.py PROGRAM FOLDER, the program being nostd-check or map_dump

For each NAME.map: no line is left over; NAME.truth.tsv has its pulls, proved by nm when the
map was made, or, where the map tells none, its members; NAME.trace (ld -t -t) has the members
in the order of extraction; NAME.gcsections (--print-gc-sections) has what was discarded, or,
where the map does not tell that, nothing that is placed; the pieces of each output section
cover it. Variants in other languages, line ends and encodings say the same.
"""
import glob
import os
import re
import subprocess
import sys

import maplib

# Inputs are more bytes than the output, and cannot be told apart from what is kept: the
# linker merges them by meaning, not by address.
MERGED = (".ARM.attributes", ".riscv.attributes", ".comment")


MAX_ALIGN = 4096


def check_truth(checks, facts, path):
    if not any(row["reason"] for row in facts["pulls"]):
        check_members(checks, facts, path)
        return
    expected = []
    for line in open(path, encoding="utf8"):
        member, puller, symbol, proof = line.rstrip("\n").split("\t")
        expected.append((member, puller, symbol, proof))
    found = maplib.pulls(facts)
    # The plugin names an archive's member without the archive; the truth has both.
    plugin = [re.sub(r".*\((.*)\)$", r"\1", row[1]) if row[3].endswith("plugin") else row[1]
              for row in expected]
    checks.same_list(found, [(row[0], by, row[2]) for row, by in zip(expected, plugin)],
                     "pulls")


def wasm_data(facts, members):
    """
    Those of the members that have data alone. wasm-ld 19 does not tell --why-extract, from
    which the truth was made, of a member that it knew already when another member asked for
    data of it: `wasm-ld -t --why-extract=- a.o l.a`, where l.a has c.o with a variable and
    behind it b.o with a function that uses it, traces both and explains b.o alone.
    """
    if facts["format"] != "wasm-ld":
        return set()
    kinds = {}
    for row in facts["sections"]:
        kinds.setdefault(maplib.file_text(row), set()).add(
            row["name"].lstrip(".").split(".")[0])
    return {name for name in members if kinds[name] <= {"data", "bss", "rodata"}}


def check_members(checks, facts, path):
    """A map without pulls names the members that have something in the image."""
    expected = {line.split("\t")[0] for line in open(path, encoding="utf8")}
    found = {maplib.file_text(row) for row in facts["sections"] if row.get("archive")}
    if "-lto" in path:  # lld names the one object that came of all
        checks.true(not found, "a member beside the object of the LTO")
        return
    checks.true(found, "no member in the map")
    for name in found - wasm_data(facts, found - expected):
        checks.true(name in expected, "%s is in the map, and was not taken" % name)
    if "-gc" not in path and "wasm" not in path:  # wasm-ld always collects
        checks.same_list(sorted(found), sorted(expected), "members")


def check_files(checks, facts, path):
    """-t of gold, lld and mold: a path for each file that was loaded."""
    loaded = {re.sub(r"^trace: ", "", line.rstrip("\n"))
              for line in open(path, encoding="utf8")}
    for row in facts["sections"]:
        name = maplib.file_text(row)
        if name and not row["name"].startswith("**"):
            checks.true(name in loaded or "lto" in name or "/cc" in name,
                        "%s has sections, and was not loaded" % name)


def files_of_text(program, path):
    """The files of a link in the order in which the text of the facts has them."""
    words = ["dump"] if os.path.basename(program) == "nostd-check" else ["--text"]
    text = subprocess.run([program, *words, path], capture_output=True).stdout.decode()
    part = text.partition("files of the link, in order (")[2].split("\n\n")[0]
    return [line.strip() for line in part.split("\n")[1:] if line.strip()]


def check_side(checks, program, stem):
    """What a linker says beside its map has the same pulls as the truth."""
    truth = stem + ".truth.tsv"
    for suffix in (".why-extract", ".why_load", ".verbose", ".trace"):
        if not os.path.exists(stem + suffix):
            continue
        code, facts, told = maplib.dump(program, stem + suffix)
        checks.equal((code, told), (0, []), "exit code and diagnostics of %s" % suffix)
        if facts is None:
            continue
        expected = read_truth(truth) if os.path.exists(truth) else OF_THE_PROGRAM
        if suffix == ".trace":
            text = open(stem + suffix, encoding="utf8").read()
            rows = [line for line in text.splitlines() if not re.search(r"ld: mode ", line)]
            checks.same_list(files_of_text(program, stem + suffix), rows, "files of --trace")
            continue
        found = [(row[0], row[1], row[2]) for row in maplib.pulls(facts)]
        if suffix == ".why-extract":
            checks.equal(sorted(found), sorted(row[:3] for row in expected), suffix)
            continue
        # These do not say who asked. Mach-O names have one more '_', and its linkers take
        # what is referred to weakly (README.md of the maps).
        names = {(row[0], row[2].lstrip("_")) for row in found}
        names -= {("libalpha.a(alpha_optional.o)", "optional_feature")}
        checks.equal(sorted(names), sorted((row[0], row[2]) for row in expected), suffix)


# What the program of the maps takes for certain, whoever links it.
OF_THE_PROGRAM = [
    ("libalpha.a(alpha_start.o)", "app/main.o", "alpha_start"),
    ("libalpha.a(alpha_second.o)", "libalpha.a(alpha_start.o)", "alpha_second"),
    ("libalpha.a(alpha_a_member_file_name_longer_than_sixteen.o)", "libalpha.a(alpha_start.o)",
     "alpha_function_with_a_name_much_longer_than_the_section_column_of_any_map"),
    ("libbeta.a(beta_mix.o)", "libalpha.a(alpha_second.o)", "beta_mix"),
    ("libbeta.a(beta_common.o)", "app/main.o", "shared_counter"),
    ("libbeta.a(beta_table.o)", "libbeta.a(beta_mix.o)", "beta_table_size"),
    ("libbeta.a(beta_format.o)",
     "libalpha.a(alpha_a_member_file_name_longer_than_sixteen.o)", "beta_format"),
]


def read_truth(path):
    return [tuple(line.rstrip("\n").split("\t")) for line in open(path, encoding="utf8")]


def check_trace(checks, facts, path):
    if facts["format"] != "gnu-ld":
        check_files(checks, facts, path)
        return
    expected = []
    for line in open(path, encoding="utf8"):
        match = re.match(r"\((.*)\)([^()]*)$", line.rstrip("\n"))
        if match:
            expected.append("%s(%s)" % match.groups())
    found = [row[0] for row in maplib.pulls(facts)]
    checks.same_list(found, expected, "members in the order of ld -t")


def check_dead(checks, facts, path):
    """Nothing that the linker collected is placed: a map that does not list it lacks it."""
    placed = {(row["name"], maplib.file_text(row)) for row in facts["sections"]}
    removed = set()
    for line in open(path, encoding="utf8"):
        match = re.match(r"removing unused section (.*):\((.*)\)$", line.rstrip("\n"))
        if match and match.group(2) not in ("COMMON", ".common"):  # one symbol of several
            removed.add((match.group(2), match.group(1)))
    checks.true(removed, "no removed section in %s" % path)
    for name, file in sorted(removed & placed):
        checks.true(False, "%s of %s was collected, and is placed" % (name, file))


def check_gc(checks, facts, path):
    if facts["format"] in ("lld", "mold"):
        check_dead(checks, facts, path)
        return
    discarded = {(row["name"], maplib.file_text(row)): row["size"]
                 for row in facts["discarded"]}
    removed = set()
    for line in open(path, encoding="utf8"):
        match = re.search(r"removing unused section (?:from )?'(.*)' in file '(.*)'", line)
        if match:
            removed.add(match.groups())
            checks.true(match.groups() in discarded, "%s of %s is not discarded" %
                        match.groups())
    checks.true(removed, "no removed section in %s" % path)
    for key, size in discarded.items():
        checks.true(key in removed or size == 0 or key[0].startswith(".note."),
                    "%s of %s (%d bytes) was not removed by --gc-sections" % (*key, size))


def check_gaps(checks, facts):
    """Padding has no row here: pieces in a row, each behind the one before it, the last up to
    the end."""
    for output, pieces in maplib.pieces_of_outputs(facts):
        at = start = int(output["address"], 16)
        for piece in pieces:
            address = int(piece["address"], 16)
            gap = address - at if piece["size"] else 0
            checks.true(0 <= gap < MAX_ALIGN, "%s: %s at %#x, after %#x"
                        % (output["name"], piece["name"], address, at))
            at = max(at, address + piece["size"])
        # lld pads what becomes read-only up to a page, aligns the end of each row of .eh_frame
        # to a word and ends it with four bytes of zeros; none of these is a piece.
        left = start + output["size"] - at
        if output["name"] == ".eh_frame" and left > 4:
            left -= -at % 8
        checks.true(not pieces or left == 0 or output["name"] == ".relro_padding" or
                    (output["name"], left) == (".eh_frame", 4),
                    "%s: its pieces end at %#x" % (output["name"], at))


def check_sizes(checks, facts):
    if facts["format"] in ("gold", "lld", "mold"):
        check_gaps(checks, facts)
        return []
    if facts["format"] != "gnu-ld":
        return []
    is_pe = any(output["name"] == ".idata" for output in facts["outputs"])
    differ = []
    for output, pieces in maplib.pieces_of_outputs(facts):
        size = maplib.covered(output, pieces)
        if is_pe and size != output["size"]:  # sizes of PE sections are rounded up to the file alignment
            size = (size + 511) // 512 * 512
        checks.equal(size, output["size"], "bytes of %s that its pieces cover"
                     % output["name"])
        total = sum(piece["size"] for piece in pieces)
        if total != output["size"]:
            differ.append((output["name"], output["size"], total))
    return differ


def explain(checks, differ, text):
    """Sums of pieces that differ from their sections: why, each of them."""
    for name, size, total in differ:
        if total < size:
            reason = "rounded up"
            checks.true((total + 511) // 512 * 512 == size, "%s: %d bytes in %d"
                        % (name, total, size))
        elif name in MERGED:
            reason = "merged"
        else:
            reason = "merged or relaxed"
            checks.true("(size before relaxing)" in text or name.startswith(".debug"),
                        "%s has pieces of %d bytes in %d" % (name, total, size))
        print("  %s: pieces of %d bytes in %d: %s" % (name, total, size, reason))


def replaced(value):
    """Facts with a replacement character for each character that is not ASCII."""
    if isinstance(value, str):
        return "".join(c if ord(c) < 128 else "\ufffd" for c in value)
    if isinstance(value, dict):
        return {key: replaced(part) for key, part in value.items()}
    return [replaced(part) for part in value] if isinstance(value, list) else value


def check_variants(checks, all_facts):
    plain = all_facts["bfd-x86_64-free"]
    for name, facts in all_facts.items():
        checks.about = name
        if "-i18n-" in name or name.endswith("-crlf"):
            checks.equal(facts, plain, "facts of the variant")
        elif name.endswith("-latin1"):
            checks.equal(facts, replaced(all_facts[name[:-len("-latin1")]]),
                         "facts of the variant")


def main():
    program, folder = sys.argv[1:]
    checks = maplib.Checks()
    all_facts = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.map"))):
        stem = path[:-len(".map")]
        checks.about = os.path.basename(stem)
        code, facts, told = maplib.dump(program, path)
        checks.equal((code, told), (0, []), "exit code and diagnostics")
        if facts is None:
            continue
        all_facts[checks.about] = facts
        for suffix, check in ((".truth.tsv", check_truth), (".trace", check_trace),
                              (".gcsections", check_gc)):
            if os.path.exists(stem + suffix):
                check(checks, facts, stem + suffix)
        check_side(checks, program, stem)
        differ = check_sizes(checks, facts)
        if differ:
            print("%s, sums that differ from their sections:" % checks.about)
            explain(checks, differ, open(path, encoding="latin1").read())
    check_variants(checks, all_facts)
    print("%d maps" % len(all_facts))
    checks.finish()


if __name__ == "__main__":
    main()
