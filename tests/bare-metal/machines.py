"""The machines that images run on: how an image is built for one, and how it is run.

In:  sources and flags, a machine of the table.
Out: an ELF file; what the image said, and whether it came to a good end in time.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
BOARD = ROOT / "fixtures/firmware/board"
NOSTD = ROOT / "fixtures/nostd"

FLAGS = """-std=c11 -Os -ffreestanding -ffunction-sections -fdata-sections
    -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes
    -Werror""".split()

# Program -> Debian package.
TOOLS = {
    "arm-none-eabi-gcc": "gcc-arm-none-eabi",
    "avr-gcc": "gcc-avr",
    "clang-14": "clang-14",
    "gcc": "gcc",
    "ld.lld": "lld",
    "qemu-system-aarch64": "qemu-system-arm",
    "qemu-system-arm": "qemu-system-arm",
    "qemu-system-riscv32": "qemu-system-misc",
    "qemu-system-riscv64": "qemu-system-misc",
    "qemu-system-x86_64": "qemu-system-x86",
    "riscv64-unknown-elf-gcc": "gcc-riscv64-unknown-elf",
    "simavr": "simavr",
}

QEMU = "-display none -monitor none -no-reboot"
SEMIHOSTING = f"""{QEMU} -serial none -chardev stdio,id=out
    -semihosting-config enable=on,target=native,chardev=out"""


class Machine(NamedTuple):
    """One row of the table; texts are split at blanks."""

    name: str
    compiler: str  # and flags that choose the machine
    board: str  # sources of fixtures/firmware/board besides fault.c
    link: str
    run: str  # {} is the image
    good: int = 0  # exit code of `run` when all is well
    says: str = ""  # what the image must say where no exit code tells
    defines: str = ""  # switches of the library and of the tests

    @property
    def tools(self):
        return [self.compiler.split()[0], self.run.split()[0],
                *(["ld.lld"] if "lld" in self.link else [])]

    @property
    def is_small(self):
        """Whether the stack has what .data and .bss leave of RAM."""
        return "-DTEST_STACK" in self.defines


CORTEX = "cortex-m.c semihosting.c start.c"

# The constant that scales the tests, the bytes under their malloc, and what has to be left
# of the stack where it is what .data and .bss leave of RAM.
LARGE = "-DTEST_SHRINK=8 -DTEST_HEAP=262144"
MICROBIT = "-DTEST_SHRINK=32 -DTEST_HEAP=6144 -DTEST_STACK=256"
ATMEGA = "-DTEST_SHRINK=64 -DTEST_HEAP=2560 -DTEST_STACK=64"
NO_CAS = "-DNOSTD_CRITICAL_SECTION"

MACHINES = [
    Machine("cortex-m0", "arm-none-eabi-gcc -mthumb -mcpu=cortex-m0", CORTEX,
            "-T microbit.ld -lgcc",
            f"qemu-system-arm -M microbit {SEMIHOSTING} -kernel {{}}",
            defines=f"{NO_CAS} {MICROBIT} -DMICROKERNEL_HEAP=6144"),
    Machine("cortex-m3", "arm-none-eabi-gcc -mthumb -mcpu=cortex-m3", CORTEX,
            "-T mps2.ld -lgcc",
            f"qemu-system-arm -M mps2-an385 {SEMIHOSTING} -kernel {{}}",
            defines=LARGE),
    Machine("cortex-m4f",
            "arm-none-eabi-gcc -mthumb -mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16",
            CORTEX, "-T mps2.ld -lgcc",
            f"qemu-system-arm -M mps2-an386 {SEMIHOSTING} -kernel {{}}",
            defines=LARGE),
    Machine("aarch64", "clang-14 --target=aarch64-none-elf -mno-unaligned-access",
            "aarch64.S semihosting.c start.c", "-fuse-ld=lld -T aarch64.ld",
            f"qemu-system-aarch64 -M virt -cpu cortex-a53 {SEMIHOSTING} -kernel {{}}",
            defines=LARGE),
    Machine("rv32", "riscv64-unknown-elf-gcc -march=rv32imac -mabi=ilp32",
            "riscv.S semihosting.c start.c", "-T riscv.ld -lgcc",
            f"qemu-system-riscv32 -M virt -bios none {SEMIHOSTING} -kernel {{}}",
            defines=f"{NO_CAS} {LARGE}"),
    Machine("rv64",
            "riscv64-unknown-elf-gcc -march=rv64gc -mabi=lp64d -mcmodel=medany",
            "riscv.S semihosting.c start.c", "-T riscv.ld -lgcc",
            f"qemu-system-riscv64 -M virt -bios none {SEMIHOSTING} -kernel {{}}",
            defines=f"{NO_CAS} {LARGE}"),
    Machine("x86-64", "gcc -fno-pie -mno-red-zone -fcf-protection=none",
            "x86-64.S pc.c start.c", "-static -no-pie -T x86-64.ld -Wl,--build-id=none",
            f"qemu-system-x86_64 {QEMU} -serial stdio "
            "-device isa-debug-exit,iobase=0xf4,iosize=4 -kernel {}", good=33, defines=LARGE),
    Machine("avr", "avr-gcc -mmcu=atmega2560", "avr.S avr.c", "-lgcc",
            "simavr -m atmega2560 -f 16000000 {}", says="PASS\n",
            defines=f"{NO_CAS} {ATMEGA} -DMICROKERNEL_HEAP=3072"),
]


class Failure(Exception):
    """Something that should hold does not; the text says what."""


def missing(machines):
    """The line that installs what these machines need, or None."""
    wanted = {tool for machine in machines for tool in machine.tools}
    packages = sorted({TOOLS[tool] for tool in wanted if shutil.which(tool) is None})
    return f"apt-get install -y {' '.join(packages)}" if packages else None


def call(command, what):
    """Run a compiler or linker; a warning is a failure as well."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0 or "warning:" in done.stderr:
        raise Failure(f"{what}:\n{' '.join(map(str, command))}\n{done.stderr}")


def own_headers(compiler):
    """The folder of the compiler's own headers."""
    if "clang" in compiler:
        return ask(compiler, "-print-resource-dir") + "/include"
    return ask(compiler, "-print-file-name=include")


def ask(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


class Builder:
    """Objects and images for one machine in a folder of its own."""

    def __init__(self, machine, folder, *flags):
        self.machine, self.folder = machine, Path(folder)
        self.compiler = machine.compiler.split()
        self.flags = [*FLAGS, *machine.defines.split(), "-nostdinc", "-isystem",
                      own_headers(self.compiler[0]), *flags, f"-I{NOSTD}/include",
                      f"-I{BOARD}"]
        self.folder.mkdir(parents=True, exist_ok=True)
        self.common = None

    def compile(self, source, *flags):
        """The object of a source."""
        source = Path(source)
        target = self.folder / f"{source.parent.name}-{source.name}.o"
        call([*self.compiler, *self.flags, *flags, "-c", source, "-o", target], source.name)
        return target

    def _common(self):
        """The board and the library, compiled once."""
        if self.common is None:
            board = [BOARD / name for name in ["fault.c", *self.machine.board.split()]]
            memory = NOSTD / "src/mem/mem.c"
            self.common = [self.compile(source) for source in [*board, memory]]
            archive = self.folder / "libnostd.a"
            objects = [self.compile(s) for s in sorted((NOSTD / "src").glob("*.c"))]
            call(["ar", "rcs", archive, *objects], "libnostd.a")
            self.common.append(archive)
        return self.common

    def link(self, name, objects):
        """NAME.elf of objects, the board and the library."""
        image = self.folder / f"{name}.elf"
        link = self.machine.link.split()
        scripts = [word for word in link if word != "-lgcc"]
        call([*self.compiler, "-nostdlib", f"-L{BOARD}", *scripts, "-Wl,--gc-sections",
              f"-Wl,-Map={image.with_suffix('.map')}", *objects, *self._common(),
              *(["-lgcc"] if "-lgcc" in link else []), "-o", image], name)
        return image


def simavr_text(text):
    """What the image said: simavr prints it in green, with a dot for each end of line."""
    lines = re.findall(r"\x1b\[32m(.*)\.$", text, re.MULTILINE)
    return "".join(line + "\n" for line in lines) or text


def run(machine, image, seconds):
    """(whether it ended well, what it said)."""
    command = [word.replace("{}", str(image)) for word in machine.run.split()]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        return False, (late.stdout or b"").decode(errors="replace") + (
            f"\nno end after {seconds} s\n")
    text = done.stdout.decode(errors="replace").replace("\r", "")
    if machine.run.startswith("simavr"):
        text = simavr_text(text)
    if done.returncode != machine.good:
        text += f"\nthe emulator's exit code is {done.returncode}, not {machine.good}\n"
    return done.returncode == machine.good and machine.says in text, text
