/*
 * assembly.c - statements of GNU as: labels, directives, instructions. See assembly.h.
 */
#include "analyzer/clang/assembly.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/clang/asm_source.h"

#define NOSTD_NAME by_name
#define NOSTD_K    struct nostd_str
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct reading {
	const struct nsc_assembly_from *from;
	const struct nsc_asm_dialect *dialect;
	struct nostd_bump *arena;
	struct nsc_assembly *out;
	struct nsc_asm_at at;  /* of the statement */
	bool next_is_function; /* .thumb_func */
	unsigned operators;    /* of the dialect; .intel_syntax changes them */
	struct by_name index;  /* of symbols */
};

/* -- tables -------------------------------------------------------------------------- */

enum operand { FIRST, LAST };

static const struct {
	enum nsc_asm_arch arch;
	struct nostd_str mnemonic;
	enum operand operand;
} targets[] = {
#define TARGET(arch, mnemonic, operand) \
	{NSC_ASM_ARCH_##arch, NOSTD_STR_INIT(mnemonic), operand},
#include "analyzer/clang/assembly.def"
#undef TARGET
};

static const struct {
	enum nsc_asm_arch arch;
	struct nostd_str mnemonic;
	struct nostd_str operand;
} traps[] = {
#define TRAP(arch, mnemonic, operand) \
	{NSC_ASM_ARCH_##arch, NOSTD_STR_INIT(mnemonic), NOSTD_STR_INIT(operand)},
#include "analyzer/clang/assembly.def"
#undef TRAP
};

/* What a directive does (GNU as 2.40 manual, chapter 7). */
enum directive {
	GLOBAL,
	WEAK,
	SET,
	TYPE,
	COMMON,
	LOCAL_COMMON,
	DATA,
	WEAKREF,
	THUMB_FUNC,
	SECTION,
	INCLUDE,
	INTEL
};

static const struct {
	struct nostd_str name;
	enum directive directive;
} directives[] = {
	{NOSTD_STR_INIT(".globl"), GLOBAL},
	{NOSTD_STR_INIT(".global"), GLOBAL},
	{NOSTD_STR_INIT(".weak"), WEAK},
	{NOSTD_STR_INIT(".set"), SET},
	{NOSTD_STR_INIT(".equ"), SET},
	{NOSTD_STR_INIT(".equiv"), SET},
	{NOSTD_STR_INIT(".eqv"), SET},
	{NOSTD_STR_INIT(".thumb_set"), SET},
	{NOSTD_STR_INIT(".type"), TYPE},
	{NOSTD_STR_INIT(".comm"), COMMON},
	{NOSTD_STR_INIT(".common"), COMMON},
	{NOSTD_STR_INIT(".lcomm"), LOCAL_COMMON},
	{NOSTD_STR_INIT(".word"), DATA},
	{NOSTD_STR_INIT(".long"), DATA},
	{NOSTD_STR_INIT(".int"), DATA},
	{NOSTD_STR_INIT(".short"), DATA},
	{NOSTD_STR_INIT(".hword"), DATA},
	{NOSTD_STR_INIT(".half"), DATA},
	{NOSTD_STR_INIT(".2byte"), DATA},
	{NOSTD_STR_INIT(".4byte"), DATA},
	{NOSTD_STR_INIT(".8byte"), DATA},
	{NOSTD_STR_INIT(".quad"), DATA},
	{NOSTD_STR_INIT(".dword"), DATA},
	{NOSTD_STR_INIT(".xword"), DATA},
	{NOSTD_STR_INIT(".byte"), DATA},
	{NOSTD_STR_INIT(".octa"), DATA},
	{NOSTD_STR_INIT(".weakref"), WEAKREF},
	{NOSTD_STR_INIT(".thumb_func"), THUMB_FUNC},
	{NOSTD_STR_INIT(".section"), SECTION},
	{NOSTD_STR_INIT(".text"), SECTION},
	{NOSTD_STR_INIT(".data"), SECTION},
	{NOSTD_STR_INIT(".bss"), SECTION},
	{NOSTD_STR_INIT(".pushsection"), SECTION},
	{NOSTD_STR_INIT(".popsection"), SECTION},
	{NOSTD_STR_INIT(".previous"), SECTION},
	{NOSTD_STR_INIT(".include"), INCLUDE},
	{NOSTD_STR_INIT(".intel_syntax"), INTEL},
};

/* -- symbols ------------------------------------------------------------------------- */

static uint32_t symbol_index(struct reading *reading, struct nostd_str name)
{
	struct nsc_asm_symbol_vec *symbols = &reading->out->symbols;
	const uint32_t *known = by_name_get(&reading->index, name);
	struct nsc_asm_symbol symbol = {{NULL, 0}, 0, reading->at};

	if (known) {
		return *known;
	}
	symbol.name = nostd_bump_str(reading->arena, name);
	by_name_insert(&reading->index, symbol.name, (uint32_t)symbols->len);
	nsc_asm_symbol_vec_push(symbols, symbol);
	return (uint32_t)symbols->len - 1;
}

static uint32_t flag(struct reading *reading, struct nostd_str name, unsigned flags)
{
	uint32_t index = symbol_index(reading, name);
	struct nsc_asm_symbol *symbol = &reading->out->symbols.ptr[index];

	if ((flags & NSC_ASM_DEFINED) && !(symbol->flags & NSC_ASM_DEFINED)) {
		symbol->at = reading->at;
	}
	symbol->flags |= flags;
	return index;
}

/* Local labels: `.Lx`, `1`, `1$` (5.3 "Symbol Names"); and "." itself. */
static bool is_symbol(struct nostd_str name)
{
	return name.len != 0 && !(name.ptr[0] >= '0' && name.ptr[0] <= '9') &&
	       !nostd_str_starts_with(name, NOSTD_STR(".L")) &&
	       !nostd_str_eq(name, NOSTD_STR(".")) && name.ptr[0] != '$';
}

static void use(struct reading *reading, struct nostd_str name, bool trap)
{
	struct nsc_asm_use row = {.trap = trap, .at = reading->at};

	if (!trap && !is_symbol(name)) {
		return;
	}
	row.name = nostd_bump_str(reading->arena, name);
	row.labels_before = (uint32_t)reading->out->labels.len;
	nsc_asm_use_vec_push(&reading->out->uses, row);
}

/* -- operands ------------------------------------------------------------------------ */

/* The name at the start of a text; empty when there is none. */
static struct nostd_str name_at(struct nostd_str text)
{
	return nostd_str_take(text, nsc_asm_name_size(text));
}

/* Every name of an expression, not of strings. `@` begins a relocation's name. */
static void use_names(struct reading *reading, struct nostd_str text)
{
	size_t i = 0;

	while (i < text.len) {
		struct nostd_str rest = nostd_str_skip(text, i);
		struct nostd_str name = name_at(rest);
		char before = i == 0 ? '\0' : text.ptr[i - 1];

		if (rest.ptr[0] == '"') {
			size_t end = nostd_str_find_byte(nostd_str_skip(rest, 1), '"');

			i += end == NOSTD_NOT_FOUND ? rest.len : end + 2;
		} else if (name.len == 0) {
			i++;
		} else {
			char behind =
				i + name.len < text.len ? text.ptr[i + name.len] : '\0';

			if (before != '%' && before != '@' && behind != '(') {
				use(reading, name, false);
			}
			i += name.len;
		}
	}
}

/* A name in parentheses behind `%hi`, `lo8` ...: text starts at the '('. */
static void use_in_parens(struct reading *reading, struct nostd_str text)
{
	size_t end = nostd_str_find_byte(text, ')');

	use_names(reading, nostd_str_skip(nostd_str_take(text, end), 1));
}

/* ":lo12:name", with `text` at the first colon. */
static void use_behind_colon(struct reading *reading, struct nostd_str text)
{
	size_t second = nostd_str_find_byte(nostd_str_skip(text, 1), ':');

	if (second != NOSTD_NOT_FOUND) {
		use(reading, name_at(nostd_str_skip(text, second + 2)), false);
	}
}

/* avr-gcc manual and GNU as "AVR Modifiers". */
static const struct nostd_str avr_functions[] = {
	NOSTD_STR_INIT("lo8"),    NOSTD_STR_INIT("hi8"),    NOSTD_STR_INIT("hh8"),
	NOSTD_STR_INIT("hlo8"),   NOSTD_STR_INIT("hhi8"),   NOSTD_STR_INIT("pm_lo8"),
	NOSTD_STR_INIT("pm_hi8"), NOSTD_STR_INIT("pm_hh8"), NOSTD_STR_INIT("gs"),
	NOSTD_STR_INIT("pm"),
};

static bool is_avr_function(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < COUNT(avr_functions); i++) {
		if (nostd_str_eq(avr_functions[i], name)) {
			return true;
		}
	}
	return false;
}

/* Names behind operators, as the dialect has them. */
static void use_operators(struct reading *reading, struct nostd_str text)
{
	unsigned operators = reading->operators;
	size_t i = 0;

	while (i < text.len) {
		struct nostd_str behind = nostd_str_skip(text, i + 1);
		struct nostd_str name = name_at(nostd_str_skip(text, i));
		char c = text.ptr[i];

		if ((c == '=' && (operators & ASM_EQUAL)) ||
		    (c == '#' && (operators & ASM_HASH))) {
			use(reading, name_at(nostd_str_trim_start(behind)), false);
		} else if (c == ':' && (operators & ASM_COLON)) {
			use_behind_colon(reading, nostd_str_skip(text, i));
			return;
		} else if (c == '%' && (operators & ASM_PERCENT)) {
			use_in_parens(reading,
				      nostd_str_skip(behind, name_at(behind).len));
		} else if ((operators & ASM_CALL) && is_avr_function(name)) {
			use_in_parens(reading, nostd_str_skip(text, i + name.len));
			return;
		}
		i += name.len != 0 ? name.len : 1;
	}
}

/* AT&T syntax: registers have '%', so every other name is a symbol (9.16.3). */
static void use_bare(struct reading *reading, struct nostd_str text)
{
	size_t i = 0;

	while (i < text.len) {
		struct nostd_str name = name_at(nostd_str_skip(text, i));
		char before = i == 0 ? '\0' : text.ptr[i - 1];

		if (name.len != 0 && name.ptr[0] == '$') {
			i++; /* an immediate */
			continue;
		}
		if (name.len != 0 && before != '%' && before != '@') {
			use(reading, name, false);
		}
		i += name.len != 0 ? name.len : 1;
	}
}

static bool is_arm_register(struct nostd_str name)
{
	static const struct nostd_str registers[] = {
		NOSTD_STR_INIT("lr"), NOSTD_STR_INIT("ip"), NOSTD_STR_INIT("sp"),
		NOSTD_STR_INIT("pc"), NOSTD_STR_INIT("fp"), NOSTD_STR_INIT("sl"),
		NOSTD_STR_INIT("sb"),
	};
	uint32_t number;
	size_t i;

	for (i = 0; i < COUNT(registers); i++) {
		if (nostd_str_eq_ignore_case(registers[i], name)) {
			return true;
		}
	}
	return name.len > 1 && (name.ptr[0] == 'r' || name.ptr[0] == 'R') &&
	       nostd_str_to_u32(nostd_str_skip(name, 1), 10, &number) && number < 16;
}

static struct nostd_str operand_of(struct nostd_str text, enum operand operand)
{
	struct nostd_str before = text, after = text;

	if (operand == FIRST) {
		nostd_str_split_once(text, ',', &before, &after);
		return nostd_str_trim(before);
	}
	nostd_str_rsplit_once(text, ',', &before, &after);
	return nostd_str_trim(after);
}

/* -- statements ---------------------------------------------------------------------- */

static bool mnemonic_fits(struct nostd_str pattern, struct nostd_str word)
{
	if (nostd_str_strip_suffix(&pattern, NOSTD_STR("*"))) {
		return word.len >= pattern.len &&
		       nostd_str_eq_ignore_case(nostd_str_take(word, pattern.len),
						pattern);
	}
	return nostd_str_eq_ignore_case(pattern, word);
}

static void read_trap(struct reading *reading, struct nostd_str word,
		      struct nostd_str operands)
{
	size_t i;

	for (i = 0; i < COUNT(traps); i++) {
		struct nostd_str value = operands;

		nostd_str_strip_prefix(&value, NOSTD_STR("#"));
		nostd_str_strip_prefix(&value, NOSTD_STR("$"));
		if (traps[i].arch == reading->dialect->arch &&
		    nostd_str_eq_ignore_case(traps[i].mnemonic, word) &&
		    (traps[i].operand.len == 0 ||
		     nostd_str_eq_ignore_case(traps[i].operand, value))) {
			use(reading, traps[i].mnemonic, true);
		}
	}
}

static void read_target(struct reading *reading, struct nostd_str word,
			struct nostd_str operands)
{
	size_t i;

	for (i = 0; i < COUNT(targets); i++) {
		struct nostd_str name;

		if (targets[i].arch != reading->dialect->arch ||
		    !mnemonic_fits(targets[i].mnemonic, word)) {
			continue;
		}
		name = name_at(operand_of(operands, targets[i].operand));
		if (reading->dialect->arch != NSC_ASM_ARCH_ARM ||
		    !is_arm_register(name)) {
			use(reading, name, false);
		}
		return;
	}
	use_operators(reading, operands);
}

/* Words in front of an x86 instruction (Intel SDM volume 2, 2.1.1). */
static bool is_prefix(const struct reading *reading, struct nostd_str word)
{
	static const struct nostd_str prefixes[] = {
		NOSTD_STR_INIT("rep"),     NOSTD_STR_INIT("repe"),
		NOSTD_STR_INIT("repz"),    NOSTD_STR_INIT("repne"),
		NOSTD_STR_INIT("repnz"),   NOSTD_STR_INIT("lock"),
		NOSTD_STR_INIT("notrack"), NOSTD_STR_INIT("bnd"),
	};
	size_t i;

	for (i = 0; reading->dialect->arch == NSC_ASM_ARCH_X86 && i < COUNT(prefixes);
	     i++) {
		if (nostd_str_eq_ignore_case(prefixes[i], word)) {
			return true;
		}
	}
	return false;
}

static void read_instruction(struct reading *reading, struct nostd_str word,
			     struct nostd_str operands)
{
	if (reading->dialect->arch == NSC_ASM_ARCH_ARM) {
		nostd_str_strip_suffix(&word, NOSTD_STR(".n"));
		nostd_str_strip_suffix(&word, NOSTD_STR(".w"));
	}
	while (is_prefix(reading, word)) {
		word = nsc_asm_word(&operands);
	}
	read_trap(reading, word, operands);
	if (reading->operators & ASM_BARE) {
		use_bare(reading, operands);
	} else {
		read_target(reading, word, operands);
	}
}

static uint32_t last_label(const struct reading *reading)
{
	const struct nsc_asm_label_vec *labels = &reading->out->labels;

	return labels->len == 0 ? NSC_ASM_NO_LABEL : labels->ptr[labels->len - 1];
}

/* `.set NAME, VALUE` or `NAME = VALUE`: an alias when the value is just a symbol. */
static void set(struct reading *reading, struct nostd_str name, struct nostd_str value)
{
	struct nostd_str other = name_at(value);

	name = nostd_str_trim(name);
	if (!is_symbol(name) || name_at(name).len != name.len) {
		return;
	}
	if (other.len == value.len && is_symbol(other)) {
		uint32_t before = last_label(reading);

		nsc_asm_label_vec_push(&reading->out->labels,
				       flag(reading, name,
					    NSC_ASM_DEFINED | NSC_ASM_ALIAS));
		use(reading, other, false);
		nsc_asm_label_vec_push(&reading->out->labels, before);
		return;
	}
	flag(reading, name, NSC_ASM_DEFINED);
}

static void flag_list(struct reading *reading, struct nostd_str text, unsigned flags)
{
	struct nostd_str_split it = nostd_str_split(text, ',');

	while (nostd_str_split_next(&it)) {
		struct nostd_str name = name_at(nostd_str_trim(it.part));

		if (is_symbol(name)) {
			flag(reading, name, flags);
		}
	}
}

/* `.type NAME, %function`: the character in front differs by target. */
static void read_type(struct reading *reading, struct nostd_str name,
		      struct nostd_str kind)
{
	if (!is_symbol(name)) {
		return;
	}
	if (nostd_str_contains(kind, NOSTD_STR("function")) ||
	    nostd_str_contains(kind, NOSTD_STR("FUNC"))) {
		flag(reading, name, NSC_ASM_FUNCTION);
	} else if (nostd_str_contains(kind, NOSTD_STR("object")) ||
		   nostd_str_contains(kind, NOSTD_STR("OBJECT"))) {
		flag(reading, name, NSC_ASM_OBJECT);
	}
}

static void read_directive(struct reading *reading, enum directive directive,
			   struct nostd_str text)
{
	struct nostd_str first = operand_of(text, FIRST);
	struct nostd_str rest = NOSTD_STR("");

	nostd_str_split_once(text, ',', &(struct nostd_str){NULL, 0}, &rest);
	rest = nostd_str_trim(rest);
	switch (directive) {
	case GLOBAL:
		flag_list(reading, text, NSC_ASM_GLOBAL);
		return;
	case WEAK:
		flag_list(reading, text, NSC_ASM_GLOBAL | NSC_ASM_WEAK);
		return;
	case SET:
		set(reading, first, rest);
		return;
	case TYPE:
		read_type(reading, name_at(first), rest);
		return;
	case COMMON:
		flag_list(reading, first,
			  NSC_ASM_DEFINED | NSC_ASM_GLOBAL | NSC_ASM_COMMON |
				  NSC_ASM_OBJECT);
		return;
	case LOCAL_COMMON:
		flag_list(reading, first, NSC_ASM_DEFINED | NSC_ASM_OBJECT);
		return;
	case DATA:
		use_names(reading, text);
		return;
	case WEAKREF:
		use(reading, name_at(rest), false);
		return;
	case THUMB_FUNC:
		reading->next_is_function = true;
		return;
	case SECTION:
		nsc_asm_label_vec_push(&reading->out->labels, NSC_ASM_NO_LABEL);
		return;
	case INCLUDE:
		reading->out->includes = true;
		return;
	case INTEL: /* registers have no '%' there */
		reading->operators &= ~(unsigned)ASM_BARE;
		return;
	}
}

static void read_label(struct reading *reading, struct nostd_str name)
{
	unsigned flags = NSC_ASM_DEFINED;

	if (!is_symbol(name)) {
		return;
	}
	flags |= reading->next_is_function ? NSC_ASM_FUNCTION : 0U;
	reading->next_is_function = false;
	nsc_asm_label_vec_push(&reading->out->labels, flag(reading, name, flags));
}

static void read_word(struct reading *reading, struct nostd_str word,
		      struct nostd_str operands)
{
	size_t i;

	if (word.ptr[0] != '.') {
		read_instruction(reading, word, operands);
		return;
	}
	for (i = 0; i < COUNT(directives); i++) {
		if (nostd_str_eq_ignore_case(directives[i].name, word)) {
			read_directive(reading, directives[i].directive, operands);
			return;
		}
	}
}

static void read_statement(struct reading *reading, struct nostd_str text)
{
	struct nostd_str name = name_at(text);
	struct nostd_str rest = nostd_str_trim_start(nostd_str_skip(text, name.len));
	struct nostd_str word;

	if (name.len != 0 && nostd_str_starts_with(rest, NOSTD_STR(":"))) {
		read_label(reading, name);
		return;
	}
	if (name.len != 0 && nostd_str_strip_prefix(&rest, NOSTD_STR("="))) {
		nostd_str_strip_prefix(&rest, NOSTD_STR("="));
		set(reading, name, nostd_str_trim(rest));
		return;
	}
	word = nsc_asm_word(&text);
	read_word(reading, word, text);
}

/*
 * The operands of an asm statement are no symbols: `%0`, `%c1`, `%[name]`, `%=` become a
 * digit, which no symbol begins with; `%%` is '%' (GCC manual, "Extended Asm").
 */
static struct nostd_str without_operands(struct nostd_bump *arena, struct nostd_str text)
{
	struct nostd_string out = nostd_string_new_in(nostd_bump_in(arena));
	size_t i = 0;

	while (i < text.len) {
		struct nostd_str behind = nostd_str_skip(text, i + 1);
		size_t size = name_at(behind).len;

		if (text.ptr[i] != '%' || behind.len == 0) {
			nostd_string_push_byte(&out, text.ptr[i++]);
		} else if (behind.ptr[0] == '%') {
			nostd_string_push_byte(&out, '%');
			i += 2;
		} else if (nostd_str_find_byte(nostd_str_take(behind, 2), '[') !=
			   NOSTD_NOT_FOUND) {
			nostd_string_push_byte(&out, '0');
			size = nostd_str_find_byte(behind, ']');
			i += size == NOSTD_NOT_FOUND ? text.len : size + 2;
		} else {
			nostd_string_push_byte(&out, '0');
			i += size != 0 ? size + 1 : 2;
		}
	}
	return nostd_string_as_str(&out);
}

struct nsc_assembly nsc_assembly_read(struct nostd_bump *arena,
				      const struct nsc_assembly_from *given)
{
	const struct nostd_allocator *in = nostd_bump_in(arena);
	struct nsc_assembly_from from = *given;
	struct nsc_assembly out = {.cut = false};
	struct reading reading = {.from = &from, .arena = arena, .out = &out};
	struct nsc_asm_statement statement;
	struct nsc_asm_source *source;

	out.symbols = nsc_asm_symbol_vec_new_in(in);
	out.labels = nsc_asm_label_vec_new_in(in);
	out.uses = nsc_asm_use_vec_new_in(in);
	out.files = nsc_asm_file_vec_new_in(in);
	out.entries = nsc_asm_entry_vec_new_in(in);
	if (from.operands) {
		from.text = without_operands(arena, from.text);
	}
	reading.index = by_name_new_in(in);
	reading.dialect = nsc_asm_dialect_of(from.triple);
	reading.operators = reading.dialect->operators;
	source = nsc_asm_source_new(arena, &from, &out);
	while (nsc_asm_source_next(source, &statement)) {
		reading.at = statement.at;
		read_statement(&reading, statement.text);
	}
	return out;
}
