/* Another common symbol and another weak default of the same names. */
char shared[16];

__attribute__((weak)) int hook(int value)
{
	return value * 3 + shared[9];
}
