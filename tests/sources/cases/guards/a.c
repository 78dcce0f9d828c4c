/*
 * The directives that decide whether a use is compiled: own ones, those of the #include
 * that brings a header in, and of a group the branches in front. Each name is used once.
 */
#include "config.h"
#ifdef WITH_IO
#include "io.h"
#else
#include "none.h"
#endif
extern int plain(void), in_if(void), nested(void), in_elif(void), in_else(void);
extern int spliced(void), commented(void), digraph(void), behind_string(void);
extern int computed(void), by_version(void), chosen(void), unset(void), again(void);
extern int by_option(void), by_has(void), argument(void), in_macro(void);
extern int other_a(void), other_b(void), other_c(void), other_d(void), other_e(void);
extern int many(void), defined_late(void), by_char(void), behind_dead(void);
int f(void)
{
	plain();
#if LEVEL > 2 && defined(WITH_IO)
	in_if();
#	ifndef QUIET
	nested();
#	endif
#endif
#if LEVEL == 1
	other_a();
#elif LEVEL == 3
	in_elif();
#else
	other_b();
#endif
#if LEVEL < 0
	other_c();
#elif defined QUIET || !defined(WITH_IO)
	other_d();
#else
	in_else();
#endif
#if defined(WITH_IO) && \
	LEVEL >= 3
	spliced();
#endif
	/*
#if 0
	*/
#if /* the level */ LEVEL // and no more
	commented();
#endif /*
#endif
*/
%:if LEVEL
	digraph();
%:endif
	(void)"\
#if 0 \
";
#ifdef WITH_IO
	(void)'"', behind_string();
#endif
#if (LEVEL << 4 | 0x1u) == 061 && (LEVEL ? 2 - 1 : 0/0) && -1 < 0 && ~0 && 7 / 2 * 2 % 4 == 2
	computed();
#endif
#if __GNUC__ >= 4 && __STDC_VERSION__ > 199900L && VERSION >= MAKE(1, 2)
	by_version();
#endif
#if IS(FEATURE)
	chosen();
#endif
#undef WITH_IO
#ifndef WITH_IO
	unset();
#endif
#define WITH_IO 2
#if WITH_IO == 2
	again();
#endif
#ifdef BY_OPTION
	by_option();
#endif
#if BY_OPTION == 5 && !defined __INT_MAX__X && defined(__INT_MAX__)
	by_option_too();
#endif
#ifdef __has_include
#if __has_include("config.h")
	by_has();
#endif
#endif
	ID(
#if LEVEL
	argument()
#else
	other_e()
#endif
	);
#if LEVEL
	CALL(in_macro);
#endif
#if HAS_IO
	defined_late();
#endif
#if 'A' == 65 && '\n' < ' '
	by_char();
#endif
#if 0
	it's not a string: "
#else
	behind_dead();
#endif
	return 0;
}
