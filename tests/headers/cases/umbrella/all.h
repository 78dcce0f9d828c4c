#ifndef ALL_H
#define ALL_H
#include <signal.h>
#include <stdio.h>
#include <time.h>
#endif
