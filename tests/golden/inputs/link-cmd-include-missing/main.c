/* Any object: the script is at fault. */
void start(void)
{
}
