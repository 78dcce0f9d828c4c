/* -O0 and no debugging information, which would have the flags: the command has them. */
float sqrtf(float value);

float bare(float value)
{
	return sqrtf(value);
}
