/* Trap 22: decided by a flag in a response file, and by a header that no line includes. */
int roll(void)
{
#ifdef WITH_RANDOM
	return RANDOM();
#else
	return 4;
#endif
}
