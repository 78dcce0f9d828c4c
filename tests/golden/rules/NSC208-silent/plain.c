/* -ffreestanding: the name is any function's. */
float sqrtf(float value);

float plain(float value)
{
	return sqrtf(value);
}
