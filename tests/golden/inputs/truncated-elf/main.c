/* The last third of this object is missing: section headers and symbols were there. */
void report(const char *text);

void start(void)
{
	report("text");
}
