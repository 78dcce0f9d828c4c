/* A condition names a macro of the header, in a branch that was not taken as well. */
#include <stdio.h>
#include <signal.h>

#ifdef BUFSIZ
int buffered;
#endif
#if !defined(SIGTERM)
#error "no signals"
#endif
int here;
