/*
 * test_nostd_token.h - an element that owns a block: a lost or doubled one shows in the
 * number of live blocks, a dead one that is used in what the block holds.
 *
 * In:   the watching allocator of test_nostd_common.h.
 * Out:  struct token and its drop, clone and comparisons; a token that must not fail.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_TOKEN_H
#define NSC_TESTS_UNIT_TEST_NOSTD_TOKEN_H

#include "test_nostd_common.h"

struct token {
	uint32_t id;
	unsigned char *mem; /* one byte, the low one of id */
};

static const struct nostd_layout token_layout = {1, 1};

TEST_UNUSED static bool token_make(struct token *to, uint32_t id)
{
	to->id = id;
	to->mem = nostd_alloc(&watch_allocator, token_layout);
	if (!to->mem) {
		return false;
	}
	*to->mem = (unsigned char)id;
	return true;
}

TEST_UNUSED static void token_check(const struct token *t)
{
	assert_int_equal(*t->mem, (unsigned char)t->id);
}

TEST_UNUSED static void token_drop(struct token *t)
{
	token_check(t);
	nostd_dealloc(&watch_allocator, t->mem, token_layout);
	t->mem = NULL;
}

TEST_UNUSED static bool token_clone(struct token *to, const struct token *from)
{
	token_check(from);
	return token_make(to, from->id);
}

/* Reads the blocks, so that a dead token does not go unseen. */
TEST_UNUSED static int token_cmp(const struct token *a, const struct token *b)
{
	token_check(a);
	token_check(b);
	return any_size(a->id < b->id ? -1 : a->id > b->id);
}

/* How a token compares to an id. */
TEST_UNUSED static int token_cmp_id(const struct token *t, const uint32_t *id)
{
	token_check(t);
	return any_size(t->id < *id ? -1 : t->id > *id);
}

/* Not one of the allocations that are made to fail. */
TEST_UNUSED static struct token token(uint32_t id)
{
	size_t fail_at = watch.fail_at;
	struct token t;

	watch.fail_at = WATCH_NEVER;
	assert_true(token_make(&t, id));
	watch.fail_at = fail_at;
	return t;
}

#endif
