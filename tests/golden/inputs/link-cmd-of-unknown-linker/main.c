/* A driver that may not be run is not asked for its link line. */
void start(void)
{
}
