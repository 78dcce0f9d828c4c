int main(void);

int _start(void)
{
	return main();
}
