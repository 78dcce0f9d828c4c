/*
 * With RING_OFF the leak would go, and with it a function that app.c needs.
 */
int ring_put(int value);

int app_put(void)
{
	return ring_put(1);
}
