/*
 * test_nostd_token.h - an element that owns a block: a lost or doubled one shows in the
 * number of blocks alive. For tests of containers; include test_nostd_common.h first.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_TOKEN_H
#define NSC_TESTS_UNIT_TEST_NOSTD_TOKEN_H

struct token {
	uint32_t id;
	unsigned char *mem;
};

static const struct nostd_layout token_layout = {1, 1};

TEST_UNUSED static bool token_make(struct token *to, uint32_t id)
{
	to->mem = nostd_alloc(&watch_allocator, token_layout);
	to->id = id;
	if (to->mem) {
		*to->mem = (unsigned char)id;
	}
	return to->mem != NULL;
}

TEST_UNUSED static void token_check(const struct token *t, uint32_t id)
{
	assert_int_equal(t->id, id);
	assert_int_equal(*t->mem, (unsigned char)id);
}

TEST_UNUSED static void token_drop(struct token *t)
{
	token_check(t, t->id);
	nostd_dealloc(&watch_allocator, t->mem, token_layout);
	t->mem = NULL;
}

/* One that is not among what may fail. */
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
