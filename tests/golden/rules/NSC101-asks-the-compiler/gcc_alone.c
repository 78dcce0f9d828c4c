/*
 * An attribute that clang has in another form, so this is parsed as clang; gcc's branch is
 * not seen then, but the rest is.
 */
void free(void *block);
void *make(void);
void *find(void *key);

#if __GNUC__ >= 11 && !defined __clang__
__attribute__((__malloc__(free, 1))) void *make(void);
#endif

void keep(void)
{
	free(find(make()));
}
