/* The source says printf, the object says puts; the struct copy says nothing here. */
extern int printf(const char *, ...);
struct big { char bytes[4096]; } a, b;
void f(void)
{
	printf("hello\n");
	a = b;
}
