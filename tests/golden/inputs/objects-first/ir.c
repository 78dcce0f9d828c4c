/* Compiled with -flto: an object without machine code does not say what is called. */
int ir(void)
{
	return 2;
}
