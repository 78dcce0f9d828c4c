/* What the command line lets the compiler put in beside hosted mode: a stack protector, and
   position independence. */
int value;

int get(void)
{
	return value;
}
