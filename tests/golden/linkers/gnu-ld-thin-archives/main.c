/*
 * Thin archives of thin archives, loaded whole, as kbuild makes them: the map names their
 * members by the files that they are.
 */
int helper(int);

void _start(void)
{
	for (volatile int sum = 0;; sum += helper(1)) {
	}
}
