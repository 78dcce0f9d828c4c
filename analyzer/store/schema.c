/*
 * schema.c - tables and views of the store. See README.md for what the views mean.
 *
 * Tables are ours and may change with NSC_STORE_VERSION; the four views are what other
 * programs read. Texts of the history stand once in `text`.
 */
#include "analyzer/store/internal.h"

const char *const nsc_store_schema[] = {
	/* -- cache: files and folders as they were seen --------------------------- */
	"CREATE TABLE file ("
	" path TEXT PRIMARY KEY, size INTEGER, inode INTEGER, mtime INTEGER, ctime "
	"INTEGER,"
	" looked INTEGER, used INTEGER, digest BLOB) WITHOUT ROWID;",
	"CREATE TABLE folder ("
	" path TEXT PRIMARY KEY, inode INTEGER, mtime INTEGER, ctime INTEGER,"
	" looked INTEGER, used INTEGER, digest BLOB) WITHOUT ROWID;",

	/* -- cache: records ------------------------------------------------------- */
	"CREATE TABLE fact ("
	" id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER, seal BLOB,"
	" record BLOB);",
	"CREATE TABLE unit ("
	" id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER, seal BLOB,"
	" record BLOB, inputs BLOB, listings BLOB, parts BLOB);",
	/* What the lists of numbers in `unit` name. No number is ever used twice. */
	"CREATE TABLE input ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT, digest BLOB, UNIQUE (path, "
	"digest));",
	"CREATE TABLE listing ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT, digest BLOB, names BLOB,"
	" UNIQUE (path, digest));",
	"CREATE TABLE part (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT UNIQUE);",

	/* -- history -------------------------------------------------------------- */
	"CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);",
	"CREATE TABLE run ("
	" id INTEGER PRIMARY KEY, time INTEGER, version TEXT, revision TEXT, command "
	"TEXT,"
	" verdict TEXT, exit_code INTEGER, full INTEGER);",
	"CREATE TABLE run_target ("
	" run INTEGER, target INTEGER, tier INTEGER, verdict INTEGER, units INTEGER,"
	" objects INTEGER, symbols INTEGER, referenced INTEGER, extracted INTEGER,"
	" live INTEGER, errors INTEGER, warnings INTEGER, notes INTEGER, text INTEGER,"
	" data INTEGER, bss INTEGER, retained_flash INTEGER, retained_ram INTEGER,"
	" PRIMARY KEY (run, target)) WITHOUT ROWID;",
	"CREATE TABLE run_finding ("
	" run INTEGER, number INTEGER, fingerprint BLOB, target INTEGER, rule INTEGER,"
	" severity INTEGER, symbol INTEGER, tier INTEGER, capability INTEGER,"
	" component INTEGER, function INTEGER, file INTEGER, line INTEGER,"
	" \"column\" INTEGER, state INTEGER, suppression INTEGER, baseline INTEGER,"
	" message INTEGER, flash INTEGER, ram INTEGER, group_flash INTEGER,"
	" group_ram INTEGER, chain INTEGER, PRIMARY KEY (run, number)) WITHOUT ROWID;",
	"CREATE TABLE chain (id INTEGER PRIMARY KEY, digest BLOB UNIQUE);",
	"CREATE TABLE chain_step ("
	" chain INTEGER, step INTEGER, node INTEGER, edge INTEGER, file INTEGER,"
	" line INTEGER, \"column\" INTEGER, PRIMARY KEY (chain, step)) WITHOUT ROWID;",
	"CREATE TABLE run_size ("
	" run INTEGER, target INTEGER, kind INTEGER, name INTEGER, flash INTEGER,"
	" ram INTEGER, retained_flash INTEGER, retained_ram INTEGER,"
	" PRIMARY KEY (run, target, kind, name)) WITHOUT ROWID;",
	"CREATE TABLE image (target INTEGER PRIMARY KEY, digest BLOB);",
	"CREATE TABLE image_reference ("
	" target INTEGER, file INTEGER, function INTEGER, symbol INTEGER, state INTEGER,"
	" PRIMARY KEY (target, file, function, symbol)) WITHOUT ROWID;",

	/* -- views ---------------------------------------------------------------- */
	"CREATE VIEW runs AS SELECT"
	" run.id AS run, datetime(run.time, 'unixepoch') AS time, run.version,"
	" run.revision, run.command, run.verdict, run.exit_code, run.full,"
	" target.text AS target, tier.text AS tier, verdict.text AS target_verdict,"
	" t.units, t.objects, t.symbols, t.referenced, t.extracted, t.live, t.errors,"
	" t.warnings, t.notes, t.text, t.data, t.bss, t.retained_flash, t.retained_ram"
	" FROM run LEFT JOIN run_target AS t ON t.run = run.id"
	" LEFT JOIN text AS target ON target.id = t.target"
	" LEFT JOIN text AS tier ON tier.id = t.tier"
	" LEFT JOIN text AS verdict ON verdict.id = t.verdict;",
	"CREATE VIEW findings AS SELECT"
	" f.run, datetime(run.time, 'unixepoch') AS time, target.text AS target,"
	" lower(hex(f.fingerprint)) AS id, rule.text AS rule, severity.text AS severity,"
	" CASE f.state WHEN 1 THEN 'referenced' WHEN 2 THEN 'extracted'"
	" WHEN 3 THEN 'live' END AS state,"
	" symbol.text AS symbol, tier.text AS tier, capability.text AS capability,"
	" component.text AS component, function.text AS function, file.text AS file,"
	" f.line, f.\"column\", suppression.text AS suppression, baseline.text AS "
	"baseline,"
	" message.text AS message, f.flash, f.ram, f.group_flash, f.group_ram"
	" FROM run_finding AS f JOIN run ON run.id = f.run"
	" LEFT JOIN text AS target ON target.id = f.target"
	" LEFT JOIN text AS rule ON rule.id = f.rule"
	" LEFT JOIN text AS severity ON severity.id = f.severity"
	" LEFT JOIN text AS symbol ON symbol.id = f.symbol"
	" LEFT JOIN text AS tier ON tier.id = f.tier"
	" LEFT JOIN text AS capability ON capability.id = f.capability"
	" LEFT JOIN text AS component ON component.id = f.component"
	" LEFT JOIN text AS function ON function.id = f.function"
	" LEFT JOIN text AS file ON file.id = f.file"
	" LEFT JOIN text AS suppression ON suppression.id = f.suppression"
	" LEFT JOIN text AS baseline ON baseline.id = f.baseline"
	" LEFT JOIN text AS message ON message.id = f.message;",
	"CREATE VIEW why AS SELECT"
	" f.run, lower(hex(f.fingerprint)) AS id, target.text AS target, s.step,"
	" node.text AS node, edge.text AS edge, file.text AS file, s.line, s.\"column\""
	" FROM run_finding AS f JOIN chain_step AS s ON s.chain = f.chain"
	" LEFT JOIN text AS target ON target.id = f.target"
	" LEFT JOIN text AS node ON node.id = s.node"
	" LEFT JOIN text AS edge ON edge.id = s.edge"
	" LEFT JOIN text AS file ON file.id = s.file;",
	"CREATE VIEW sizes AS SELECT"
	" s.run, datetime(run.time, 'unixepoch') AS time, target.text AS target,"
	" kind.text AS kind, name.text AS name, s.flash, s.ram, s.retained_flash,"
	" s.retained_ram FROM run_size AS s JOIN run ON run.id = s.run"
	" LEFT JOIN text AS target ON target.id = s.target"
	" LEFT JOIN text AS kind ON kind.id = s.kind"
	" LEFT JOIN text AS name ON name.id = s.name;",
	NULL,
};
