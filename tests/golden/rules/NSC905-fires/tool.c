/* A tool of the build machine: nothing here is for a freestanding target. */
int main(void)
{
	return 0;
}
