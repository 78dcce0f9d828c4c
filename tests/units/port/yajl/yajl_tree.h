/* As the headers are installed. */
#include <yajl_tree.h>
