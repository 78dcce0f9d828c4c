/* As the headers are installed. */
#include <yajl_common.h>
