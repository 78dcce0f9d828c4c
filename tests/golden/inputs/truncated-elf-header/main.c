/* Forty bytes of this object are left: less than an ELF header. */
void start(void)
{
}
