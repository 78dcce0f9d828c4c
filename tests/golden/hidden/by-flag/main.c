/* No construct: -finstrument-functions calls at each entry and exit. The stack protector has
   the array. */
void use(char *);

void work(void)
{
	char room[32];

	use(room);
}
