#ifndef ASM_H
#define ASM_H
#define LEVEL 3
#endif
