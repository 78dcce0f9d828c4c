/*
 * The map does not list what --defsym defines: the linked file does, as an absolute symbol.
 */
extern int rom_function(int value);

int state;

void _start(void)
{
	state = rom_function(state);
}
