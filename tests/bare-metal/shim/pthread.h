/*
 * pthread.h - for images without an OS: a thread runs to its end when it is made.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_PTHREAD_H
#define NSC_TESTS_BARE_METAL_SHIM_PTHREAD_H

#include <stddef.h>

typedef int pthread_t;
typedef int pthread_mutex_t;

#define PTHREAD_MUTEX_INITIALIZER 0

#define pthread_create(thread, attributes, run, argument) \
	((void)(*(thread) = 0), (void)(run)(argument), 0)
#define pthread_join(thread, result) ((void)(thread), 0)
#define pthread_mutex_lock(mutex)    ((void)(mutex), 0)
#define pthread_mutex_unlock(mutex)  ((void)(mutex), 0)

#endif
