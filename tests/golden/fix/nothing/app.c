/*
 * No finding, nothing to propose.
 */
int app_add(int a, int b)
{
	return a + b;
}
