#define ENTRY(n) .globl n; .type n, %function; n:
