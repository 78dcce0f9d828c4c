/* A definition in a header, weak: every unit has a copy. */
__attribute__((weak)) int clamp(int value)
{
	return value < 0 ? 0 : value;
}
