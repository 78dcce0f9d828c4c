/* Inline functions that are emitted: C99 6.7.4p7, GNU C89 (GCC manual, "Inline"). */
extern int in_static(void), in_c99(void), in_extern(void), in_gnu(void), in_both(void);
static inline int static_inline(void) { return in_static(); }
inline int c99_inline(void) { return in_c99(); }
extern inline int extern_inline(void) { return in_extern(); }
extern inline __attribute__((gnu_inline)) int gnu_inline_(void) { return in_gnu(); }
int declared_before(void);
inline int declared_before(void) { return in_both(); }
int f(void) { return static_inline() + c99_inline() + extern_inline() + gnu_inline_(); }
