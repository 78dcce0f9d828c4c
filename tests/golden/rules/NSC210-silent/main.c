/* Nothing of this hands %f, %n or %lld over. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void percents(int n)
{
	printf("%%f %d%%\n", n);
	printf("100%%n of %u%%%%f", (unsigned)n);
	printf("%s %p %#x %ld %zu %td %hhu %c", "%f", (void *)0, n, 1L, sizeof(n), (ptrdiff_t)0,
	       (unsigned char)n, 'f');
	printf("%" PRIu32 " %" PRIx16 "n", (uint32_t)n, (uint16_t)n);
}

/* Strings that are no formats. */
size_t strings(char *to)
{
	const char *help = "%f prints a float, %n counts";

	puts("%f");
	fputs(help, stdout);
	strftime(to, 8, "%F %n", 0);
	return strlen("%f");
}

/* After the NUL nothing is read; what is not evaluated prints nothing. */
void cut(double x, int n)
{
	printf("%d\0%f", n);
	(void)sizeof(printf("%f", x));
	if (0) {
		printf("%f", x);
	}
}

static void never(double x) __attribute__((unused));
static void never(double x)
{
	printf("%f", x);
}

void scan(const char *line, int *n, char *to)
{
	sscanf(line, "%d %[%f] %*[^n]%% %i", n, to, n);
}
