"""The ways in which a package is checked, and what the report must then say."""

import os
import re
import subprocess
from pathlib import Path

import recipes
import sources
import truth

# Rules about a reference; the others speak of headers, flags and inputs.
ABOUT_REFERENCES = {"NSC101", "NSC103", "NSC104", "NSC105", "NSC106", "NSC107", "NSC110",
                    "NSC201", "NSC202", "NSC904"}
# What compilers make of a call, and what headers make of a name (newlib's stdio.h, errno.h).
WRITTEN = {"fputs": {"fprintf"}, "fwrite": {"fprintf", "fputs"}, "puts": {"printf"},
           "putchar": {"printf"}, "fputc": {"fprintf"}}
MAIN = "int main(void)\n{\n\treturn 0;\n}\n"


def references(report):
    return [x for x in report.get("findings", []) if x["rule"] in ABOUT_REFERENCES]


def symbols_in_objects(report):
    """Names as the objects have them."""
    return {e["symbol"] for f in references(report) for e in f["evidence"]["object"]}


def sites_in_objects(report):
    """Code sites {(symbol, function, file, line)} and (symbol, section) of data."""
    code, data = set(), set()
    for finding in references(report):
        for e in finding["evidence"]["object"]:
            if e["section"].startswith(".text"):
                code.add((e["symbol"], e["function"] or "",
                          os.path.basename(e["file"] or "??"), e["line"] or 0))
            else:
                data.add((e["symbol"], e["section"]))
    return code, data


def check_sites(count, report, target, what):
    """Every line that the objects' debugging information knows, and no other."""
    code, data = target.sites()
    found_code, found_data = sites_in_objects(report)
    count.same(found_code, code, what + ": places")
    count.same(found_data, data, what + ": places in data")
    return len(code) + len(data)


def root_of(folder):
    """What paths of a report are relative to: the top of the repository, if there is one."""
    return next((up for up in (folder, *folder.parents) if (up / ".git").exists()), folder)


def check_source_places(count, report, what):
    """What the source says must stand there: the name, or the macro it came out of."""
    root = root_of(Path(report["_folder"]).resolve())
    for finding in references(report):
        for e in finding["evidence"]["source"]:
            path = root / e["file"]
            if not path.is_file() or not e["line"]:
                count.check(False, f"{what}: no line {e['file']}:{e['line']}")
                continue
            text = path.read_text(errors="replace").splitlines()[e["line"] - 1]
            words = {e["spelled"], *(m["name"] for m in e["macros"])}
            here = text[e["column"] - 1:]
            count.check(any(here.startswith(w) for w in words),
                        f"{what}: {e['file']}:{e['line']}:{e['column']} is no {sorted(words)}: "
                        f"{text.strip()}")


def unique_ids(count, report, what):
    ids = [f["id"] for f in report.get("findings", [])]
    count.check(len(ids) == len(set(ids)),
                f"{what}: {len(ids) - len(set(ids))} findings share an id with another")


def check(checker, folder, *words):
    code, report = checker.report(folder, *words)
    report["_folder"] = str(folder)
    return code, report


def check_sources_alone(count, made, checker, target, name):
    """The sources know the written name of a call, so names are compared with that in mind."""
    code, report = check(checker, made.folder, "-p", ".", "--level", "source")
    count.check(code == 1, f"{name}: sources alone: exit {code}, expected 1")
    found = {f["symbol"] for f in references(report)}
    leaks = {x for x in target.leaks if x in found or not WRITTEN.get(x, set()) & found}
    # A source does not know what the compiler throws away, so it may name more.
    count.check(leaks <= found, f"{name}: sources alone: missed {sorted(leaks - found)}")
    unique_ids(count, report, f"{name}: sources alone")
    check_source_places(count, report, f"{name}: sources alone")


def check_configured(count, made, checker, target, name):
    """The same through a configuration file; the heap is allowed then."""
    archive = os.path.relpath(made.archive, made.folder)
    inside = truth.Target(target.tools, members(made, target.tools))
    heap = {"malloc", "free", "calloc", "realloc"} & inside.leaks
    (made.folder / "policy.yaml").write_text(
        f"version: 1\ntargets:\n  {made.archive.stem}:\n    tier: core\n"
        "    compile_commands: compile_commands.json\n"
        f"    archives: [\"{archive}\"]\n" + ("    allow:\n" if heap else "") +
        "".join(f"      - {{symbol: {x}, reason: the caller may bring a heap}}\n"
                for x in sorted(heap)))
    code, report = check(checker, made.folder, "--config", "policy.yaml")
    allowed = {f["symbol"] for f in references(report) if f["suppression"]}
    count.same(symbols_in_objects(report), inside.leaks, f"{name}: configured: names")
    count.same(allowed, heap, f"{name}: configured: allowed")
    count.check(code == (1 if inside.leaks - heap else 0), f"{name}: configured: exit {code}")


def members(made, tools):
    """The members of the archive, as files."""
    folder = made.folder / "members"
    folder.mkdir(exist_ok=True)
    subprocess.run([tools.tool("ar"), "x", str(made.archive)], cwd=folder, check=True)
    return sorted(folder.glob("*.o*"))


def link_image(made, tools):
    """A program that takes all of the archive, linked with newlib; names left over are 0."""
    folder = made.folder.parent.parent / "images" / made.folder.name
    folder.mkdir(parents=True, exist_ok=True)
    main, elf, map_file = (folder / x for x in ("main.c", "image.elf", "image.map"))
    main.write_text(MAIN)
    subprocess.run([tools.tool("gcc"), *recipes.ARM_FLAGS, "-c", main, "-o", "main.o"],
                   cwd=folder, check=True)
    leftover = truth.Target(tools, members(made, tools)).unresolved - tools.hosted()
    leftover -= tools.runtime() | {"main"}
    # Some functions of every second object are kept, so that the linker can discard others.
    keep = sorted(set().union(*(truth.read_object(tools, x).defined
                                for x in members(made, tools)[::2])))
    words = [tools.tool("gcc"), *recipes.ARM_FLAGS, "--specs=nosys.specs", "-Wl,--gc-sections",
             f"-Wl,-Map={map_file}", "-o", elf, folder / "main.o", made.archive,
             *[f"-Wl,-u,{x}" for x in keep[::2]]]
    # Hooks of newlib's that nosys lacks show only when they are missing.
    for _ in range(2):
        done = subprocess.run(words + [f"-Wl,--defsym={x}=0" for x in sorted(leftover)],
                              stderr=subprocess.PIPE, text=True)
        leftover |= set(re.findall(r"undefined reference to `(\w+)'", done.stderr))
        if done.returncode == 0:
            break
    else:
        raise sources.Unusable(f"no image of {made.archive.name}:\n{done.stderr[-800:]}")
    return elf, map_file


def live_leaks(made, target, map_file):
    """Leaks with a relocation in a section that the linker kept."""
    text = map_file.read_text(errors="surrogateescape")
    gone = {(section, os.path.basename(path).rsplit("(", 1)[-1].rstrip(")"))
            for section, path in truth.discarded(text)}
    loaded = set(re.findall(re.escape(made.archive.name) + r"\(([^)]+)\)", text))
    live = set()
    for one in target.objects:
        member = os.path.basename(one.path)
        for section, _, symbol, _ in one.relocations():
            if member in loaded and symbol in target.leaks and (section, member) not in gone:
                live.add(symbol)
    return live


def check_image(count, made, checker, tools, name):
    """Linked into a program: what is live, by the linker's own list of what it discarded."""
    elf, map_file = link_image(made, tools)
    target = truth.Target(tools, members(made, tools))
    script = target.unresolved - tools.hosted() - tools.runtime()
    target.leaks -= script
    code, report = check(checker, map_file.parent, "--map", map_file, "--elf", elf)
    found = {e["symbol"] for f in references(report) if f["state"] == "live"
             for e in f["evidence"]["object"]}
    wanted = live_leaks(made, target, map_file)
    count.same(found, wanted, f"{name}: image: live names")
    count.check(code == (1 if wanted else 0), f"{name}: image: exit {code}")
    unique_ids(count, report, f"{name}: image")
    return len(wanted)


def check_leaks(made, checker, count, name):
    """All modes for a package that leaks; figures as text."""
    tools = truth.Tools(recipes.ARM, recipes.CORTEX_M4)
    whole = truth.Target(tools, made.objects)
    inside = truth.Target(tools, members(made, tools))
    code, report = check(checker, made.folder, "-p", ".")
    count.check(code == 1, f"{name}: build folder: exit {code}, expected 1 "
                + report.get("stderr", ""))
    count.same(symbols_in_objects(report), whole.leaks, f"{name}: build folder: names")
    sites = check_sites(count, report, whole, f"{name}: build folder")
    check_source_places(count, report, f"{name}: build folder")
    unique_ids(count, report, f"{name}: build folder")
    figures = report["targets"][0]["counts"] if report.get("targets") else {}
    for what, words, target in (("archive alone", [made.archive], inside),
                                ("objects alone", made.objects, whole)):
        _, alone = check(checker, made.folder, *words)
        count.same(symbols_in_objects(alone), target.leaks, f"{name}: {what}: names")
        check_sites(count, alone, target, f"{name}: {what}")
        unique_ids(count, alone, f"{name}: {what}")
    check_sources_alone(count, made, checker, whole, name)
    check_configured(count, made, checker, whole, name)
    live = check_image(count, made, checker, tools, name)
    return (f"{figures.get('units', 0)} units, {figures.get('objects', 0)} objects, "
            f"{len(whole.unresolved)} unresolved, {len(whole.leaks)} leaks, {sites} places, "
            f"{live} live in an image, {len(report.get('findings', []))} findings")


def check_freestanding(made, checker, count, name):
    """No leak, nothing unread; host tools beside the target are left out by name."""
    code, report = check(checker, made.folder, "-p", ".")
    errors = [f for f in report.get("findings", []) if f["severity"] == "error"]
    for finding in errors[:20]:
        print(f"  {finding['location']['file']}:{finding['location']['line']}: "
              f"{finding['message']} [{finding['rule']}]")
    count.check(not errors, f"{name}: {len(errors)} leaks, expected none")
    count.check(code == 0, f"{name}: exit {code}, expected 0 " + report.get("stderr", ""))
    units = report.get("units", [])
    by_status = {}
    for unit in units:
        by_status[unit["status"]] = by_status.get(unit["status"], 0) + 1
    count.check(by_status.get("ok", 0) > 20 and not by_status.get("failed"),
                f"{name}: units by status {by_status}")
    return f"units {by_status}, {len(report.get('findings', []))} findings"
