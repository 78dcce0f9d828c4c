__attribute__((noinline)) static unsigned clamp(unsigned value)
{
	return value > 100 ? 100 : value;
}
