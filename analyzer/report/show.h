/*
 * show.h - how facts are spelled for readers: paths, nodes, bytes.
 */
#ifndef NSC_ANALYZER_REPORT_SHOW_H
#define NSC_ANALYZER_REPORT_SHOW_H

#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"

struct nsc_cost;
struct nsc_hop;
struct nsc_report;

/* A path relative to its mount; empty stays empty. */
struct nostd_str nsc_show_path(const struct nsc_report *report, struct nsc_name path);

/*
 * "app/log.c.o:.text.log", "libc.a(rand.o):.text.rand"; the symbol where there is no
 * node.
 */
struct nsc_name nsc_show_node(const struct nsc_report *report, const struct nsc_hop *hop);

/* "libc.a(rand.o)" or "app/log.c.o". */
struct nsc_name nsc_show_file(const struct nsc_report *report, struct nsc_name archive,
			      struct nsc_name member, struct nsc_name object);

enum { NSC_SHOW_BYTES_SIZE = 32 };

/* "812 B", "3.7 KiB" (1,024), "-4 B"; returns `buffer`. */
const char *nsc_show_bytes(int64_t bytes, char buffer[NSC_SHOW_BYTES_SIZE]);

/* "3.7 KiB flash, 96 B RAM"; parts that are 0 are left out, "0 B" when both are. */
const char *nsc_show_cost(const struct nsc_cost *cost, char *buffer, size_t size);

/* "+812 B", "-4 B"; "-" for nothing; returns `buffer`. */
const char *nsc_show_change(int64_t bytes, char buffer[NSC_SHOW_BYTES_SIZE]);

/* Why the target itself asks for something: "entry", "kept"; of an enum nsc_root. */
const char *nsc_show_root(uint8_t root);

#endif
