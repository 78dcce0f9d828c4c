# tools.sh - what the `make` of a golden case may call. It runs in its work folder, with the
# files of the case beside it; the first failure stops it.

# The target of most cases: a Cortex-M3 without an operating system.
arm() {
	arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -g -ffunction-sections -fdata-sections \
		-Wall "$@"
}

# compile FILE...: FILE.c or FILE.S becomes FILE.o. CFLAGS may add to the command.
compile() {
	local file

	for file in "$@"; do
		arm ${CFLAGS:-} -c "$file" -o "${file%.*}.o"
	done
}

# image NAME ARGUMENT...: NAME.elf and its map NAME.map, entered at _start, without the libc's
# start file. --gc-sections and --cref are on.
image() {
	local name=$1

	shift
	arm -nostartfiles -Wl,--gc-sections -Wl,--cref -Wl,-Map="$name.map" -o "$name.elf" "$@"
}

# The same with newlib's crt0.
started_image() {
	local name=$1

	shift
	arm -Wl,--gc-sections -Wl,--cref -Wl,-Map="$name.map" -o "$name.elf" "$@"
}

# units FILE...: an entry of compile_commands.json for each FILE, compiled as `compile` does.
units() {
	local file

	for file in "$@"; do
		entry "$file" arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -g \
			-ffunction-sections -fdata-sections ${CFLAGS:-} -c "$file" \
			-o "${file%.*}.o"
	done
}

# entry FILE WORD...: one more entry, with the command as it is.
entry() {
	python3 - "$@" <<-'END'
		import json, os, sys

		path = "compile_commands.json"
		known = json.load(open(path)) if os.path.exists(path) else []
		known.append({"directory": os.getcwd(), "file": sys.argv[1],
		              "arguments": sys.argv[2:]})
		json.dump(known, open(path, "w"), indent=1)
	END
}

# lld_image NAME ARGUMENT...: as `image`, by ld.lld, with newlib's nano libc; without --cref,
# so that the map has no word of who refers to what. Its command is in NAME.log.
lld_image() {
	local name=$1 libc nosys

	shift
	libc=$(arm --specs=nano.specs -print-file-name=libc_nano.a)
	nosys=$(arm -print-file-name=libnosys.a)
	set -- ld.lld --gc-sections --defsym=end=0x20001000 -e _start -Map="$name.map" \
		-o "$name.elf" "$@" --start-group "$libc" "$nosys" --end-group
	echo "[1/1] $*" >"$name.log"
	"$@"
}

# gold_image NAME ARGUMENT...: for x86-64, by gold, with musl's libc.
gold_image() {
	local name=$1

	shift
	ld.gold -static --gc-sections -e _start -Map="$name.map" -o "$name.elf" "$@" \
		/usr/lib/x86_64-linux-musl/libc.a
}

# mold_image NAME ARGUMENT...: the same by mold.
mold_image() {
	local name=$1

	shift
	mold -static --gc-sections -e _start -Map="$name.map" -o "$name.elf" "$@" \
		/usr/lib/x86_64-linux-musl/libc.a
}

# host FILE...: compile for the host, without an operating system.
host() {
	local file

	for file in "$@"; do
		gcc -Os -g -ffunction-sections -fdata-sections -ffreestanding -fno-pie \
			-fno-stack-protector -fno-asynchronous-unwind-tables -Wall \
			-c "$file" -o "${file%.*}.o"
	done
}
