/* The unit is for single precision; a double has no instruction. */
double sqrt(double value);

float other(float value)
{
	return (float)sqrt(value) + (float)(sqrt)(value + 1.0);
}
