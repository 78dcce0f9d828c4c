/*
 * name_vec.c - see name_vec.h.
 */
#include "analyzer/base/name_vec.h"

void nsc_name_vec_add(struct nsc_name_vec *all, struct nsc_name name)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (nsc_name_eq(all->ptr[i], name)) {
			return;
		}
	}
	nsc_name_vec_push(all, name);
}
