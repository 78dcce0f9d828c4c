/* In no database: its debugging information names the flags. At -O2 gcc has the instruction
   in line and calls only for what is negative. */
float sqrtf(float value);

float length(float x, float y)
{
	return sqrtf(x * x + y * y) + 1;
}
