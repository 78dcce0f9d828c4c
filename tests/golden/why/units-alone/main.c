/* Of sources alone: the line, and the macros it is written with. */
#include <stddef.h>

void *malloc(size_t size);

#define TAKE(type)      (type *)malloc(sizeof(type))
#define TAKE_NODE(name) struct node *name = TAKE(struct node)

struct node {
	struct node *next;
};

struct node *node_new(struct node *next)
{
	TAKE_NODE(node);

	node->next = next;
	return node;
}
