/*
 * attribute.h - attributes of a declaration, which libclang names only in part.
 *
 * libclang gives most of them one kind, "unexposed", and a place. What stands there is
 * read from the source, through macros if need be.
 */
#ifndef NSC_ANALYZER_CLANG_ATTRIBUTE_H
#define NSC_ANALYZER_CLANG_ATTRIBUTE_H

#include <clang-c/Index.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_parse;

enum nsc_attribute {
	NSC_ATTRIBUTE_WEAK = 1 << 0,
	NSC_ATTRIBUTE_WEAKREF = 1 << 1,
	NSC_ATTRIBUTE_USED = 1 << 2,
	NSC_ATTRIBUTE_ALIAS = 1 << 3,
	NSC_ATTRIBUTE_GNU_INLINE = 1 << 4,
	NSC_ATTRIBUTE_CLEANUP = 1 << 5,
	NSC_ATTRIBUTE_FORMAT = 1 << 6
};

struct nsc_attributes {
	unsigned flags;          /* enum nsc_attribute */
	struct nostd_str target; /* of alias, ifunc, weakref, cleanup; may be empty */
	/* Of format: "printf" or another archetype, and which argument it is, from 1. */
	struct nostd_str archetype;
	uint32_t argument;
};

/* All attributes of a declaration, those it inherits from earlier ones too. */
struct nsc_attributes nsc_attributes_of(struct nsc_parse *parse, CXCursor declaration);
/* Those that stand at one attribute cursor. */
void nsc_attributes_add(struct nsc_parse *parse, CXCursor attribute,
			struct nsc_attributes *out);

#endif
