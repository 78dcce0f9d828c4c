/* -fno-math-errno: the instruction and no call. */
float sqrtf(float value);

float flag(float value)
{
	return sqrtf(value);
}
