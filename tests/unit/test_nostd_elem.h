/*
 * test_nostd_elem.h - what tests of containers whose elements are tokens share.
 *
 * In:   test_nostd_token.h. Out: a check that a token is alive and the one it should be.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_ELEM_H
#define NSC_TESTS_UNIT_TEST_NOSTD_ELEM_H

#include "test_nostd_token.h"

TEST_UNUSED static void assert_token(const struct token *t, uint32_t id)
{
	assert_int_equal(t->id, id);
	token_check(t);
}

#endif
