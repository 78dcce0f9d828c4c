/* The script is in six files: KEEP holds vectors, which only the innermost one says. */
extern int start;

__attribute__((section(".vectors"), used)) int *const vectors[] = {&start};
__attribute__((section(".data.start"))) int start = 1;
__attribute__((section(".data.unused"))) int unused = 2;
