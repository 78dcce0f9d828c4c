void log_value(unsigned value);
void log_text(const char *text);
void log_nothing(void);
