/* Symbols of every kind that a table of IR tells apart. */
extern int other(int);
extern int weak_one(int) __attribute__((weak));
extern int asm_name(int) __asm__("its_own_name");
int plain, filled = 3;
static int own;
#ifdef __ELF__
extern __thread int thread_there;
__thread int thread_here;
#define THREADS (thread_here + thread_there)
#else
#define THREADS 0
#endif
__attribute__((visibility("hidden"))) int hidden(void) { return own++; }
__attribute__((weak)) int weak_here(void) { return 1; }
__attribute__((used)) static int kept(void) { return 2; }
int table[10];
const char text[] = "text";
int f(char *to, const char *from, int n)
{
	__builtin_memcpy(to, from, n);
	plain += THREADS;
	return other(n) + asm_name(n) + (weak_one ? weak_one(1) : 0) + table[n] + own;
}
#ifdef __ELF__
int g(void) __attribute__((alias("hidden")));
__attribute__((visibility("protected"))) int guarded(void) { return weak_here(); }
#endif
__asm__(".globl of_assembly\nof_assembly:\n");
