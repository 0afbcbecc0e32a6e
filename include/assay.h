/* libassay: checks Python machine-learning projects without ever executing what it checks.
 *
 * Two ways in. assay_code_check and assay_models_check look at bytes in this process: pure, no I/O,
 * safe from any number of threads at once; whatever goes wrong inside comes back as a code and
 * never ends the host. assay_scan looks at files and folders: it starts the `assay` program, which
 * parses in jailed processes; for hostile input in a process that has something to lose, prefer it.
 *
 * Structures begin with their size, which the caller sets with sizeof: later versions add fields at
 * the end and understand older callers. */
#ifndef ASSAY_H
#define ASSAY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_API __attribute__((visibility("default")))

/* ---- Results ---- */

enum assay_result {
	ASSAY_OK = 0,
	ASSAY_EINVAL = -1,    /* an argument is wrong: a rule that does not exist, a NULL, a size */
	ASSAY_EINTERNAL = -2, /* assay's own mistake, or the memory limit: what was not reported yet
				 is lost */
	ASSAY_ESYSTEM = -3,   /* the system refused; errno says what */
};

enum assay_level { /* of severity; of confidence the middle three */
		   ASSAY_INFO = 1,
		   ASSAY_LOW = 2,
		   ASSAY_MEDIUM = 3,
		   ASSAY_HIGH = 4,
		   ASSAY_CRITICAL = 5,
};

/* "0.1.0" and the version of the rules. */
ASSAY_API const char *assay_version(void);
ASSAY_API const char *assay_rules_version(void);

/* ---- A finding ---- */

/* Valid during the callback only. Strings are UTF-8 as far as the source is, NUL-terminated, never
 * NULL. Lines and columns are 1-based, columns in code points; 0 where lines mean nothing. */
struct assay_finding {
	size_t size;
	const char *rule; /* "B301" */
	const char *name; /* "pickle" */
	int severity, confidence;
	uint32_t line, column, end_line, end_column;
	uint32_t cell, cell_line; /* notebooks */
	const char *message;
	const char *fix;
	const char *fingerprint;
	int suppressed;	    /* 1: a nosec comment accepts it */
	const char *reason; /* of the suppression */
	const char *when; /* a fact about the project on which it depends ("version:torch<2.6"); or
			     "" */
	const char *member; /* path inside an archive; or "" */
	uint64_t offset;    /* byte in the file or member, if has_offset */
	int has_offset;
};

/* Returns 0 to go on; anything else ends the check, which then returns ASSAY_OK. */
typedef int assay_finding_fn(const struct assay_finding *finding, void *ctx);

/* ---- Checking bytes ---- */

struct assay_options {
	size_t size;
	const char *select; /* rules, with commas between; NULL: the defaults */
	const char *ignore; /* NULL: none */
	int severity;	    /* leave out what is below; 0: nothing */
	int compat;	    /* 1: Bandit's findings and no others */
};

/* Python source, a notebook, or what its content and `path` (only a name, nothing is opened) say it
 * is. `options` may be NULL. Findings come in order of their place. */
ASSAY_API int assay_code_check(const void *bytes, size_t length, const char *path,
			       const struct assay_options *options, assay_finding_fn *found,
			       void *ctx);

/* A model in any format and packing (or anything that may hide one), recognised by its content;
 * `path` is a hint. Nothing of it is loaded. Findings come in order of member and offset. `compat`
 * is not for models: 1 is ASSAY_EINVAL. */
ASSAY_API int assay_models_check(const void *bytes, size_t length, const char *path,
				 const struct assay_options *options, assay_finding_fn *found,
				 void *ctx);

/* ---- Checking files ---- */

/* Runs `program` (NULL: "assay", looked up in PATH) with these arguments, which end with NULL and
 * begin behind the program's name: {"check", "--format", "json", "src", NULL}. What it prints to
 * standard output goes to `output` piece by piece; `output` returns 0 to go on. *exit_code is the
 * program's (0, 1, 2, 3), or 128 + signal. */
typedef int assay_output_fn(const char *bytes, size_t length, void *ctx);
ASSAY_API int assay_scan(const char *program, const char *const *arguments, assay_output_fn *output,
			 void *ctx, int *exit_code);

#ifdef __cplusplus
}
#endif

#endif
