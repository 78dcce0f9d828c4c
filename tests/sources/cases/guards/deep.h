/* No header guard: other things stand in front. */
extern int deep_call(void);
#ifndef DEEP_ONCE
#define DEEP_ONCE
#if defined(MODE)
#if MODE == 1
static inline int deep(void)
{
	return deep_call();
}
#endif
#endif
#endif
