/* Both ways: a harmless name that is printf, a call spelled malloc that is our own. */
extern int trace(const char *format, ...) __asm__("printf");
extern void *malloc(unsigned long size) __asm__("kernel_alloc");
#pragma redefine_extname old_name new_name
extern void old_name(void);
int data __asm__("data_symbol") = 3;
void f(void)
{
	trace("x");
	malloc(3);
	old_name();
	data = 1;
}
