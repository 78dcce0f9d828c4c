"""What tree, why, size, diff, dump and fix print as JSON, against their schemas."""

import copy
import json

# Command -> its schema, in analyzer/report/schema.
SCHEMAS = {command: f"nostd-check-{command}.schema.json"
           for command in ("tree", "why", "size", "hidden", "diff", "dump",
                           "fix")}
SPOILT = 60


def runs_of_nodes(suite, nodes):
    """(command, name, run) of what can be asked about the two nodes."""
    clean = (["tree", "--nodes", "symbol", "--edges", "all", "{image}"],
             ["tree", "--level", "source", "-p", "{out}", "--nodes", "symbol"],
             ["tree", "{out}/libdrivers.a"], ["why", "memcpy", "{image}", "--all"],
             ["why", "[core]", "-p", "{out}", "--all"], ["why", "ring_put", "{out}/libdrivers.a"],
             ["why", "memcpy", "--level", "source", "-p", "{out}"],
             ["size", "--by", "component,object,section,symbol,tier,capability", "{image}"],
             ["size", "{out}/libdrivers.a", "--by", "symbol"],
             ["hidden", "{image}"], ["hidden", "{out}/libdrivers.a", "--all"],
             ["size", "--level", "source", "-p", "{out}"], ["hidden", "--all", "-p", "{out}"],
             ["hidden", "--level", "source", "-p", "{out}"], ["dump", "{image}"],
             ["dump", "{out}/telemetry.elf"], ["dump", "{out}/libdrivers.a"], ["dump", "{out}"],
             ["dump", "-p", "{out}", "app/log.c"], ["dump", "app/log.c"],
             ["fix", "-p", "{out}", "app/log.c"])
    leaky = (["tree", "{image}"], ["tree", "--nodes", "section", "{image}"],
             ["tree", "--nodes", "object", "{image}"], ["tree", "--invert", "_sbrk", "-p", "{out}"],
             ["tree", "--duplicates", "{image}"], ["why", "malloc", "--all", "{image}"],
             ["fix", "-p", "{out}", "app/log.c"], ["fix", "-p", "{out}", "app/sampler.c"],
             ["fix", "-p", "{out}", "app/console.c", "--all"],
             ["why", "_sbrk", "{image}"], ["why", "[std]", "--all", "{image}"],
             ["size", "--by", "capability", "--limit", "2", "--what-if-cut", "main:*", "{image}"])
    for twin, questions in (("clean", clean), ("leaky", leaky)):
        out = f"out/{twin}"
        for question in questions:
            words = [word.format(out=out, image=f"{out}/telemetry.map") for word in question]
            yield (words[0], f"{twin}: {' '.join(words)}",
                   suite.run(*words, "--format", "json", cwd=nodes[twin]))


def runs_of_diff(suite, nodes):
    """A diff of images, of reports, of archives, of sources."""
    inputs = {twin: [node / f"out/{twin}/telemetry.map", node / f"out/{twin}/libdrivers.a",
                     node / f"out/{twin}"] for twin, node in nodes.items()}
    for twin, node in nodes.items():
        report = suite.work / f"{twin}.json"
        report.write_bytes(suite.run("check", "--format", "json", inputs[twin][0], cwd=node).out)
        inputs[twin].append(report)
    for before, after in zip(inputs["clean"], inputs["leaky"]):
        for pair in ((before, after), (after, before)):
            yield ("diff", f"{pair[0].name} and {pair[1].name}",
                   suite.run("diff", "--format", "json", *pair, cwd=suite.work))
    yield ("diff", "a report and a map", suite.run(
        "diff", "--format", "json", inputs["clean"][3], inputs["leaky"][0], cwd=suite.work))
    yield ("diff", "of sources", suite.run(
        "diff", "--format", "json", "--level", "source", inputs["clean"][2], inputs["leaky"][2],
        cwd=suite.work))


def documents(text):
    """JSON documents that follow each other."""
    decoder, at, text = json.JSONDecoder(), 0, text.decode()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        document, at = decoder.raw_decode(text, at)
        yield document


def test_references(suite, command, name, document):
    """What a schema cannot say."""
    for target in document.get("targets", ()):
        if command == "tree":
            ids = [node["id"] for node in target["nodes"]]
            suite.check(f"{name}: ids are 0, 1 ...", ids == list(range(len(ids))), ids)
            used = [edge[end] for edge in target["edges"] for end in ("from", "to")]
            suite.check(f"{name}: edges and roots have nodes",
                        set(used) | set(target["roots"]) <= set(ids))
            callees = [node for node in target["nodes"] if target["nodes_are"] != "file"]
            suite.check(f"{name}: unknown callers are counted",
                        target["unknown"] == sum(node["unknown_callers"] for node in callees))
        elif command == "diff" and target["bytes"]:
            told = target["bytes"]
            ids = [cause["id"] for cause in told["causes"]]
            suite.check(f"{name}: causes are there",
                        {number for row in told["rows"] for number in row["causes"]} <= set(ids))
            suite.check(f"{name}: rows are the whole difference", all(
                sum(row["change"][memory] for row in told["rows"]) ==
                told["after"][memory] - told["before"][memory] for memory in ("flash", "ram")))
        elif command == "why":
            suite.check(f"{name}: the cut is a step of its chain", all(
                chain["cut"] < len(chain["why"]) for chain in target["chains"]))


def test_spoilt(suite, command, strict, document, spoil, places, dice):
    """Members that are dropped, renamed or of another type are refused."""
    paths = sorted(places(document), key=str)
    accepted = []
    for path in dice.sample(paths, min(SPOILT, len(paths))):
        spoilt = copy.deepcopy(document)
        what = spoil(spoilt, path, dice)
        # What dump leaves out where it is not known may be dropped.
        if spoilt != document and strict.is_valid(spoilt) and \
                not (what.endswith(": drop") and (command == "dump" or "rows" in path)):
            accepted.append(what)
    suite.check(f"{command}: {SPOILT} spoilt outputs are refused", not accepted, *accepted[:10])
