"""How each package is built, and what of it a target is made of.

A recipe gets the unpacked sources and an empty folder, and returns a Build. Compilers are
called through `record`, so that what they compiled is known without the package's help.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import database
from sources import Unusable, unpack

HERE = Path(__file__).resolve().parent
CORTEX_M4 = ["-mcpu=cortex-m4", "-mthumb"]
ARM_FLAGS = CORTEX_M4 + ["-Os", "-gdwarf-4", "-ffunction-sections", "-fdata-sections"]
ARM = "arm-none-eabi-"


class Build:
    """What a recipe made. `objects` holds also what was put into `archive`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.log = self.folder / "calls"
        self.log.mkdir(parents=True)
        self.objects, self.archive, self.units = [], None, 0

    def compiler(self, name):
        return f"{HERE / 'record'} {self.log} {name}"

    def run(self, *words, folder=None, **environment):
        """A step of the build; its output goes to a file."""
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            print("$", *words, file=log, flush=True)
            done = subprocess.run([str(x) for x in words], cwd=folder or self.folder,
                                  stdout=log, stderr=subprocess.STDOUT,
                                  stdin=subprocess.DEVNULL, env={**os.environ, **environment})
        if done.returncode != 0:
            text = (self.folder / "log").read_text(errors="replace")
            raise Unusable(f"{' '.join(map(str, words[:4]))} ... failed in {self.folder}:\n"
                           + "\n".join(text.splitlines()[-15:]))

    def compile(self, sources, flags):
        """Sources one by one to objects beside each other."""
        folder = self.folder / "objects"
        folder.mkdir(exist_ok=True)
        for source in sources:
            target = folder / (source.stem + ".o")
            self.run(HERE / "record", self.log, ARM + "gcc", *ARM_FLAGS, *flags, "-c",
                     source, "-o", target)
            self.objects.append(target)

    def pack(self, name):
        self.archive = self.folder / name
        self.run(ARM + "ar", "crs", self.archive, *self.objects)

    def finish(self):
        self.units = database.write(self.log, self.folder / "compile_commands.json")
        return self


def copied(tree, build):
    """A copy of the sources to build in."""
    target = build.folder / "source"
    shutil.copytree(tree, target, symlinks=True)
    return target


def bzip2(tree, build):
    """By its Makefile: the library, and two programs that are not linked."""
    folder = copied(tree, build)
    build.run("make", "-C", folder, "CC=" + build.compiler(ARM + "gcc"), f"AR={ARM}ar",
              f"RANLIB={ARM}ranlib", "CFLAGS=" + " ".join(ARM_FLAGS), "libbz2.a", "bzip2.o",
              "bzip2recover.o")
    build.archive = folder / "libbz2.a"
    names = "blocksort huffman crctable randtable compress decompress bzlib"
    build.objects = [folder / f"{x}.o" for x in f"{names} bzip2 bzip2recover".split()]
    return build.finish()


def expat(tree, build):
    """By its CMake files. The patched sources want XML_DTD to be 1, not just defined."""
    folder = build.folder / "objects"
    options = ["SHARED_LIBS", "BUILD_TESTS", "BUILD_EXAMPLES", "BUILD_TOOLS", "BUILD_DOCS",
               "DEV_URANDOM", "DTD"]
    flags = ARM_FLAGS + ["-DXML_DTD=1", "-DXML_POOR_ENTROPY"]
    build.run("cmake", "-S", tree / "expat", "-B", folder, "-G", "Unix Makefiles",
              "-DCMAKE_SYSTEM_NAME=Generic", "-DCMAKE_SYSTEM_PROCESSOR=arm",
              "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY", f"-DCMAKE_C_COMPILER={ARM}gcc",
              f"-DCMAKE_CXX_COMPILER={ARM}g++", f"-DCMAKE_AR=/usr/bin/{ARM}ar",
              f"-DCMAKE_RANLIB=/usr/bin/{ARM}ranlib",
              f"-DCMAKE_C_COMPILER_LAUNCHER={HERE / 'record'};{build.log}",
              "-DCMAKE_C_FLAGS=" + " ".join(flags), *[f"-DEXPAT_{x}=OFF" for x in options])
    build.run("cmake", "--build", folder, "--target", "expat")
    build.archive = folder / "libexpat.a"
    build.objects = sorted((folder / "CMakeFiles/expat.dir/lib").glob("*.obj"))
    return build.finish()


def cmark(tree, build):
    """Its library, with the headers that its CMake files make."""
    made = build.folder / "made"
    build.run("cmake", "-S", tree, "-B", made, "-G", "Unix Makefiles",
              "-DCMAKE_SYSTEM_NAME=Generic", f"-DCMAKE_C_COMPILER={ARM}gcc",
              f"-DCMAKE_CXX_COMPILER={ARM}g++", "-DCMARK_TESTS=OFF", "-DCMARK_SHARED=OFF",
              "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY")
    build.compile([x for x in sorted((tree / "src").glob("*.c")) if x.stem != "main"],
                  ["-std=c99", "-DCMARK_STATIC_DEFINE", "-I", made / "src", "-I", tree / "src"])
    build.pack("libcmark.a")
    return build.finish()


def zlib(tree, build):
    build.compile(sorted(tree.glob("*.c")), ["-DHAVE_UNISTD_H", "-I", tree])
    build.pack("libz.a")
    return build.finish()


def lua(tree, build):
    """The interpreter's library, without the programs; its header is made by debian/rules."""
    (build.folder / "lua5.4-deb-multiarch.h").write_text(
        '#define DEB_HOST_MULTIARCH "arm-none-eabi"\n')
    sources = [x for x in sorted((tree / "src").glob("*.c")) if x.name not in
               ("lua.c", "luac.c", "onelua.c", "ltests.c")]
    build.compile(sources, ["-DLUA_COMPAT_5_3", "-I", build.folder])
    build.pack("liblua.a")
    return build.finish()


def mbedtls(tree, build):
    """Without an operating system, by the configuration header beside this file."""
    build.compile(sorted((tree / "library").glob("*.c")),
                  ['-DMBEDTLS_USER_CONFIG_FILE="mbedtls_user.h"', "-I", tree / "include",
                   "-I", HERE / "port"])
    build.pack("libmbedtls.a")
    return build.finish()


def lwip(tree, build):
    """Core, IPv4 and Ethernet without an operating system, by the port header beside this."""
    core = tree / "src/core"
    sources = sorted(core.glob("*.c")) + sorted((core / "ipv4").glob("*.c"))
    sources.append(tree / "src/netif/ethernet.c")
    build.compile(sources, ["-I", tree / "src/include", "-I", HERE / "port"])
    build.pack("liblwip.a")
    return build.finish()


def gnu_efi(tree, build):
    """A freestanding library for x86-64, by its Makefile."""
    folder = copied(tree, build)
    build.run("make", "-C", folder, "CC=" + build.compiler("gcc"), "lib", "gnuefi")
    return build.finish()


def grub2(tree, build):
    """
    A boot loader for i386-pc, with the host tools beside it. Images of the modules are made
    by the loader itself, so its objects are what there is to look at.
    """
    folder = copied(tree, build)
    build.run("./autogen.sh", folder=folder, PYTHON="python3")
    objects = build.folder / "objects"
    objects.mkdir()
    # `record` is named for the loader's compiler and for that of the host tools.
    gcc = build.compiler("gcc")
    build.run(folder / "configure", "--with-platform=pc", "--target=i386", "--disable-werror",
              "--disable-grub-mkfont", "--disable-grub-mount", "--disable-device-mapper",
              "--disable-nls", f"CC={gcc}", f"HOST_CC={gcc}", f"BUILD_CC={gcc}",
              f"TARGET_CC={gcc}", "CFLAGS=-g -O2", "TARGET_CFLAGS=-g -Os", folder=objects)
    build.run("make", "-j2", folder=objects)
    return build.finish()


def arm_trusted_firmware(tree, build):
    """Three images for AArch64, each with its map, on a C library of their own."""
    folder = copied(tree, build)
    cross = "aarch64-linux-gnu-"
    # It links with --fatal-warnings, and is older than this warning.
    build.run("make", "-C", folder, "-j2", "PLAT=qemu", f"CROSS_COMPILE={cross}",
              "CC=" + build.compiler(cross + "gcc"),
              f"LD={cross}ld.bfd --no-warn-rwx-segments", "bl1", "bl2", "bl31")
    return build.finish()


# The recipe; leaks or freestanding; whether it belongs to the short ring.
RECIPES = {
    "bzip2": (bzip2, True, True),
    "expat": (expat, True, True),
    "zlib": (zlib, True, True),
    "lua5.4": (lua, True, True),
    "cmark": (cmark, True, False),
    "lwip": (lwip, True, False),
    "mbedtls": (mbedtls, True, False),
    "gnu-efi": (gnu_efi, False, True),
    "grub2": (grub2, False, False),
    "arm-trusted-firmware": (arm_trusted_firmware, False, False),
}


def built(name, apt, work):
    """The build of a package, from an earlier run or new."""
    recipe, _, _ = RECIPES[name]
    folder = work / "builds" / name
    tree = unpack(apt, work, name)
    done = folder / "done"
    if not done.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        made = recipe(tree, Build(folder))
        done.write_text(json.dumps([str(made.archive), list(map(str, made.objects))]))
    made = Build.__new__(Build)
    made.folder = folder
    archive, objects = json.loads(done.read_text())
    made.archive, made.objects = Path(archive), [Path(x) for x in objects]
    return made
