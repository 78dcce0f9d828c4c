/*
 * The watchdog of an ATmega328P is no I/O register that "out" reaches: <avr/wdt.h> has an asm
 * statement in a branch not taken, whose "I" it does not fit. gcc does not mind.
 */
#include <avr/wdt.h>
#include <stdlib.h>

int main(void)
{
	wdt_enable(WDTO_1S);
	for (;;) {
		if (rand() == 0) {
			wdt_reset();
		}
	}
}
