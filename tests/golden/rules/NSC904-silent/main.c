/* Near miss of NSC904: the configuration says that the board provides the name. */
void board_blink(void);

void blink(void)
{
	board_blink();
}
