/* avr-gcc makes one call of the shifts that turn a word around (a builtin elsewhere). The
   shifts of low() are no such thing. */
unsigned long load(const unsigned char *from)
{
	return (unsigned long)from[0] << 24 | (unsigned long)from[1] << 16 |
	       (unsigned long)from[2] << 8 | from[3];
}

unsigned long low(unsigned long a, unsigned long b)
{
	return a << 4 | b << 2;
}
