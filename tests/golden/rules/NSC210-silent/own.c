/* Functions of those names that are not what the standard has. */
static int printf(const char *text, ...)
{
	return text[0];
}

void sprintf(int level, const char *text);
int snprintf(char *to, unsigned size, int format, ...);
int scanf(const char *text);
__attribute__((format(strftime, 1, 0))) int stamp(const char *format);
void log_msg(const char *format, ...); /* does not say that it takes one */

int use(double x)
{
	sprintf(1, "%f");
	snprintf(0, 0, '%', x);
	scanf("%n");
	stamp("%f");
	log_msg("%f", x);
	return printf("%f", x);
}
