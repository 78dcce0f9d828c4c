"""What suites that run nostd-check have in common: counting, tools, the telemetry node.

A suite is a script with one Suite. Each suite.check() is one test with a sentence; a test
that cannot be done is a failure. The last line is `N passed, N failed`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "firmware"))
import firmware  # noqa: E402

# Program -> Debian package, besides those of tests/firmware.
firmware.TOOLS.update({"git": "git", "pre-commit": "pre-commit", "strace": "strace"})

# A sanitizer that finds something must never look like an exit code of the program.
SANITIZED = {
    "ASAN_OPTIONS": "exitcode=99",
    "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99:print_stacktrace=1",
}
TIME_LIMIT = 300


class Run:
    """What one run of a program said."""

    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __str__(self):
        text = b"\n".join((self.out, self.err)).decode("utf-8", "replace")
        return f"exit code {self.code}\n{text}"

    @property
    def text(self):
        return (self.out + self.err).decode("utf-8", "replace")

    def json(self):
        return json.loads(self.out)


class Suite:
    """Options, a folder of its own in `work`, and the count."""

    def __init__(self, doc, *tools):
        parser = argparse.ArgumentParser(description=doc.splitlines()[0])
        parser.add_argument("--check", type=Path, metavar="FILE",
                            default=ROOT / "build/cmd/nostd-check",
                            help="the program (default: build/cmd/nostd-check)")
        self.program = parser.parse_args().check.resolve()
        self.tools = tools
        self.passed = self.failed = 0
        self.work = None

    def check(self, sentence, holds, *details):
        """Count one test; `details` are shown when it fails."""
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {sentence}")
            for detail in details:
                print("    " + str(detail).rstrip().replace("\n", "\n    "))
        sys.stdout.flush()
        return holds

    def main(self, body):
        """Run body(self) and end the process."""
        try:
            if not self.program.exists():
                raise firmware.Failure(f"{self.program}: no such program; build it first")
            firmware.need("arm-none-eabi-gcc", "cc", "cmake", "make", *self.tools)
            with tempfile.TemporaryDirectory(prefix="nostd-check.") as work:
                self.work = Path(work).resolve()
                body(self)
        except (firmware.Failure, subprocess.TimeoutExpired) as fault:
            self.check("the suite came to its end", False, fault)
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)

    # -- running ----------------------------------------------------------------------

    def environment(self, **more):
        """Nothing of the caller's but the way to the tools; caches are ours."""
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                "HOME": str(self.work / "home"),
                "XDG_CACHE_HOME": str(self.work / "home" / "cache"),
                **SANITIZED, **more}

    def run(self, *words, cwd=None, stdout=subprocess.PIPE, prefix=(), **variables):
        """The program with these arguments."""
        words = [*prefix, self.program, *map(str, words)]
        done = subprocess.run(words, cwd=cwd, env=self.environment(**variables),
                              stdin=subprocess.DEVNULL, stdout=stdout,
                              stderr=subprocess.PIPE, timeout=TIME_LIMIT, check=False)
        return Run(done)

    def node(self, twin="clean", name="node"):
        """A copy of the telemetry node, a repository's top, built in out/TWIN."""
        copy = self.work / name
        shutil.copytree(firmware.FIXTURE, copy)
        (copy / ".git").mkdir()
        firmware.build(twin, copy / "out", copy)
        return copy


def replace(path, old, new):
    """Change the one place where `old` stands; returns the line it stands on."""
    text = path.read_text()
    if text.count(old) != 1:
        raise firmware.Failure(f"{path}: {old!r} stands there {text.count(old)} times, not once")
    path.write_text(text.replace(old, new))
    return text[:text.index(old)].count("\n") + 1
