/* own.h - the project's copy with a bound, and what it must not use. */
char *strcpy(char *to, const char *from);
char *own_copy(char *to, const char *from);
