#ifndef LOG_H
#define LOG_H
#include <stdio.h>
#define LOG(text) fprintf(stderr, text)
#endif
