/* In two archives, as one object. */
int twice(int value)
{
	return 2 * value;
}
