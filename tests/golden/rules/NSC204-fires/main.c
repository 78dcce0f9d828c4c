/* NSC204: with float x, x * 1.1 is a multiplication in double precision. */
float volatile input;

float scale(void)
{
	return input * 1.1;
}

float half(void)
{
	return input * 0.5F;
}

void _start(void)
{
	for (;;) {
		input = scale() + half();
	}
}
