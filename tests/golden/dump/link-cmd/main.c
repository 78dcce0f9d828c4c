/* The map that lld would write: KEEP holds vectors, nothing holds unused(). */
extern int start;

__attribute__((section(".vectors"), used)) int *const vectors[] = {&start};
__attribute__((section(".data.start"))) int start = 1;
__attribute__((section(".data.unused"))) int unused = 2;
