/*
 * test_rules.c - the decisions about names, case by case.
 *
 * In:   what was decided for each disputed group of names, written here by hand.
 * Out:  the look-up must say the same: tier in practical, in strict before C23, in strict
 *       from C23 on, and capability.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/symbol.h"

#define CORE  NSC_TIER_CORE
#define ALLOC NSC_TIER_ALLOC
#define STD   NSC_TIER_STD

static const struct nsc_profile practical = {false, NSC_EDITION_C23};
static const struct nsc_profile strict_c17 = {true, NSC_EDITION_C17};
static const struct nsc_profile strict_c23 = {true, NSC_EDITION_C23};

/* A group of names that was decided as one: names separated by blanks. */
struct decision {
	const char *names;
	enum nsc_tier practical;
	enum nsc_tier c17;
	enum nsc_tier c23;
	enum nsc_capability capability;
};

static struct nsc_symbol_meaning find(const struct nsc_profile *profile,
				      struct nostd_str name)
{
	struct nsc_symbol_meaning meaning;

	if (!nsc_symbol_find(profile, name, &meaning)) {
		fail_msg("unknown: %.*s", (int)name.len, name.ptr);
	}
	return meaning;
}

static struct nsc_symbol_meaning meaning_of(const char *name)
{
	return find(&practical, nostd_str_from_c(name));
}

static void expect_tier(const struct nsc_profile *profile, struct nostd_str name,
			enum nsc_tier expected)
{
	enum nsc_tier tier = find(profile, name).tier;

	if (tier != expected) {
		fail_msg("%.*s: tier %d, expected %d", (int)name.len, name.ptr, (int)tier,
			 (int)expected);
	}
}

static void expect_decisions(const struct decision *decisions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct nostd_str_words names =
			nostd_str_words(nostd_str_from_c(decisions[i].names));

		while (nostd_str_words_next(&names)) {
			expect_tier(&practical, names.word, decisions[i].practical);
			expect_tier(&strict_c17, names.word, decisions[i].c17);
			expect_tier(&strict_c23, names.word, decisions[i].c23);
			if (find(&practical, names.word).capability !=
			    decisions[i].capability) {
				fail_msg("%.*s: wrong capability", (int)names.word.len,
					 names.word.ptr);
			}
		}
	}
}

#define EXPECT(decisions) \
	expect_decisions(decisions, sizeof(decisions) / sizeof((decisions)[0]))

static void test_four_memory_functions_are_core_everywhere(void **state)
{
	static const struct decision decisions[] = {
		{"memcpy memmove memset memcmp", CORE, CORE, CORE, NSC_CAP_STRING},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_string_functions_turn_core_with_c23(void **state)
{
	static const struct decision decisions[] = {
		{"strlen strcpy strncpy strcat strncat strcmp strncmp memchr strchr "
		 "strcspn "
		 "strpbrk strrchr strspn strstr memccpy memset_explicit",
		 CORE, STD, CORE, NSC_CAP_STRING},
		{"memalignment", CORE, STD, CORE, NSC_CAP_HEAP},
		{"stdc_leading_zeros_ui stdc_bit_width_ull", CORE, STD, CORE,
		 NSC_CAP_BITS},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_what_c23_leaves_out_of_string_h_is_std(void **state)
{
	static const struct decision decisions[] = {
		{"strtok", STD, STD, STD, NSC_CAP_STRING},
		{"strerror", STD, STD, STD, NSC_CAP_ERRNO},
		{"strcoll strxfrm", STD, STD, STD, NSC_CAP_LOCALE},
		{"strdup strndup", ALLOC, ALLOC, ALLOC, NSC_CAP_HEAP},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_pure_functions_outside_iso_are_core_only_in_practical(void **state)
{
	static const struct decision decisions[] = {
		{"bcmp bzero bcopy index rindex strlcpy strlcat strnlen memmem strtok_r "
		 "stpcpy",
		 CORE, STD, STD, NSC_CAP_STRING},
		{"ffs htons ntohl", CORE, STD, STD, NSC_CAP_BITS},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_sort_convert_and_arith_are_core_only_in_practical(void **state)
{
	static const struct decision decisions[] = {
		{"qsort bsearch qsort_r", CORE, STD, STD, NSC_CAP_SORT},
		{"abs labs llabs div ldiv imaxabs", CORE, STD, STD, NSC_CAP_ARITH},
		{"atoi atol strtol strtoul strtoll strtod strtof strtold atof itoa", CORE,
		 STD, STD, NSC_CAP_CONVERT},
		{"isdigit toupper _ctype_ __ctype_b_loc __locale_ctype_ptr", CORE, STD,
		 STD, NSC_CAP_CTYPE},
		{"wcslen wcscpy wmemcpy wcstok", CORE, STD, STD, NSC_CAP_WIDE},
		{"setjmp longjmp _setjmp", CORE, STD, STD, NSC_CAP_SETJMP},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_mathematics_is_core_only_in_practical(void **state)
{
	static const struct decision decisions[] = {
		{"sqrt sinf powl csqrt cexpf fmaximum roundeven lgamma_r sincos", CORE,
		 STD, STD, NSC_CAP_MATH},
		{"feraiseexcept fegetround", CORE, STD, STD, NSC_CAP_FENV},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("sqrt").traits & NSC_TRAIT_MATHLIB);
}

static void test_formatting_is_apart_from_streams(void **state)
{
	static const struct decision decisions[] = {
		{"snprintf vsnprintf sprintf sscanf vsscanf", STD, STD, STD, NSC_CAP_FMT},
		{"printf puts putchar fwrite fputc fprintf stdout", STD, STD, STD,
		 NSC_CAP_IO},
		{"fopen remove rename tmpfile stat mkdir", STD, STD, STD, NSC_CAP_FS},
		{"asprintf vasprintf", ALLOC, ALLOC, ALLOC, NSC_CAP_HEAP},
		{"getline getdelim open_memstream", STD, STD, STD, NSC_CAP_IO},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_the_heap_is_alloc(void **state)
{
	static const struct decision decisions[] = {
		{"malloc calloc realloc free aligned_alloc posix_memalign free_sized",
		 ALLOC, ALLOC, ALLOC, NSC_CAP_HEAP},
		{"sbrk _sbrk brk", ALLOC, ALLOC, ALLOC, NSC_CAP_HEAP},
		{"_Znwm _Znam _ZdlPv _ZdaPvm nostd_global_allocator", ALLOC, ALLOC, ALLOC,
		 NSC_CAP_HEAP},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_process_end_is_std_but_abort_is_a_core_hook(void **state)
{
	static const struct decision decisions[] = {
		{"abort", CORE, CORE, CORE, NSC_CAP_PROCESS},
		{"exit atexit quick_exit at_quick_exit system _exit _Exit", STD, STD, STD,
		 NSC_CAP_PROCESS},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("abort").traits & NSC_TRAIT_FAILURE);
	assert_false(meaning_of("exit").traits & NSC_TRAIT_FAILURE);
	assert_true(meaning_of("_exit").traits & NSC_TRAIT_PLATFORM);
	assert_true(meaning_of("_Exit").traits & NSC_TRAIT_PLATFORM);
}

static void test_hidden_state_clock_and_locale_are_std(void **state)
{
	static const struct decision decisions[] = {
		{"rand srand rand_r random arc4random", STD, STD, STD, NSC_CAP_RANDOM},
		{"time clock localtime mktime strftime difftime gmtime_r", STD, STD, STD,
		 NSC_CAP_TIME},
		{"setlocale mbrtowc wcrtomb mblen", STD, STD, STD, NSC_CAP_LOCALE},
		{"iswalpha towupper swprintf", STD, STD, STD, NSC_CAP_WIDE},
		{"getenv environ getopt", STD, STD, STD, NSC_CAP_ENV},
		{"sigsetjmp __sigsetjmp siglongjmp signal raise", STD, STD, STD,
		 NSC_CAP_SIGNAL},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_errno_is_std_in_both_profiles_and_no_failure_hook(void **state)
{
	static const struct decision decisions[] = {
		{"errno __errno __errno_location", STD, STD, STD, NSC_CAP_ERRNO},
		{"_impure_ptr", STD, STD, STD, NSC_CAP_REENT},
	};

	(void)state;
	EXPECT(decisions);
	assert_false(meaning_of("__errno").traits & NSC_TRAIT_FAILURE);
}

static void test_assert_hooks_are_failure_hooks(void **state)
{
	static const struct decision decisions[] = {
		{"__assert_func __assert_fail __assert assert", STD, STD, STD,
		 NSC_CAP_DIAGNOSTIC},
	};
	static const char *const hooks[] = {
		"abort",
		"__assert_func",
		"__assert_fail",
		"__stack_chk_fail",
		"__cxa_pure_virtual",
		"__chk_fail",
		"nostd_panic_handler",
	};

	(void)state;
	EXPECT(decisions);
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		assert_true(meaning_of(hooks[i]).traits & NSC_TRAIT_FAILURE);
	}
}

static void test_atomics_are_core_and_the_size_generic_ones_take_a_lock(void **state)
{
	static const struct decision decisions[] = {
		{"__atomic_load_4 __atomic_fetch_add_8 __atomic_compare_exchange "
		 "__sync_synchronize __aarch64_ldadd8_acq_rel",
		 CORE, CORE, CORE, NSC_CAP_ATOMIC},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("__atomic_compare_exchange").traits & NSC_TRAIT_LOCKS);
	assert_false(meaning_of("__atomic_compare_exchange_4").traits & NSC_TRAIT_LOCKS);
}

static void test_threads_are_std(void **state)
{
	static const struct decision decisions[] = {
		{"pthread_create pthread_mutex_lock mtx_lock thrd_create sem_post "
		 "sched_yield",
		 STD, STD, STD, NSC_CAP_THREAD},
		{"mmap syscall ioctl", STD, STD, STD, NSC_CAP_SYSCALL},
		{"socket getaddrinfo inet_pton", STD, STD, STD, NSC_CAP_NET},
		{"dlopen dlsym", STD, STD, STD, NSC_CAP_DYNLINK},
		{"getpwnam getgrgid", STD, STD, STD, NSC_CAP_USERS},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_newlib_stubs_are_platform_hooks(void **state)
{
	static const char *const hooks[] = {
		"_write",  "_read",   "_close",        "_lseek", "_fstat",
		"_isatty", "_sbrk",   "_exit",         "_kill",  "_getpid",
		"_open",   "_unlink", "_gettimeofday",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		struct nsc_symbol_meaning meaning = meaning_of(hooks[i]);

		assert_true(meaning.traits & NSC_TRAIT_PLATFORM);
		assert_int_not_equal(meaning.tier, CORE);
	}
}

static void test_instrumentation_is_std_but_what_kernels_define_is_core(void **state)
{
	static const struct decision decisions[] = {
		{"__gcov_init __gcov_merge_add llvm_gcda_start_file mcount __asan_load4 "
		 "__ubsan_handle_add_overflow __tsan_func_entry",
		 STD, STD, STD, NSC_CAP_INSTRUMENTATION},
		{"__sanitizer_cov_trace_pc __sanitizer_cov_trace_cmp4 "
		 "__ubsan_handle_add_overflow_minimal __cyg_profile_func_enter",
		 CORE, CORE, CORE, NSC_CAP_INSTRUMENTATION},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("__asan_load4").traits & NSC_TRAIT_INSTRUMENTATION);
}

static void test_stack_protector_is_a_core_hook(void **state)
{
	static const struct decision decisions[] = {
		{"__stack_chk_fail __stack_chk_guard", CORE, CORE, CORE,
		 NSC_CAP_HARDENING},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("__stack_chk_guard").traits & NSC_TRAIT_HARDENING);
}

static void test_cxx_abi_is_core_for_hooks_and_std_for_exceptions(void **state)
{
	static const struct decision decisions[] = {
		{"__cxa_guard_acquire __cxa_pure_virtual __aeabi_atexit __cxa_atexit "
		 "__dso_handle",
		 CORE, CORE, CORE, NSC_CAP_CXX},
		{"__cxa_throw __cxa_begin_catch __gxx_personality_v0 __dynamic_cast "
		 "_ZTVN10__cxxabiv117__class_type_infoE _ZTIi _ZSt9terminatev "
		 "_ZNSt6vectorIiSaIiEE9push_backERKi _ZNKSs4sizeEv",
		 STD, STD, STD, NSC_CAP_CXX},
	};

	(void)state;
	EXPECT(decisions);
}

static void test_runtime_and_linker_names_are_core(void **state)
{
	static const struct decision decisions[] = {
		{"__udivdi3 __aeabi_uldivmod __aeabi_dmul __muldf3 __popcountsi2 "
		 "__gnu_thumb1_case_shi __riscv_save_12 __aeabi_idiv0 __fractqqsf "
		 "__bid_addsd3",
		 CORE, CORE, CORE, NSC_CAP_RUNTIME},
		{"_end __bss_start __start_initcalls __init_array_end _estack", CORE,
		 CORE, CORE, NSC_CAP_LINKER},
		{"__aeabi_read_tp __tls_get_addr __arm32_tls_tcb_offset", CORE, CORE,
		 CORE, NSC_CAP_TLS},
		{"__do_copy_data __libc_init_array _start", CORE, CORE, CORE,
		 NSC_CAP_STARTUP},
		{"__aeabi_memcpy4 __aeabi_memclr", CORE, CORE, CORE, NSC_CAP_STRING},
	};

	(void)state;
	EXPECT(decisions);
	assert_true(meaning_of("__muldf3").traits & NSC_TRAIT_SOFTFLOAT);
	assert_true(meaning_of("__udivdi3").traits & NSC_TRAIT_RUNTIME);
	assert_true(meaning_of("_end").traits & NSC_TRAIT_LINKER);
	assert_true(meaning_of("__aeabi_read_tp").traits & NSC_TRAIT_TLS);
}

static void test_hardware_of_avr_libc_is_core(void **state)
{
	static const struct decision decisions[] = {
		{"eeprom_read_byte eeprom_update_block", CORE, CORE, CORE,
		 NSC_CAP_HARDWARE},
	};

	(void)state;
	EXPECT(decisions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_four_memory_functions_are_core_everywhere),
		cmocka_unit_test(test_string_functions_turn_core_with_c23),
		cmocka_unit_test(test_what_c23_leaves_out_of_string_h_is_std),
		cmocka_unit_test(
			test_pure_functions_outside_iso_are_core_only_in_practical),
		cmocka_unit_test(test_sort_convert_and_arith_are_core_only_in_practical),
		cmocka_unit_test(test_mathematics_is_core_only_in_practical),
		cmocka_unit_test(test_formatting_is_apart_from_streams),
		cmocka_unit_test(test_the_heap_is_alloc),
		cmocka_unit_test(test_process_end_is_std_but_abort_is_a_core_hook),
		cmocka_unit_test(test_hidden_state_clock_and_locale_are_std),
		cmocka_unit_test(test_errno_is_std_in_both_profiles_and_no_failure_hook),
		cmocka_unit_test(test_assert_hooks_are_failure_hooks),
		cmocka_unit_test(
			test_atomics_are_core_and_the_size_generic_ones_take_a_lock),
		cmocka_unit_test(test_threads_are_std),
		cmocka_unit_test(test_newlib_stubs_are_platform_hooks),
		cmocka_unit_test(
			test_instrumentation_is_std_but_what_kernels_define_is_core),
		cmocka_unit_test(test_stack_protector_is_a_core_hook),
		cmocka_unit_test(test_cxx_abi_is_core_for_hooks_and_std_for_exceptions),
		cmocka_unit_test(test_runtime_and_linker_names_are_core),
		cmocka_unit_test(test_hardware_of_avr_libc_is_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
