/*
 * commands.h - one function per command: a request in, output written, the exit code out.
 *
 * cmd/ calls these and nothing else. A failure fills `err` and returns < 0; its kind
 * decides the exit code then.
 */
#ifndef NSC_ANALYZER_RUN_COMMANDS_H
#define NSC_ANALYZER_RUN_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

struct nsc_err;
struct nsc_request;
struct nsc_run;

/* The gate: 0 clean, 1 findings at or above --fail-on, 2 incomplete. */
int nsc_check(struct nsc_run *run, const struct nsc_request *request, const char *version,
	      struct nsc_err *err);

/* Who refers to whom: 0; 1: nothing to print. */
int nsc_tree(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err);

/* What takes how many bytes, and keeps how many: 0. */
int nsc_size(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err);

/* Where the undefined symbols of own objects come from: 0. */
int nsc_hidden(struct nsc_run *run, const struct nsc_request *request,
	       const char *version, struct nsc_err *err);

/* What changed from one to the other: 0 no worse; 1 worse; 2 one of them incomplete. */
int nsc_diff(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err);

/* What single inputs say: 0; 2: one of them could not be read whole. */
int nsc_dump(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err);

/* What names mean: 0; 1: nothing knows one of them. */
int nsc_explain_names(struct nsc_run *run, const struct nsc_request *request,
		      struct nsc_err *err);

/*
 * Why a thing is there: 0 it is live in an image, or referenced where nothing is linked;
 * 1 it is not, or no input has it. The first argument of the request is its name.
 */
int nsc_why(struct nsc_run *run, const struct nsc_request *request, const char *version,
	    struct nsc_err *err);

/*
 * The same of the reasons of one link map alone: 0 a member of that name was taken, or
 * one for a symbol of that name; 1 none was; 2 the map has no reasons, or they are cut.
 */
int nsc_why_taken(struct nsc_run *run, const struct nsc_request *request,
		  struct nsc_err *err);

/*
 * Changes that take findings away, each verified: 0 there is one for each finding; 1 some
 * have none. Files are written only if the request says apply.
 */
int nsc_fix(struct nsc_run *run, const struct nsc_request *request, const char *version,
	    struct nsc_err *err);

/* A reader of link maps: its name, whose maps, and what it was held against. */
struct nsc_reader_row {
	const char *name, *title, *grade;
};

/* The reader of that number, from 0; false: there are not so many. */
bool nsc_reader_at(size_t number, struct nsc_reader_row *out);

#endif
