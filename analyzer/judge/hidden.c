/*
 * hidden.c - see hidden.h.
 */
#include "analyzer/judge/hidden.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/target.h"
#include "rules/construct.h"
#include "rules/rewrite.h"

/* One question: a symbol that a file wants, at one of its places. */
struct asking {
	const struct nsc_target *target;
	const struct nsc_unit_facts *unit;
	struct nostd_str symbol;
	struct nsc_name name;   /* the same */
	struct nostd_str plain; /* what C calls it: memcpy for __aeabi_memcpy4 */
	struct nsc_want *out;
};

static bool is_same_function(const struct asking *asking, uint32_t entity)
{
	const struct nsc_entity *row;

	if (entity == NSC_NO_ROW || !nsc_name_given(asking->out->function)) {
		return false;
	}
	row = &asking->unit->entities.ptr[entity];
	return nsc_name_eq(row->name, asking->out->function) ||
	       nsc_name_eq(row->symbol, asking->out->function);
}

/* Line tables may spell a folder in another way than the worker. */
static bool is_same_file(const struct asking *asking, struct nsc_name file)
{
	struct nsc_name other = asking->out->line.file;

	return nsc_name_eq(file, other) ||
	       nostd_str_eq(nsc_path_base(nsc_target_text(asking->target, file)),
			    nsc_path_base(nsc_target_text(asking->target, other)));
}

/* -- names in the source ------------------------------------------------------------- */

/* How near a name must stand. */
enum nearness { AT_LINE, IN_FUNCTION, IN_UNIT };

static bool is_near(const struct asking *asking, const struct nsc_use *use,
		    enum nearness nearness)
{
	switch (nearness) {
	case AT_LINE:
		return asking->out->line.line != 0 &&
		       use->at.line == asking->out->line.line &&
		       is_same_file(asking, use->at.file);
	case IN_FUNCTION:
		return is_same_function(asking, use->entity);
	case IN_UNIT:
		return true;
	}
	return false;
}

static const struct nsc_use *find_use(const struct asking *asking, struct nsc_name symbol,
				      enum nearness nearness)
{
	size_t i;

	for (i = 0; nsc_name_given(symbol) && i < asking->unit->uses.len; i++) {
		const struct nsc_use *use = &asking->unit->uses.ptr[i];

		if (nsc_name_eq(use->symbol, symbol) &&
		    !(use->flags & (NSC_USE_UNEVALUATED | NSC_USE_DEAD)) &&
		    is_near(asking, use, nearness)) {
			return use;
		}
	}
	return NULL;
}

/*
 * Run-time ABI for the Arm Architecture, 4.3.4: the memory functions have names of their
 * own there, by alignment.
 */
static struct nostd_str plain_name(struct nostd_str symbol)
{
	struct nostd_str rest = symbol;

	if (!nostd_str_strip_prefix(&rest, NOSTD_STR("__aeabi_mem"))) {
		return symbol;
	}
	if (nostd_str_starts_with(rest, NOSTD_STR("cpy"))) {
		return NOSTD_STR("memcpy");
	}
	if (nostd_str_starts_with(rest, NOSTD_STR("move"))) {
		return NOSTD_STR("memmove");
	}
	return NOSTD_STR("memset"); /* and memclr */
}

static bool take_written(struct asking *asking, enum nearness nearness)
{
	const struct nsc_use *use = find_use(asking, asking->name, nearness);

	if (!use && !nostd_str_eq(asking->plain, asking->symbol)) {
		use = find_use(asking,
			       nsc_name_find(asking->target->graph->names, asking->plain),
			       nearness);
	}
	if (!use) {
		return false;
	}
	asking->out->kind = NSC_WANT_WRITTEN;
	asking->out->at = use->at;
	asking->out->written = use->name;
	return true;
}

static bool take_rewritten(struct asking *asking, enum nearness nearness)
{
	const struct nsc_rewrite *rows;
	size_t count = nsc_rewrites_to(asking->plain, &rows), i;

	for (i = 0; i < count; i++) {
		const struct nsc_use *use = find_use(
			asking,
			nsc_name_find(asking->target->graph->names, rows[i].written),
			nearness);

		if (rows[i].written.len != 0 && use) {
			asking->out->kind = NSC_WANT_REWRITTEN;
			asking->out->at = use->at;
			asking->out->written = use->name;
			asking->out->rewrite = &rows[i];
			return true;
		}
	}
	return false;
}

static bool take_name(struct asking *asking, enum nearness nearness)
{
	return take_written(asking, nearness) || take_rewritten(asking, nearness);
}

/* -- constructs ---------------------------------------------------------------------- */

static bool is_at_line(const struct asking *asking, const struct nsc_construct *row)
{
	uint32_t line = asking->out->line.line;

	return line != 0 && row->line_first <= line && line <= row->line_last &&
	       is_same_file(asking, row->at.file);
}

/*
 * Without lines a static or inline function may have been inlined into the one that the
 * object names.
 */
static bool may_be_inlined(const struct asking *asking, const struct nsc_construct *row)
{
	return row->entity != NSC_NO_ROW &&
	       asking->unit->entities.ptr[row->entity].flags &
		       (NSC_ENTITY_STATIC | NSC_ENTITY_INLINE) &&
	       asking->unit->entities.ptr[row->entity].kind == NSC_ENTITY_FUNCTION;
}

static bool fits_place(const struct asking *asking, const struct nsc_construct *row,
		       enum nearness nearness)
{
	switch (nearness) {
	case AT_LINE:
		return is_at_line(asking, row);
	case IN_FUNCTION:
		return is_same_function(asking, row->entity);
	case IN_UNIT:
		return may_be_inlined(asking, row);
	}
	return false;
}

/* The narrower one says more; of equal ones that which begins at the line. */
static bool is_better(const struct asking *asking, const struct nsc_construct *a,
		      const struct nsc_construct *b)
{
	uint32_t span_a = a->line_last - a->line_first;
	uint32_t span_b = b->line_last - b->line_first;
	uint32_t line = asking->out->line.line;

	if (span_a != span_b) {
		return span_a < span_b;
	}
	return a->at.line == line && b->at.line != line;
}

static const struct nsc_emitter *fits_name(const struct asking *asking,
					   const struct nsc_construct *row)
{
	return nsc_emitter_find(nostd_str_from_c(nsc_construct_slug(row->kind)),
				asking->symbol, row->size);
}

static void blame(struct asking *asking, const struct nsc_construct *row,
		  enum nsc_want_by by)
{
	asking->out->kind = NSC_WANT_CONSTRUCT;
	asking->out->by = (uint8_t)by;
	asking->out->construct = row;
	asking->out->at = row->at;
	asking->out->emitter = fits_name(asking, row);
}

static bool take_construct(struct asking *asking, enum nearness nearness)
{
	const struct nsc_construct *best = NULL;
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < asking->unit->constructs.len; i++) {
		const struct nsc_construct *row = &asking->unit->constructs.ptr[i];

		if (!fits_place(asking, row, nearness) || !fits_name(asking, row)) {
			continue;
		}
		if (best && is_better(asking, best, row)) {
			continue;
		}
		count = best && !is_better(asking, row, best) ? count + 1 : 1;
		best = count == 1 ? row : best;
	}
	if (!best) {
		return false;
	}
	blame(asking, best,
	      nearness == AT_LINE ? NSC_WANT_BY_LINE : NSC_WANT_BY_FUNCTION);
	asking->out->others = count - 1;
	return true;
}

/* Without the inlined functions of DWARF the object names the one around them alone. */
static bool holds_line(const struct asking *asking, uint32_t entity)
{
	const struct nsc_entity *row;

	if (entity == NSC_NO_ROW) {
		return false;
	}
	row = &asking->unit->entities.ptr[entity];
	return row->kind == NSC_ENTITY_FUNCTION &&
	       row->at.line <= asking->out->line.line &&
	       asking->out->line.line <= row->line_end &&
	       is_same_file(asking, row->at.file);
}

/*
 * Compilers divide unsigned where they know that no value is negative, seldom the other
 * way round: it takes no operand of unsigned type to want `__divsi3`.
 */
static bool has_sign_of_name(const struct asking *asking, const struct nsc_construct *row)
{
	static const struct nostd_str starts[] = {NOSTD_STR_INIT("__div"),
						  NOSTD_STR_INIT("__mod"),
						  NOSTD_STR_INIT("__aeabi_idiv"),
						  NOSTD_STR_INIT("__aeabi_ldiv")};
	size_t i;

	if (row->kind != NSC_CONSTRUCT_DIVISION || row->flags & NSC_CONSTRUCT_SIGNED) {
		return true;
	}
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (nostd_str_starts_with(asking->symbol, starts[i])) {
			return false;
		}
	}
	return true;
}

/* Constructs that fit the name: the first, and how many there are. */
struct fitting {
	const struct nsc_construct *first;
	uint32_t count;
};

static struct fitting find_fitting(const struct asking *asking, enum nearness nearness,
				   bool of_sign)
{
	struct fitting found = {NULL, 0};
	size_t i;

	for (i = 0; i < asking->unit->constructs.len; i++) {
		const struct nsc_construct *row = &asking->unit->constructs.ptr[i];
		bool near = fits_place(asking, row, nearness) ||
			    (nearness == IN_FUNCTION && holds_line(asking, row->entity));

		if (near && fits_name(asking, row) &&
		    (!of_sign || has_sign_of_name(asking, row))) {
			found.first = found.first ? found.first : row;
			found.count++;
		}
	}
	return found;
}

/*
 * Optimisers give a call the line of its neighbour at times. Where the function holds one
 * construct alone that fits, there is no other; of several it is one, and nobody can tell
 * which. Elsewhere only one that is alone is taken.
 */
static bool take_among(struct asking *asking)
{
	struct fitting found = find_fitting(asking, IN_FUNCTION, true);

	if (found.count == 0) {
		found = find_fitting(asking, IN_FUNCTION, false);
	}
	if (found.count == 0) {
		found = find_fitting(asking, IN_UNIT, false);
		found.count = found.count == 1 ? 1 : 0;
	}
	if (found.count == 0) {
		return false;
	}
	blame(asking, found.first,
	      found.count == 1 ? NSC_WANT_BY_RULING_OUT : NSC_WANT_BY_FUNCTION);
	asking->out->others = found.count - 1;
	if (found.count > 1) {
		asking->out->at = asking->out->line;
	}
	return true;
}

/* What no relocation places: initialised data, and the like, of the whole unit. */
static bool take_data(struct asking *asking)
{
	size_t i;

	for (i = 0; i < asking->unit->constructs.len; i++) {
		if (fits_name(asking, &asking->unit->constructs.ptr[i])) {
			blame(asking, &asking->unit->constructs.ptr[i], NSC_WANT_BY_UNIT);
			return true;
		}
	}
	return false;
}

/* What C++ runs outside of every function that is written: by any of the unit's. */
static bool take_cxx(struct asking *asking)
{
	size_t i;

	for (i = 0; i < asking->unit->constructs.len; i++) {
		const struct nsc_construct *row = &asking->unit->constructs.ptr[i];

		switch ((unsigned)row->kind) {
		case NSC_CONSTRUCT_STATIC_OBJECT:
		case NSC_CONSTRUCT_VIRTUAL_CLASS:
		case NSC_CONSTRUCT_CLEANUP:
		case NSC_CONSTRUCT_THROW:
			if (fits_name(asking, row)) {
				blame(asking, row, NSC_WANT_BY_UNIT);
				return true;
			}
		}
	}
	return false;
}

/* -- flags --------------------------------------------------------------------------- */

static struct nsc_place place_of_function(const struct asking *asking)
{
	uint32_t i;

	for (i = 0; i < asking->unit->entities.len; i++) {
		if (is_same_function(asking, i)) {
			return asking->unit->entities.ptr[i].at;
		}
	}
	return nsc_place((struct nsc_name){0}, 0, 0);
}

static bool take_flag(struct asking *asking)
{
	const struct nsc_emitter *row = nsc_emitter_find(
		nostd_str_from_c(nsc_construct_slug(NSC_CONSTRUCT_FUNCTION)),
		asking->symbol, 0);

	asking->out->at = nsc_place(asking->unit->source, 0, 0);
	if (row) {
		struct nsc_place at = place_of_function(asking);

		asking->out->at = nsc_place_given(at) ? at : asking->out->at;
	} else {
		struct nostd_str unit =
			nostd_str_from_c(nsc_construct_slug(NSC_CONSTRUCT_UNIT));

		row = nsc_emitter_find(unit, asking->symbol, 0);
		if (!row) { /* in a function that a flag made */
			row = nsc_emitter_find(unit,
					       nsc_target_text(asking->target,
							       asking->out->function),
					       0);
		}
	}
	asking->out->kind = NSC_WANT_FLAG;
	asking->out->emitter = row;
	return row != NULL;
}

/* -- what is left -------------------------------------------------------------------- */

bool nsc_want_is_in_tables(struct nostd_str symbol)
{
	const struct nsc_rewrite *rows;
	size_t i;

	for (i = 0; i < nsc_emitter_count(); i++) {
		if (nsc_emitter_emits(nsc_emitter_at(i), symbol)) {
			return true;
		}
	}
	return nsc_rewrites_to(symbol, &rows) != 0;
}

static void give_up(struct asking *asking, enum nsc_want_reason reason)
{
	asking->out->kind = NSC_WANT_UNKNOWN;
	asking->out->reason = (uint8_t)reason;
	asking->out->at = asking->out->line;
	asking->out->emitter = NULL;
}

static enum nsc_want_reason reason_of(const struct asking *asking)
{
	if (asking->unit->status == NSC_UNIT_PARTIAL) {
		return NSC_REASON_PARTIAL;
	}
	if (!nsc_want_is_in_tables(asking->symbol)) {
		return NSC_REASON_NO_TABLE;
	}
	return asking->out->line.line != 0 ? NSC_REASON_LINE : NSC_REASON_FUNCTION;
}

static bool take_unplaced(struct asking *asking)
{
	return take_name(asking, IN_UNIT) || take_data(asking) || take_flag(asking);
}

/* From what says most to what says least. */
static bool take_placed(struct asking *asking)
{
	bool has_line = asking->out->line.line != 0;

	return take_name(asking, AT_LINE) ||
	       (has_line && take_construct(asking, AT_LINE)) ||
	       take_name(asking, IN_FUNCTION) ||
	       (!has_line && take_construct(asking, IN_FUNCTION)) || take_flag(asking) ||
	       take_name(asking, IN_UNIT) ||
	       (has_line ? take_among(asking) : take_construct(asking, IN_UNIT)) ||
	       take_cxx(asking);
}

static void explain(struct asking *asking)
{
	const struct nsc_unit_facts *unit = asking->unit;

	if (!unit) {
		give_up(asking, NSC_REASON_NO_SOURCE);
	} else if (unit->status == NSC_UNIT_FAILED || unit->status == NSC_UNIT_SKIPPED) {
		give_up(asking, NSC_REASON_NOT_ANALYSED);
	} else if (asking->out->ref == NSC_NO_ROW) {
		if (!take_unplaced(asking)) {
			give_up(asking, NSC_REASON_NO_RELOCATION);
		}
	} else if (!take_placed(asking)) {
		give_up(asking, reason_of(asking));
	}
}

static struct nsc_want ask(const struct nsc_target *target, uint32_t file,
			   uint32_t symbol, const struct nsc_want *place)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	struct nsc_want out = *place;
	struct asking asking = {.target = target, .out = &out};

	out.file = file;
	out.symbol = symbol;
	asking.unit =
		row->unit == NSC_NO_ROW ? NULL : target->graph->in.units[row->unit].facts;
	asking.name = target->graph->symbols.ptr[symbol].name;
	asking.symbol = nsc_target_text(target, asking.name);
	asking.plain = plain_name(asking.symbol);
	explain(&asking);
	return out;
}

struct nsc_want nsc_want_of(const struct nsc_target *target, uint32_t ref,
			    struct nsc_name function, struct nsc_place line)
{
	const struct nsc_graph_ref *row = &target->graph->refs.ptr[ref];
	struct nsc_want place = {.ref = ref,
				 .function = function,
				 .line = nsc_place(line.file, line.line, 0)};

	return ask(target, target->graph->nodes.ptr[row->from].file, row->to, &place);
}

/* -- all of a file ------------------------------------------------------------------- */

struct finder {
	const struct nsc_target *target;
	struct nsc_wants *out;
	size_t first;     /* row of the file's first */
	uint8_t *best_of; /* by symbol: kind + 1 of the best row in this file */
};

static bool is_known(const struct finder *of, const struct nsc_want *row)
{
	size_t i;

	for (i = of->first; i < of->out->all.len; i++) {
		const struct nsc_want *other = &of->out->all.ptr[i];

		if (other->symbol == row->symbol &&
		    nsc_name_eq(other->function, row->function) &&
		    nsc_name_eq(other->line.file, row->line.file) &&
		    other->line.line == row->line.line) {
			return true;
		}
	}
	return false;
}

static void add(struct finder *of, uint32_t file, uint32_t symbol,
		const struct nsc_want *place)
{
	struct nsc_want row = *place;
	uint8_t *best = &of->best_of[symbol];

	row.symbol = symbol;
	if (is_known(of, &row)) {
		return;
	}
	row = ask(of->target, file, symbol, place);
	*best = *best == 0 || row.kind + 1 < *best ? (uint8_t)(row.kind + 1) : *best;
	nsc_want_vec_push(&of->out->all, row);
}

/* The places of one reference: a word in a literal pool is loaded at several. */
static void add_ref(struct finder *of, uint32_t file, uint32_t ref)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_ref *row = &graph->refs.ptr[ref];
	const struct nsc_object_facts *facts =
		graph->in.objects[graph->files.ptr[file].object];
	uint32_t site = row->evidence == NSC_NO_ROW
				? NSC_NO_ROW
				: facts->relocs.ptr[row->evidence].site;
	struct nsc_want place = {.ref = ref};
	uint32_t last;

	if (site == NSC_NO_ROW) {
		add(of, file, row->to, &place);
		return;
	}
	do {
		const struct nsc_object_site *one = &facts->sites.ptr[site];

		place.function = one->function;
		place.line = nsc_place(one->at.file, one->at.line, 0);
		if (one->at.line == 0) {
			place.line.file = (struct nsc_name){0};
		}
		add(of, file, row->to, &place);
		last = site;
		site = one->next;
	} while (site != NSC_NO_ROW && site > last);
}

static bool is_wanted(const uint8_t *undefined, const struct nsc_graph_ref *ref)
{
	return !ref->local && undefined[ref->to];
}

static void add_refs(struct finder *of, uint32_t file, const uint8_t *undefined)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t n, r;

	for (n = row->node_first; n < row->node_first + row->node_count; n++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[n];

		for (r = node->ref_first; r < node->ref_first + node->ref_count; r++) {
			if (is_wanted(undefined, &graph->refs.ptr[r])) {
				add_ref(of, file, r);
			}
		}
	}
}

static void add_file(struct finder *of, uint32_t file)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	struct nostd_bump_mark mark = nostd_bump_mark(of->target->run->scratch);
	uint8_t *undefined =
		nostd_bump_array(of->target->run->scratch, uint8_t, graph->symbols.len);
	struct nsc_want nowhere = {.ref = NSC_NO_ROW};
	uint32_t i;

	of->first = of->out->all.len;
	of->out->counts.objects++;
	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		undefined[graph->mentions.ptr[i].symbol] = 1;
	}
	add_refs(of, file, undefined);
	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		uint32_t symbol = graph->mentions.ptr[i].symbol;

		if (graph->mentions.ptr[i].when == NSC_MENTION_OF_IR) {
			continue; /* the object's code does without it */
		}
		if (of->best_of[symbol] == 0) {
			add(of, file, symbol, &nowhere);
		}
		of->out->counts.symbols++;
		of->out->counts.by_kind[of->best_of[symbol] - 1]++;
	}
	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		of->best_of[graph->mentions.ptr[i].symbol] = 0;
	}
	nostd_bump_reset(of->target->run->scratch, mark);
}

/* Names that one architecture has alone, by their start. */
static const struct {
	struct nostd_str start, triple;
} local_names[] = {
	{NOSTD_STR_INIT("__aarch64_"), NOSTD_STR_INIT("aarch64")},
	{NOSTD_STR_INIT("__do_"), NOSTD_STR_INIT("avr")},
	{NOSTD_STR_INIT("__tablejump"), NOSTD_STR_INIT("avr")},
	{NOSTD_STR_INIT("__divmod"), NOSTD_STR_INIT("avr")},
	{NOSTD_STR_INIT("__udivmod"), NOSTD_STR_INIT("avr")},
};

/* Run-time ABI for the Arm Architecture: there the helpers have names of their own. */
static bool is_for_triple(struct nostd_str name, struct nostd_str triple, bool has_aeabi)
{
	bool arm = nostd_str_starts_with(triple, NOSTD_STR("arm")) ||
		   nostd_str_starts_with(triple, NOSTD_STR("thumb"));
	bool own = nostd_str_starts_with(name, NOSTD_STR("__aeabi_")) ||
		   nostd_str_starts_with(name, NOSTD_STR("__gnu_"));
	size_t i;

	for (i = 0; i < sizeof(local_names) / sizeof(local_names[0]); i++) {
		if (nostd_str_starts_with(name, local_names[i].start) &&
		    !nostd_str_starts_with(triple, local_names[i].triple)) {
			return false;
		}
	}
	return arm ? own || !has_aeabi || !nostd_str_starts_with(name, NOSTD_STR("__"))
		   : !own;
}

static void add_names(const struct nsc_emitter *row, struct nostd_str triple,
		      struct nostd_string *out)
{
	bool has_aeabi =
		nostd_str_find(row->emitted, NOSTD_STR("__aeabi_")) != NOSTD_NOT_FOUND;
	struct nostd_str_split it = nostd_str_split(row->emitted, ' ');

	while (nostd_str_split_next(&it)) {
		if (is_for_triple(it.part, triple, has_aeabi)) {
			nostd_format(out, "{}{}", nostd_string_as_str(out).len ? " " : "",
				     it.part);
		}
	}
}

/* What takes a flag is no news, nor what fits in registers. */
static bool is_foreseen(const struct nsc_construct *row)
{
	switch ((unsigned)row->kind) {
	case NSC_CONSTRUCT_STACK_ARRAY:
	case NSC_CONSTRUCT_VARIABLE_ARRAY:
		return false;
	case NSC_CONSTRUCT_STRUCT_COPY:
	case NSC_CONSTRUCT_STRUCT_ARGUMENT:
	case NSC_CONSTRUCT_STRUCT_RETURN:
	case NSC_CONSTRUCT_INITIALISER:
	case NSC_CONSTRUCT_COMPOUND_LITERAL:
		return row->size == 0 || row->size > 8;
	}
	return true;
}

static void foresee(struct finder *of, const struct nsc_unit_facts *unit,
		    const struct nsc_construct *row)
{
	struct nostd_str slug = nostd_str_from_c(nsc_construct_slug(row->kind));
	struct nsc_forecast forecast = {.unit = unit, .construct = row};
	struct nostd_string text = nostd_string_new();
	size_t i;

	for (i = 0; i < nsc_emitter_count(); i++) {
		const struct nsc_emitter *emitter = nsc_emitter_at(i);

		if (nostd_str_eq(emitter->construct, slug) &&
		    nsc_emitter_takes(emitter, row->size)) {
			forecast.emitter = forecast.emitter ? forecast.emitter : emitter;
			add_names(emitter, nsc_target_text(of->target, unit->triple),
				  &text);
		}
	}
	if (nostd_string_as_str(&text).len != 0) {
		forecast.emits =
			nsc_name(of->target->graph->names, nostd_string_as_str(&text));
		nsc_forecast_vec_push(&of->out->forecast, forecast);
	}
	nostd_string_drop(&text);
}

/* What a unit without an object may come to. */
static void add_forecast(struct finder *of, const struct nsc_unit_facts *unit)
{
	size_t i;

	for (i = 0; i < unit->constructs.len; i++) {
		if (is_foreseen(&unit->constructs.ptr[i])) {
			foresee(of, unit, &unit->constructs.ptr[i]);
		}
	}
}

void nsc_wants_find(const struct nsc_target *target, struct nsc_wants *out)
{
	struct finder of = {.target = target, .out = out};
	const struct nsc_graph *graph = target->graph;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	out->all = nsc_want_vec_new_in(nsc_keep(target->run));
	out->forecast = nsc_forecast_vec_new_in(nsc_keep(target->run));
	of.best_of = nostd_bump_array(target->run->keep, uint8_t, graph->symbols.len);
	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (!nsc_side_is_own(target->side[i]) ||
		    !nsc_target_takes_part(target, i)) {
			continue;
		}
		if (file->basis == NSC_FROM_OBJECT) {
			add_file(&of, i);
		} else if (file->basis == NSC_FROM_UNIT && file->unit != NSC_NO_ROW &&
			   graph->in.units[file->unit].facts) {
			add_forecast(&of, graph->in.units[file->unit].facts);
		}
	}
}
