/* As the headers are installed. */
#include <yajl_gen.h>
