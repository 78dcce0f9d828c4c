/* As UEFI's images: the loader's relocations are in memory without SHF_ALLOC, and of no section. */
static int answer(void)
{
	return 42;
}

int (*volatile entry)(void) = answer;

int _start(void)
{
	return entry();
}
