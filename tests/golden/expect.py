"""A report told in a few lines, and the fields of it that a case wants to see.

In:   the JSON document of a run; `expect.report`, which says what is of interest.
Out:  the same document as text, to be compared with `expect.report` line by line:

    target app: core, findings
    error NSC101 live snprintf report main.c:9
        evidence.link.*.member = lib_a-snprintf.o
    allowed NSC101 live puts hello main.c:4
    diag NSC902 main.o: newer than the map app.map: link again

Findings stand below their target, in the order of the report. A finding is: severity (`allowed` when it is suppressed), rule, state, symbol, function,
place; `-` where the report has null. Indented lines are fields of what stands above them,
given by path (`*`: every element of a list, joined by blanks); only those that the
expectation names are looked at. Lines that begin with `#` are comments; those at its head
survive --bless.
"""

import json


class Unreadable(Exception):
    """Standard output is no report."""


def word(value):
    """A scalar as text without blanks at its ends; null is `-`."""
    if value is None or value == "":
        return "-"
    return value if isinstance(value, str) else json.dumps(value)


def pick(value, path):
    """The field of `value` at a dotted path; a list of them after a `*`."""
    for at, step in enumerate(path):
        if step == "*":
            if not isinstance(value, list):
                return None
            return [pick(one, path[at + 1:]) for one in value]
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return None
    return value


def show(value):
    """A field: a scalar, a list of scalars, or JSON."""
    if isinstance(value, list):
        return " ".join(show(one) for one in value) if value else "(none)"
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return word(value)


def place(location):
    """FILE:LINE, as far as it is known."""
    if not location or not location.get("file"):
        return "-"
    line = location.get("line")
    return f"{location['file']}:{line}" if line else location["file"]


def finding_line(finding):
    severity = "allowed" if finding["suppression"] else finding["severity"]
    location = finding["location"]
    return " ".join([
        severity, finding["rule"], word(finding["state"]), word(finding["symbol"]),
        word(location.get("function") if location else None), place(location)])


def diag_line(diag):
    at = word(diag["file"])
    for number in (diag["line"], diag["column"]):
        at += f":{number}" if number else ""
    return f"diag {diag['rule'] or diag['kind']} {at}: {diag['text']}"


class Story:
    """What a case expects of a report."""

    def __init__(self, text):
        lines = text.splitlines(True)
        count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        self.head = "".join(lines[:count])
        self.text = "".join(line for line in lines if not line.startswith("#"))
        self.fields = self.read_fields(self.text)

    @staticmethod
    def key(target, line):
        """Severity and state do not say which finding it is, nor does its line number."""
        words = line.split()
        if len(words) == 6 and words[0] not in ("target", "diag"):
            return (target, words[1], words[3], words[4])
        return (target, *words[:2])

    def read_fields(self, text):
        """The paths that are asked for, by the line they stand below."""
        fields, target, above = {}, None, None
        for line in text.splitlines():
            if line[:1] in (" ", "\t"):
                fields.setdefault(above, []).append(line.split("=")[0].strip())
                continue
            if line.startswith("target "):
                target = line.split()[1]
            above = self.key(target, line)
        return fields

    def lines_of(self, target, line, value):
        yield line
        for path in self.fields.get(self.key(target, line), []):
            yield f"\t{path} = {show(pick(value, path.split('.')))}"

    def tell(self, output):
        """The report in `output`, as the expectation is written."""
        try:
            report = json.loads(output)
        except ValueError as fault:
            raise Unreadable(f"standard output is no JSON: {fault}") from fault
        lines, name = [], None
        for target in report["targets"]:
            tier = target["tier"] + (" (assumed)" if target["tier_assumed"] else "")
            name = target["name"] + ":"
            lines += self.lines_of(name, f"target {name} {tier}, {target['status']}", target)
            for finding in report["findings"]:
                if finding["target"] == target["name"]:
                    lines += self.lines_of(name, finding_line(finding), finding)
        for diag in report["errors"]:
            lines += self.lines_of(name, diag_line(diag), diag)
        return "".join(line + "\n" for line in lines)
