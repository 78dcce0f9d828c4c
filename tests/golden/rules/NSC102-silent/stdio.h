#define LINES 25
