/* Near miss of NSC201: without a destructor only __aeabi_read_tp is called: core. */
struct lamp {
	volatile int on;
};

static thread_local lamp mine;

int lit()
{
	return mine.on;
}
