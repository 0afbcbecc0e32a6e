/* What the files of the rule engine share and rules do not see. */
#ifndef ENGINE_INT_H
#define ENGINE_INT_H

#include <stdarg.h>
#include "base/replay.h"
#include "base/limits.h"
#include "engine/check.h"
#include "engine/format.h"

/* A finding and what suppressions and the fingerprint need to know of where it was made. */
struct record {
	struct finding f;
	struct record *next;
	const struct node *visited,
		*parent;	      /* node at hand and its parent; NULL if there was none */
	const struct node *statement; /* innermost (or except clause) around the finding, or NULL */
	str qualname;
	uint16_t rule_index;
	bool engine;  /* an AS finding: no comment suppresses it */
	bool dropped; /* another finding says the same: not reported */
};

/* A rule as the walk runs it. */
struct hook {
	const struct rule *rule;
	uint16_t index; /* in rule_table */
};

struct hooks {
	struct hook *list;
	uint32_t count;
};

/* A name that a rule waits for: `name` is the callee's dotted name, or empty for `*.last`. */
struct target {
	str name;
	struct hook hook;
};

struct known_name { /* a last part that some target has, or what a rule needs */
	struct target *targets;
	uint32_t count;
	uint32_t needer_count;
	uint16_t *needers; /* rules that this name wakes up */
};

#define KNOWN_FILTER_WORDS 512

struct scanner {
	const struct settings *settings;
	struct hooks early[NODE_KIND_COUNT], late[NODE_KIND_COUNT];
	uint8_t act[NODE_KIND_COUNT]; /* ACT_*: what the walk does with a node of this kind */
	struct map known;	      /* last part -> index into names */
	struct known_name *names;     /* [0] is no name */
	uint32_t name_count;
	struct map targets;			   /* full names */
	uint64_t known_filter[KNOWN_FILTER_WORDS]; /* a bit set for every known name: most others
						      fall through */
	uint8_t *asleep; /* rule_count bytes: 1 = waits for a name (struct rule.needs) or is off */
	bool any_off;	 /* a rule was switched off */
	bool any_secret_off; /* one for secrets, which is on otherwise */
	bool any_python;     /* a rule looks at trees; otherwise a file is only parsed */
	void *convert;	     /* iconv_t, NULL = none */
	struct model_memory *models;
	struct secret_memory *secrets;
};

/* Of the secrets layer, made when the first file needs it. */
struct secret_memory {
	struct secret_engine *engine;
	struct arena *arena;  /* the scanner's */
	struct arena scratch; /* of one file */
	bool local;	      /* what the last file has depends on the text around it alone */
};

/* Scratch of the models layer (model.c): for each level of containers an arena, and one for the
 * stream that a level is decompressed from. */
struct model_memory {
	struct arena level[LIMIT_ROOM(LIMIT_MODEL_DEPTH)];
	struct replay_memory stream[LIMIT_ROOM(LIMIT_MODEL_DEPTH)];
	bool keep; /* between files: a worker's memory stays warm */
};

enum {
	ACT_EARLY = 1 << 0,
	ACT_LATE = 1 << 1,
	ACT_CALL = 1 << 2,
	ACT_SCOPE = 1 << 3, /* opens a scope */
	ACT_LIST = 1 << 4,
	ACT_IMPORT = 1 << 5, /* --bandit-compat: the table of aliases grows */
};

struct compat {		    /* what Bandit's visitor remembers: core/node_visitor.py */
	struct map aliases; /* name -> str * */
	str *imports;
	size_t import_count, import_room;
};

#define CHECK_MEMOS 16 /* families of rules that remember something */

struct check_state {
	struct scan *scan;
	const struct node *at; /* node at hand */
	uint16_t rule_index;
	uint32_t stack_room;
	uint32_t *ran; /* rule_count numbers of the call for which a rule ran last */
	uint32_t call_count;
	struct map import_memo; /* module -> answer */
	struct map parts;	/* compound statement -> struct parts * (record.c) */
	struct {
		const void *key;
		void *value;
	} memo[CHECK_MEMOS];
	struct compat compat;
};

/* scanner.c */
uint32_t scanner_known(const struct scanner *sc, str name); /* index into names, 0 = none */
/* Numbers the file's names, and finds out which rules can have something to say: rule_count bytes,
 * 1 = this one sleeps. In arena. */
uint8_t *scanner_names(const struct scanner *sc, struct arena *a, struct py_file *f);
/* Wakes up the rules that need a part of an imported module's name. */
void scanner_imports(const struct scanner *sc, const struct py_scopes *scopes, uint8_t *asleep);

/* Gives back the models layer's memory, or all but a block of it. */
void scanner_rest(const struct scanner *sc);

/* model.c: recognises and scans s->blob. */
void model_scan(struct scan *s);
struct model;
/* The path of something inside m, in the arena of the file; shown, never opened. */
str model_member_path(const struct model *m, str member);
bool model_too_deep(struct model *m, str member); /* then AS004 has been reported */

/* model_code.c: of the code in s's file, which lies beside a model, what matters. */
void model_code_beside(struct scan *s);
/* The SHA-256 of the whole file, of what the settings ask for and of what the approval policy knows
 * by its digest. */
void model_digest(struct scan *s);

/* The scanner's, made at the first call. */
struct secret_engine *scanner_secrets(const struct scanner *sc);
/* Empty, until the next call. */
struct arena *scanner_scratch(const struct scanner *sc);
/* secret_layer.c: what is found becomes records, before the code layer so that its comments count
 * for them; once all layers are done, what they say twice goes, and no secret stays in a snippet.
 */
void secret_layer(struct scan *s, const struct scan_input *in);
void secret_layer_end(struct scan *s);
bool secret_layer_wants_code(const struct scan *s); /* the file reads the environment */

/* scan.c: the whole of a source file. False: it is too large, and a finding says so. */
bool scan_load(struct scan *s, const struct scan_input *in);

/* dep_layer.c: what the file says of dependencies, for the parent to judge. */
void dep_layer(struct scan *s, const struct scan_input *in, str head);

/* import_layer.c: what a Python file imports, unless that is known already. */
void import_layer(struct scan *s, const struct scan_input *in, const struct peek *p);
/* The same of a tree that is there; nb: it is a notebook's. */
struct notebook;
void import_layer_take(struct scan *s, struct py_file *file, const struct notebook *nb);

/* walk.c */
void walk_file(struct scan *s, struct py_file *file, struct py_scopes *scopes,
	       const uint8_t *asleep, bool notebook);

/* record.c */
struct record *record_new(struct scan *s);
struct record *record_of(struct scan *s, const char *id); /* with the rule's grades and no line */
str record_message(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
void record_place(struct scan *s, struct py_file *file, struct record *r);
bool record_compound(const struct node *n); /* a statement with blocks */
uint32_t
record_body(const struct node *n); /* where its first block starts; the end if it has none */

/* compat.c */
void compat_import(struct check *c, const struct node *import);
str compat_name(struct check *c, const struct node *expr);
/* Lines of which a nosec comment counts for a visited node. */
void compat_lines(const struct py_file *f, const struct node *visited, const struct node *parent,
		  uint32_t *first, uint32_t *last);

/* suppress.c */
void suppress(struct scan *s, struct py_file *file);
/* Does a nosec comment in the line cover the rule? *reason may be empty. */
bool suppress_in_line(struct arena *a, str line, const struct rule *rule, str *reason);

/* fingerprint.c */
void fingerprint_all(struct scan *s, const struct py_file *file);

#endif
