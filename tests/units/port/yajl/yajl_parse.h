/* As the headers are installed. */
#include <yajl_parse.h>
