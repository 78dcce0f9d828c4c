/* An error in a header: the unit that includes it is named. */
#ifndef BAD_H
#define BAD_H
int broken(;
#endif
