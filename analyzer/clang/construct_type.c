/*
 * construct_type.c - see construct_type.h.
 */
#include "analyzer/clang/construct_type.h"

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/clang/parse.h"
#include "analyzer/fact/unit.h"

static enum nsc_type_kind kind_of(enum CXTypeKind kind)
{
	switch ((unsigned)kind) {
	case CXType_Float:
	case CXType_Double:
	case CXType_LongDouble:
	case CXType_Float128:
	case CXType_Half:
	case CXType_Float16:
	case CXType_BFloat16:
		return NSC_TYPE_FLOAT;
	case CXType_Complex:
		return NSC_TYPE_COMPLEX;
	case CXType_Record:
	case CXType_ConstantArray:
	case CXType_VariableArray:
		return NSC_TYPE_AGGREGATE;
	case CXType_Enum:
		return NSC_TYPE_INT;
	}
	return kind >= CXType_Bool && kind <= CXType_Int128 ? NSC_TYPE_INT
							    : NSC_TYPE_OTHER;
}

static uint32_t size_of(CXType type)
{
	long long size = clang_Type_getSizeOf(type);

	return size > 0 && size < UINT32_MAX ? (uint32_t)size : 0;
}

/* Those that are not, are in front of the others; an enumeration may be. */
static bool is_signed(enum CXTypeKind kind)
{
	return kind >= CXType_Char_S;
}

struct nsc_construct_type nsc_construct_type_of(CXCursor cursor)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));
	struct nsc_construct_type out;

	if (type.kind == CXType_Atomic) {
		type = clang_getCanonicalType(clang_Type_getValueType(type));
	}
	out.kind = kind_of(type.kind);
	out.size = out.kind == NSC_TYPE_OTHER ? 0 : size_of(type);
	out.is_signed = out.kind == NSC_TYPE_INT && is_signed(type.kind);
	return out;
}

uint32_t nsc_construct_pointee(CXCursor cursor)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));

	if (type.kind == CXType_Pointer) {
		return size_of(clang_getPointeeType(type));
	}
	return type.kind == CXType_ConstantArray
		       ? size_of(clang_getArrayElementType(type))
		       : 0;
}

/* Architectures whose every processor has it all, up to registers' width. */
static bool is_complete(const struct nsc_parse *parse)
{
	struct nostd_str triple = nsc_name_text(parse->run->names, parse->out->triple);

	return nostd_str_starts_with(triple, NOSTD_STR("x86_64")) ||
	       nostd_str_starts_with(triple, NOSTD_STR("amd64")) ||
	       nostd_str_starts_with(triple, NOSTD_STR("aarch64")) ||
	       nostd_str_starts_with(triple, NOSTD_STR("arm64"));
}

/* Half precision and what is longer than double are rarely in hardware. */
static bool is_odd_float(struct nsc_construct_type type)
{
	return type.kind == NSC_TYPE_FLOAT && type.size != 4 && type.size != 8;
}

static bool is_avr(const struct nsc_parse *parse)
{
	return nostd_str_starts_with(nsc_name_text(parse->run->names, parse->out->triple),
				     NOSTD_STR("avr"));
}

bool nsc_construct_matters(const struct nsc_parse *parse, enum nsc_operator what,
			   struct nsc_construct_type type)
{
	if (type.kind == NSC_TYPE_FLOAT) {
		return !is_complete(parse) || is_odd_float(type);
	}
	switch (what) {
	case NSC_OPERATOR_DIVIDE:
	case NSC_OPERATOR_MULTIPLY:
		return !is_complete(parse) || type.size > 8;
	case NSC_OPERATOR_ADD:
	case NSC_OPERATOR_SHIFT:
	case NSC_OPERATOR_COMPARE:
	case NSC_OPERATOR_NEGATE:
		return type.size > 8 || (!is_complete(parse) && type.size == 8);
	case NSC_OPERATOR_OR: /* elsewhere no call comes of it */
		return is_avr(parse) && (type.size == 4 || type.size == 8);
	case NSC_OPERATOR_ASSIGN:
	case NSC_OPERATOR_NOT:
	case NSC_OPERATOR_OTHER:
		break;
	}
	return false;
}

bool nsc_construct_converts(const struct nsc_parse *parse, struct nsc_construct_type from,
			    struct nsc_construct_type to)
{
	return !is_complete(parse) || is_odd_float(from) || is_odd_float(to) ||
	       from.size > 8 || to.size > 8;
}
