/* A member that says it is longer than the archive. */
void one(void)
{
}
