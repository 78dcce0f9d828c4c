/*
 * ctype.h - for images without a libc: the classes of the "C" locale, for ASCII.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_CTYPE_H
#define NSC_TESTS_BARE_METAL_SHIM_CTYPE_H

static inline int isdigit(int c)
{
	return c >= '0' && c <= '9';
}

static inline int isalpha(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline int isalnum(int c)
{
	return isdigit(c) || isalpha(c);
}

static inline int isspace(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline int tolower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static inline int toupper(int c)
{
	return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

#endif
