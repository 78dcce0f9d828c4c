/* No table knows board_blink, nobody defines it, and the code calls it. */
void board_blink(void);

void blink(void)
{
	board_blink();
}
