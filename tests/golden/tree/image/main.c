/*
 * From the target down, by component.
 */
#include "log.h"

volatile unsigned out;

__attribute__((noinline)) static void step(unsigned value)
{
	log_value(value);
}

__attribute__((noinline)) static void other(unsigned value)
{
	log_text("other");
	log_value(value);
}

void (*const table[])(unsigned) = {step, other};

void _start(void)
{
	table[out & 1](out);
	log_text("done");
}
