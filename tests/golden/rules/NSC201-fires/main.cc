/* A thread-local object with a destructor: the compiler calls __cxa_thread_atexit. */
struct lamp {
	volatile int on;
	~lamp() { on = 0; }
};

static thread_local lamp mine;

int lit()
{
	return mine.on;
}
