int board_read(void);
void board_print(const char *text);
