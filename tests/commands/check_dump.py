#!/usr/bin/env python3
"""check_dump.py NOSTD_CHECK: what `dump` says against nm, readelf, the linker and compilers.

A small program is built for Cortex-M and for x86-64, with a normal and a thin archive, an
image with newlib-nano and its map, and a compile database. Then, by the JSON form:

    objects     defined and undefined names, weak or not: nm; sections and their sizes, and
                how many relocations refer to each undefined name: readelf; one place: addr2line
    archives    members and index: ar t, nm -s
    the map     members in the order of ld -t -t; sections of the image: readelf -S; places of
                functions: nm
    database    compiler's target: -dumpmachine; folder and object: the commands
    units       headers: the compiler's -M; undefined names of what was compiled: nm;
                freestanding: __STDC_HOSTED__
"""
import json
import os
import re
import subprocess
import sys
import tempfile

CHECK = os.path.abspath(sys.argv[1])
ARM = ["arm-none-eabi-gcc", "-mcpu=cortex-m3", "-mthumb", "--specs=nano.specs"]
SOURCES = {
    "app.c": """
#include <stdio.h>
#include <stdlib.h>
#include "driver.h"
extern void optional(void) __attribute__((weak));
static int counter;
const void *const table[] = {malloc, &counter};
int main(void)
{
	char text[32];

	if (optional) {
		optional();
	}
	snprintf(text, sizeof(text), "%d", driver_read(counter++));
	return text[0];
}
""",
    "driver.h": "int driver_read(int port);\n",
    "driver.c": """
#include <string.h>
#include "driver.h"
int driver_read(int port)
{
	char copy[64];

	memset(copy, port, sizeof(copy));
	return copy[port & 63] + (int)strlen(copy);
}
""",
    "spare.c": "int spare(void) { return 1; }\n",
}
done = failed = 0


def check(found, expected, sentence):
    global done, failed
    done += 1
    if found != expected:
        failed += 1
        print("FAILED %s: found %.400r, expected %.400r" % (sentence, found, expected))


def run(args, codes=(0,)):
    try:
        process = subprocess.run(args, capture_output=True, text=True,
                                 env={**os.environ, "LC_ALL": "C"})
    except FileNotFoundError:
        sys.exit("%s is missing: apt-get install gcc binutils gcc-arm-none-eabi "
                 "libnewlib-arm-none-eabi" % args[0])
    if process.returncode not in codes:
        sys.exit("%s: exit %d\n%s" % (" ".join(args), process.returncode, process.stderr))
    return process.stdout


def dumps(*args):
    """The documents that are printed, one behind the other."""
    text, at, found = run([CHECK, "dump", "--format", "json", *args]), 0, []
    while at < len(text):
        document, at = json.JSONDecoder().raw_decode(text, at)
        found.append(document)
        at += 1  # the end of its line
    return found


def dump(path):
    documents = dumps(path)
    check(len(documents), 1, path + ": documents")
    return documents[0]


def nm(tool, path):
    """(defined {name: letters}, undefined {name: is weak})."""
    defined, undefined = {}, {}
    for line in run([tool + "nm", path]).splitlines():
        match = re.match(r"(?:[0-9a-f]+)? +(\S) (\S+)$", line)
        if not match:
            continue
        if match[1] in "Uwv":
            undefined[match[2]] = match[1] in "wv"
        else:
            defined[match[2]] = match[1]
    return defined, undefined


def sections(tool, path):
    """Names and sizes in the order of the file, without the first."""
    rows = re.findall(r"^ +\[ *(\d+)\] (\S*) +[A-Z_0-9a-z]+ +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+) ",
                      run([tool + "readelf", "-SW", path]), flags=re.M)
    return [(name, int(size, 16)) for number, name, size in rows if number != "0"]


def reloc_counts(tool, path):
    """How many relocations name each symbol. Linker hints (RELAX) are none."""
    counts = {}
    for line in run([tool + "readelf", "-rW", path]).splitlines():
        match = re.match(r"[0-9a-f]+ +[0-9a-f]+ (R_\S+) +[0-9a-f]+ +(\S+)", line)
        if match:
            counts[match[2]] = counts.get(match[2], 0) + 1
    return counts


def check_member(tool, member, path, what):
    defined, undefined = nm(tool, path)
    said = {row["symbol"] for row in member["defined"]}
    said = {name for name in said if not name.startswith("$")}  # Arm's marks: nm hides them
    check(said, set(defined), what + ": defined")
    check({row["symbol"] for row in member["defined"] if row["binding"] == "weak"},
          {name for name, letter in defined.items() if letter in "VW"}, what + ": weak ones")
    check({row["symbol"]: row["weak"] for row in member["undefined"]}, undefined,
          what + ": undefined")
    check([(row["name"], row["size"]) for row in member["sections"]], sections(tool, path),
          what + ": sections")
    counts = reloc_counts(tool, path)
    for row in member["undefined"]:
        places = [site for site in row["sites"] if "debug" not in site["section"]]
        check(len(places), counts.get(row["symbol"], 0), "%s: places of %s"
              % (what, row["symbol"]))


def check_objects(tool, prefix):
    for name in ("app", "driver", "spare"):
        path = prefix + name + ".o"
        check_member(tool, dump(path)["members"][0], path, path)
    for archive in (prefix + "libparts.a", prefix + "libthin.a"):
        facts = dump(archive)
        check([os.path.basename(member["name"]) for member in facts["members"]],
              [os.path.basename(name) for name in run([tool + "ar", "t", archive]).split()],
              archive + ": members")
        index = re.findall(r"^(\S+) in (\S+)$", run([tool + "nm", "-s", archive]), flags=re.M)
        check([(row["symbol"], os.path.basename(row["member"])) for row in facts["index"]],
              [(symbol, os.path.basename(member)) for symbol, member in index],
              archive + ": index")
        for member in facts["members"]:
            name = os.path.basename(member["name"])
            check_member(tool, member, name, "%s(%s)" % (archive, name))
    site = [row for row in dump(prefix + "app.o")["members"][0]["undefined"]
            if row["symbol"] == "snprintf"][0]["sites"][0]
    place = run([tool + "addr2line", "-j", site["section"], "-e", prefix + "app.o",
                 site["offset"]]).strip()
    check("%s:%d" % (os.path.basename(site["file"]), site["line"]),
          os.path.basename(re.sub(r" \(discriminator \d+\)", "", place)), "the call's line")
    check(site["function"], "main", "the call's function")


def check_map():
    facts = dump("app.map")
    addresses = {}
    for line in run(["arm-none-eabi-nm", "app.elf"]).splitlines():
        match = re.match(r"([0-9a-f]+) [TtWDBR] (\S+)$", line)
        if match:
            addresses[match[2]] = int(match[1], 16)
    outputs = {row["name"]: (row["address"], row["size"]) for row in facts["outputs"]}
    for name, address, size in re.findall(
            r"^ +\[ *\d+\] (\.\S+) +[A-Z_]+ +([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+) +\w*A",
            run(["arm-none-eabi-readelf", "-SW", "app.elf"]), flags=re.M):
        check(outputs.get(name), ("0x" + address, int(size, 16)), "output section " + name)
    placed = {row["name"]: int(row["address"], 16) for row in facts["symbols"]
              if row["kind"] == "placed"}
    for name in ("main", "driver_read", "snprintf", "_sbrk_r"):
        check(placed.get(name), addresses.get(name), "place of " + name)
    traced = run(ARM + ["-g", "-o", "again.elf", "app.o", "libparts.a", "--specs=nosys.specs",
                        "-Wl,-t,-t"])
    members = [os.path.basename(name) for name in
               re.findall(r"^\(?\S*\.a\)?\(?([^()\s]+\.o)\)?$", traced, flags=re.M)]
    check([row["member"] for row in facts["pulls"] if row["archive"]], members,
          "members in the order of ld -t -t")
    check("driver_read" in [row["symbol"] for row in facts["pulls"]], True, "driver.o's reason")
    elf = dump("app.elf")["members"][0]
    check(elf["type"], "executable", "the image")
    check({row["symbol"] for row in elf["defined"] if row["binding"] == "global"} -
          set(nm("arm-none-eabi-", "app.elf")[0]), set(), "globals of the image")
    check([(row["name"], row["size"]) for row in elf["sections"]],
          sections("arm-none-eabi-", "app.elf"), "sections of the image")


def asked(arguments, *instead):
    """What the compiler prints when it is asked something instead of compiling."""
    at = arguments.index("-o")
    return run(arguments[:at] + list(instead) + arguments[at + 3:])


def headers_of(arguments):
    text = asked(arguments, "-M")
    return {os.path.realpath(name) for name in text.replace("\\\n", " ").split()[1:]}


def check_units(commands):
    database = dump("compile_commands.json")
    check(len(database["commands"]), len(commands), "commands")
    for said, entry in zip(database["commands"], commands):
        arguments = entry["arguments"]
        check(said["triple"], run([arguments[0], "-dumpmachine"]).strip(), "target")
        check((said["file"], said["object"]),
              (entry["file"], arguments[arguments.index("-o") + 1]), "file and object")
        check(said["arguments"], arguments, "arguments")
        check(said["freestanding"], "arm" in arguments[0] or "-ffreestanding" in arguments,
              "freestanding: " + said["why"])
    # Each source is compiled in several ways; one of them is for Arm and hosted by its flags.
    for entry in commands[:3]:
        arguments = entry["arguments"]
        units = dumps(entry["file"], "-p", ".")
        check(len(units), len([one for one in commands if one["file"] == entry["file"]]),
              entry["file"] + ": units")
        unit = [one for one in units
                if one["triple"].startswith("thumb") and not one["freestanding"]][0]
        wanted = headers_of(arguments)
        check({os.path.basename(row["file"]) for row in unit["inputs"]},
              {os.path.basename(path) for path in wanted}, entry["file"] + ": headers")
        check({os.path.realpath(row["file"]) for row in unit["inputs"]
               if "{" not in row["file"]},
              {path for path in wanted if path.startswith(os.getcwd())},
              entry["file"] + ": own headers")
        hosted = "__STDC_HOSTED__ 1" in asked(arguments, "-dM", "-E")
        check(unit["freestanding"], not hosted, entry["file"] + ": __STDC_HOSTED__")
        undefined = nm("arm-none-eabi-", arguments[arguments.index("-o") + 1])[1]
        check({row["symbol"] for row in unit["references"]} >= set(undefined), True,
              "%s refers to %s" % (entry["file"], sorted(undefined)))


def build(prefix, compiler, tool):
    commands = []
    for name in ("app", "driver", "spare"):
        arguments = compiler + ["-O1", "-g", "-ffunction-sections", "-o",
                                prefix + name + ".o", "-c", name + ".c"]
        run(arguments)
        commands.append({"directory": ".", "file": name + ".c", "arguments": arguments})
    parts = [prefix + "driver.o", prefix + "spare.o"]
    run([tool + "ar", "rcs", prefix + "libparts.a", *parts])
    run([tool + "ar", "rcsT", prefix + "libthin.a", *parts])
    return commands


def main():
    with tempfile.TemporaryDirectory(prefix="dump.") as work:
        os.chdir(work)
        os.mkdir(".git")
        os.environ["XDG_CACHE_HOME"] = os.path.join(work, "cache")
        for name, text in SOURCES.items():
            with open(name, "w") as file:
                file.write(text)
        commands = build("", ARM, "arm-none-eabi-")
        commands += build("host-", ["gcc"], "")
        commands += [{**commands[5], "arguments": commands[5]["arguments"][:-2] +
                      ["-ffreestanding"] + commands[5]["arguments"][-2:]}]
        with open("compile_commands.json", "w") as file:
            json.dump(commands, file)
        run(ARM + ["-g", "-o", "app.elf", "app.o", "libparts.a", "--specs=nosys.specs",
                   "-Wl,-Map=app.map,--cref"])
        check_objects("arm-none-eabi-", "")
        check_objects("", "host-")
        check_map()
        check_units(commands)
    print("%d checks, %d failed" % (done, failed))
    return 1 if failed else 0


sys.exit(main())
