#include <stdio.h>

#define PORT_PRINT(...) printf(__VA_ARGS__)
#define LOG(text)       PORT_PRINT("%s: %d\n", text, level)
