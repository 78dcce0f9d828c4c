/*
 * Trap 7: crt1 of AVR calls exit after main, and exit comes from libgcc, where it only
 * stops. No libc is in this image.
 */
int main(void)
{
	return 0;
}
