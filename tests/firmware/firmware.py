"""Where the telemetry fixture is, how it is built, and what it needs.

In:  a copy of the fixture, an output folder.
Out: the two twins, built: OUT/leaky and OUT/clean.
"""

import shutil
import subprocess
import sys
from pathlib import Path

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "firmware" / "telemetry"
PROOF = Path(__file__).resolve().parents[1] / "proof"
TWINS = {"leaky": "ON", "clean": "OFF"}

# Program -> Debian package.
TOOLS = {
    "arm-none-eabi-gcc": "gcc-arm-none-eabi libnewlib-arm-none-eabi",
    "arm-none-eabi-nm": "binutils-arm-none-eabi",
    "cc": "gcc libc6-dev",
    "cmake": "cmake",
    "make": "make",
    "qemu-system-arm": "qemu-system-arm",
}


class Failure(Exception):
    """Something that should hold does not; the text says what."""


def need(*tools):
    """Raise Failure with the line that installs what is missing."""
    packages = [TOOLS[t] for t in tools or TOOLS if shutil.which(t) is None]
    if packages:
        raise Failure(f"tools are missing: apt-get install -y {' '.join(packages)}")


def build(twin, out, source=FIXTURE):
    """Configure and build one twin in OUT/twin. Returns that folder."""
    need("arm-none-eabi-gcc", "cc", "cmake", "make")
    folder = Path(out) / twin
    for command in (
        [
            "cmake",
            "-S",
            source,
            "-B",
            folder,
            "-G",
            "Unix Makefiles",
            f"-DTELEMETRY_LEAKY={TWINS[twin]}",
        ],
        ["cmake", "--build", folder, "-j2"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(
                f"{twin}: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
            )
        if "warning:" in done.stderr:
            raise Failure(f"{twin}: the build has warnings:\n{done.stderr}")
    return folder


def run_main(main):
    """Run main(); a Failure becomes one line and exit code 1."""
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"{Path(sys.argv[0]).name}: {failure}")
