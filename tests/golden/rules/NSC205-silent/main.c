/* Near miss of NSC205: one variable is thread-local, and the start sets the TLS up. */
static _Thread_local int depth;
extern char tls_block[];
void _set_tls(void *block);

int enter(void)
{
	return ++depth;
}

void _start(void)
{
	_set_tls(tls_block);
	for (;;) {
		enter();
	}
}
