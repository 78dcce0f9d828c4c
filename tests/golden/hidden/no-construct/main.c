/* The object was made of another text: at this line stands no division, nor anywhere else
   in the unit. Nothing is guessed. */
#ifdef OTHER
long long part(long long a, long long b) { return a / b; }
#else
long long part(long long a, long long b) { return a + b; }
#endif
