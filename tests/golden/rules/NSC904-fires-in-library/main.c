/* A library calls what its user is to write. */
void app_on_event(int kind);
void app_on_error(int kind);

void poll(int kind)
{
	app_on_event(kind);
	app_on_error(kind);
	app_on_error(-kind);
}

void poll_again(int kind)
{
	app_on_event(kind);
}
