/* Where there is no start file: an entry, and the stack that the script sets aside. */
int main(void);

void _start(void)
{
	main();
	for (;;) {
	}
}
