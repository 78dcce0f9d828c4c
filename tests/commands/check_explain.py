#!/usr/bin/env python3
"""check_explain.py NOSTD_CHECK: is everything that rules/ knows explained, and as it is there?

The tables are read here by a few lines of their own. Every symbol with its alternatives written
out, every header, rule, slug, page, tier, capability, alias and name that is unknown on purpose is asked for, as JSON
and as text; columns must come back as they stand. Every page of a rule that is judged says
what the rule means, when it fires and when not, how to get it out and how to allow it.
"""
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

CHECK = sys.argv[1]
RULES = Path(__file__).resolve().parent.parent.parent / "rules"
BATCH = 400
done = failed = 0


def check(fine, sentence):
    global done, failed
    done += 1
    if not fine:
        failed += 1
        print("FAILED %s" % sentence)


def explain(*options):
    run = subprocess.run([CHECK, "explain", *options], capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def documents(text):
    """JSON documents that stand one behind the other."""
    decoder, at, all_of_them = json.JSONDecoder(), 0, []
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        all_of_them.append(document)
        at += len(text[at:]) - len(text[at:].lstrip())
    return all_of_them


def explain_all(what, names):
    """{name: document}; each must be explained as JSON and as text."""
    found = {}
    for first in range(0, len(names), BATCH):
        batch = names[first:first + BATCH]
        code, out, err = explain("--format", "json", *batch)
        found.update(zip(batch, documents(out)))
        check((code, err) == (0, ""), "%s as JSON: exit %d: %s" % (what, code, err[:300]))
        code, out, err = explain(*batch)
        check((code, err) == (0, ""), "%s as text: exit %d: %s" % (what, code, err[:300]))
        titles = out.count(": a symbol\n") + out.count(": a header\n")
        check(what not in ("symbols", "headers") or titles >= len(batch),
              "%s as text: %d titles of %d names" % (what, titles, len(batch)))
    check(len(found) == len(names), "%s: %d of %d" % (what, len(found), len(names)))
    print("%s: %d" % (what, len(names)))
    return found


def table(name):
    """Rows of a .tsv as dictionaries; "-" is the empty text."""
    lines = [line for line in (RULES / name).read_text().splitlines()
             if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, ("" if field == "-" else field for field in line.split("\t"))))
            for line in lines[1:]]


def alternatives(name):
    """a{b,c{..}}: `{f,l}`, `{,_r}` and `{0..12}`, any number of them, not nested."""
    parts = []
    for part in re.split(r"(\{[^}]*\})", name):
        span = re.fullmatch(r"\{(\d+)\.\.(\d+)\}", part)
        if span:
            parts.append([str(i) for i in range(int(span[1]), int(span[2]) + 1)])
        else:
            parts.append(part[1:-1].split(",") if part.startswith("{") else [part])
    return ["".join(choice) for choice in itertools.product(*parts)]


def macros(name, macro):
    """Argument lists of a .def file, strings joined and unquoted."""
    text = re.sub(r"/\*.*?\*/", "", (RULES / name).read_text(), flags=re.S)
    rows = []
    for row in re.findall(r"^%s\((.*?)\)$" % macro, text, flags=re.S | re.M):
        words = re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+|[^,\s][^,]*', row)
        rows.append(["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', word))
                     if word.startswith('"') else word.strip() for word in words])
    return rows


def strict_of(row, editions):
    """The strict column by edition."""
    if row["strict"] not in editions:
        return {edition: row["strict"] for edition in editions}
    since = editions.index(row["strict"])
    return {edition: "core" if at >= since else "std" for at, edition in enumerate(editions)}


def check_strict(name, said, row):
    editions = list(said)
    if row["strict"].startswith("c") and row["strict"] != "core" and \
            row["strict"] not in editions:  # an edition of the other language decides
        return
    check(said == strict_of(row, editions), "%s: strict %s, the table has %s"
          % (name, said, row["strict"]))


def check_columns(name, said, row, libraries, column):
    for key, field in (("tier", "tier"), ("capability", "capability"), ("origin", "origin")):
        check(said[key] == row[field], "%s: %s %s, the table has %s"
              % (name, key, said[key], row[field]))
    for key, field in (("use_instead", "use instead"), ("note", "note")):
        check(said.get(key, "") == row[field], "%s: %s %r" % (name, key, said.get(key)))
    check(sorted(one["library"] for one in said[libraries]) == sorted(row[column].split()),
          "%s: %s" % (name, libraries))
    check_strict(name, said["strict"], row)


def check_symbols():
    rows = {name: row for row in table("symbols.tsv") for name in alternatives(row["name"])}
    for name, it in explain_all("symbols", sorted(rows)).items():
        said = it["symbol"]
        check((said["name"], said["base"], said["pattern"]) == (name, name, None),
              "%s is %s of %s by %s" % (name, said["name"], said["base"], said["pattern"]))
        check(sorted(said["traits"]) == sorted(rows[name]["traits"].split()),
              "%s: traits %s" % (name, said["traits"]))
        check_columns(name, said, rows[name], "defined_by", "defined by")
    return rows


def check_headers():
    rows = {row["header"]: row for row in table("headers.tsv")}
    for name, it in explain_all("headers", sorted(rows)).items():
        check(it["header"]["name"] == name, "%s is %s" % (name, it["header"]["name"]))
        check(it["header"]["mixed"] == (rows[name]["mixed"] == "mixed"), "%s: mixed" % name)
        check_columns(name, it["header"], rows[name], "shipped_by", "shipped by")


def check_derived(symbols):
    """A name made by each pattern from a base that it takes: what it means is the base."""
    made = {}
    for row in table("patterns.tsv"):
        wanted = row["base may be"].split()
        for base, symbol in sorted(symbols.items()):
            name = row["pattern"].replace("*", base, 1).replace("*", "X")
            if row["base"] == "*" and (wanted == ["any"] or symbol["capability"] in wanted) \
                    and name not in symbols and not base.startswith("_"):
                made[name] = row["pattern"]
                break
    found = explain_all("derived names", sorted(made))
    for name, it in found.items():
        said = it["symbol"]
        check(said["pattern"], "%s: by no pattern" % name)
        check(said["base"] in symbols, "%s: base %s has no row" % (name, said["base"]))


def check_names():
    for name, it in explain_all("aliases", sorted({row["link name"] for row in
                                                   table("aliases.tsv")})).items():
        written = {(row["source name"], row["libraries"]) for row in table("aliases.tsv")
                   if row["link name"] == name}
        said = {(one["name"], one["libraries"]) for one in it["symbol"]["source_names"]}
        check(said == written, "%s: written as %s" % (name, said))
    emitted = table("rewrites.tsv")
    for name, it in explain_all("emitted names", sorted({row["emitted"] for row in
                                                         emitted})).items():
        said = {(one.get("written", ""), one["when"], one.get("stop", ""))
                for one in it["symbol"]["emitted_for"]}
        check(said == {(row["written"], row["when"], row["stopped by"]) for row in emitted
                       if row["emitted"] == name}, "%s: emitted for %s" % (name, said))
    unknown = {name: row for row in table("unknown.tsv") for name in alternatives(row["name"])}
    for name, it in explain_all("unknown on purpose", sorted(unknown)).items():
        check(it["unknown"]["reason"] == unknown[name]["reason"], "%s: its reason" % name)


PARTS = [  # of a page: what it is called here, and how it shows
    ("its meaning", r"\n\n[^\n]"),
    ("an example", r"(^|\n)Fires|\n    \S"),
    ("a near miss", r"\nNear miss|near miss"),
    ("what to do", r"\nHow to get it out"),
    ("how to allow it", r"\nHow to allow it"),
]


def check_page(row, page):
    number, slug, _, _, judged = row[:5]
    check(page.startswith("# NSC%s %s: " % (number, slug)), "NSC%s: title" % number)
    if judged == "LATER":
        check("judged by this version" in re.sub(r"\s+", " ", page),
              "NSC%s: does not say that it is not judged" % number)
        return
    for what, shows in PARTS:
        check(re.search(shows, page), "NSC%s: the page does not say %s" % (number, what))
    how = page[page.find("\nHow to allow it"):]
    if number in ("901", "902", "903", "905"):
        check("not at all" in how, "NSC%s: an input cannot be allowed" % number)
    else:
        check("-A %s`" % slug in how and "severity: {%s: allow}" % slug in how,
              "NSC%s: does not name itself where it is allowed" % number)


def check_rules():
    rows = macros("rules.def", "RULE")
    by_id = explain_all("rules", ["NSC" + row[0] for row in rows])
    by_slug = explain_all("slugs", [row[1] for row in rows])
    for row in rows:
        rule = by_id["NSC" + row[0]]["rule"]
        check(rule == by_slug[row[1]].get("rule"), "NSC%s and %s differ" % tuple(row[:2]))
        check((rule["severity"].upper(), rule["on"], rule["judged"]) ==
              (row[2], row[3] == "ON", row[4] == "NOW"), "NSC%s: row" % row[0])
        check((rule["says"], rule["remedy"]) == tuple(row[5:7]), "NSC%s: sentences" % row[0])
        check(rule["page"] == (RULES / "pages" / ("NSC%s.md" % row[0])).read_text(),
              "NSC%s: page" % row[0])
        check_page(row, rule["page"])
        text = explain("nsc" + row[0])[1]
        check(rule["page"] in text, "nsc%s: text without its page" % row[0])


def check_words():
    topics = [path.stem for path in (RULES / "pages").glob("*.md")
              if not path.stem.startswith("NSC")]
    for name, it in explain_all("topics", sorted(topics)).items():
        check(it["topic"]["page"] == (RULES / "pages" / (name + ".md")).read_text(), name)
    tiers = [row[1] for row in macros("tiers.def", "TIER") if row[1] != "unknown"]
    for name, it in explain_all("tiers", tiers).items():
        check("tier" in it, name)
    for name, it in explain_all("capabilities", [row[1] for row in macros(
            "capabilities.def", "CAPABILITY")]).items():
        check("capability" in it, name)


def check_wrong_names():
    for name, near in (("mallco", "malloc"), ("hosted-symbl", "hosted-symbol"),
                       ("stdoi.h", "stdio.h"), ("memory-function", "memory-functions")):
        code, out, err = explain(name)
        check((code, out) == (1, "") and "did you mean %s?" % near in err, "%s: %s" % (name, err))
    code, out, err = explain("printf", "no_such_name_at_all_in_here", "malloc")
    check(code == 1 and out.count(": a symbol") == 2 and "no_such_name" in err,
          "one unknown name among others: exit %d" % code)


def main():
    symbols = check_symbols()
    check_headers()
    check_derived(symbols)
    check_names()
    check_rules()
    check_words()
    check_wrong_names()
    print("%d checks, %d failed" % (done, failed))
    return 1 if failed else 0


sys.exit(main())
