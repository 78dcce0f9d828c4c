/* An empty program: newlib's crt0 calls exit after it all the same. */
int main(void)
{
	return 0;
}
