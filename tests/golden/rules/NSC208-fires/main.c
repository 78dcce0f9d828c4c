/* Square roots on a core that has an instruction for them. Compiled at -Os without debugging
   information: what is known of its flags stands in compile_commands.json. */
float sqrtf(float value);
float length(float x, float y);

volatile float given = 2;

__attribute__((noinline)) float root(float value)
{
	return sqrtf(value);
}

int _start(void)
{
	return (int)(root(given) + length(3, 4));
}
