/* IR asks for IR (step), and that for machine code (port): members come in by tables of
   IR. What the code will call (memcpy) nobody knows yet, and that is said. */
extern void step(char *to, const char *from);
char to[100], from[100];
void start(void) { step(to, from); }
