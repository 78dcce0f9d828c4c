/* The same call where it does not stand beside an instruction for errno's sake alone. */
float sqrtf(float value);
double sqrt(double value);
float bare(float value);
float flag(float value);
float other(float value);
float plain(float value);

float debug(float value) /* -O0: gcc calls it whatever the flags say */
{
	return sqrtf(value);
}

int _start(void)
{
	return (int)(debug(2) + bare(2) + flag(3) + other(4) + plain(5));
}
