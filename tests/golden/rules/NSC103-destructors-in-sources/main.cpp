// No syntax calls a destructor: those of variables run, by way of members and bases, too.
#include <stdlib.h>

struct Text {
	char *start = nullptr;
	~Text() { free(start); }
};

struct Named {
	Text name;
};

struct Sensor : Named {
	int value = 0;
};

struct Log {
	~Log() { abort(); }
};

struct Defaulted {
	Log log;
	~Defaulted() = default;
};

struct Unused {
	~Unused() { exit(1); }
};

int measure()
{
	Sensor sensors[2];

	return sensors[1].value;
}

Defaulted log_of_all;
