/* The file:
 *	{"assay_baseline": 1, "tool": "assay 0.1", "salt": "32 hex digits",
 *	 "findings": [{"fingerprint": "v1:...", "count": 2, "rule": "B301", "path": "a.py"}, ...]}
 * Only fingerprint and count are read back; rule and path are for people who review the file.
 *Sorted by fingerprint, one finding a line, so that merges are easy. The record a worker makes of
 *it: u8 kind (0 error, 1 ours, 2 Bandit's), then for an error one field; otherwise the salt, u32 n,
 *n times field and u32. */
#include "engine/baseline.h"

#include <stdlib.h>
#include <sys/random.h>
#include "base/cur.h"
#include "base/hash.h"
#include "base/version.h"
#include "engine/rule.h"
#include "text/json.h"

enum { RECORD_ERROR, RECORD_OURS, RECORD_BANDIT };

/* ---- In the worker ---- */

static void write_error(struct buf *out, size_t from, str bytes, size_t offset, const char *msg)
{
	out->n = from;
	buf_u8(out, RECORD_ERROR);
	buf_u32(out, text_line(bytes, offset));
	buf_field(out, str_of(msg));
}

static bool salt_of(str hex, uint8_t out[BASELINE_SALT])
{
	if (hex.n != 2 * BASELINE_SALT)
		return false;
	for (size_t i = 0; i < hex.n; i++) {
		uint8_t c = hex.p[i];
		unsigned v;
		if (c >= '0' && c <= '9')
			v = c - '0';
		else if (c >= 'a' && c <= 'f')
			v = c - 'a' + 10U;
		else
			return false;
		out[i / 2] = (uint8_t)(out[i / 2] << 4 | v);
	}
	return true;
}

static const char *parse_ours(struct buf *out, const struct tree *root, const struct tree **at)
{
	const struct tree *salt = tree_get(root, S("salt")), *list = tree_get(root, S("findings"));
	uint8_t bytes[BASELINE_SALT] = {0};
	int64_t version;

	*at = tree_get(root, S("assay_baseline"));
	if (!tree_int(*at, &version) || version != 1)
		return "a baseline of a newer assay";
	*at = salt;
	if (!tree_is(salt, TREE_STRING) || !salt_of(salt->text, bytes))
		return "`salt` must be 32 hex digits";
	*at = list;
	if (!tree_is(list, TREE_ARRAY))
		return "`findings` must be an array";
	buf_add(out, (str){bytes, BASELINE_SALT});
	buf_u32(out, list->count);
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const struct tree *print = tree_get(c, S("fingerprint"));
		int64_t count = 0;
		*at = c;
		if (!tree_is(print, TREE_STRING) || !tree_int(tree_get(c, S("count")), &count) ||
		    count < 1 || count > 1000000000)
			return "a finding needs `fingerprint` and a positive `count`";
		buf_field(out, print->text);
		buf_u32(out, (uint32_t)count);
	}
	return NULL;
}

static str plain_path(str path)
{
	while (str_starts(path, S("./")))
		path = str_slice(path, 2, path.n);
	return path;
}

static str bandit_key(struct arena *a, str id, str path)
{
	path = plain_path(path);
	return arena_printf(a, "bandit:%.*s:%.*s", STR_ARG(id), STR_ARG(path));
}

static const char *parse_bandit(struct arena *a, struct buf *out, const struct tree *list,
				const struct tree **at)
{
	static const uint8_t no_salt[BASELINE_SALT];

	buf_add(out, (str){no_salt, BASELINE_SALT});
	buf_u32(out, list->count);
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const struct tree *file = tree_get(c, S("filename")),
				  *id = tree_get(c, S("test_id"));
		*at = c;
		if (!tree_is(file, TREE_STRING) || !tree_is(id, TREE_STRING))
			return "a result needs `filename` and `test_id`";
		buf_field(out, bandit_key(a, id->text, file->text));
		buf_u32(out, 1);
	}
	return NULL;
}

/* What people take for a baseline. */
static const char *what_else(const struct tree *root)
{
	if (!tree_is(root, TREE_TABLE))
		return "JSON, but no object and so no baseline";
	if (tree_get(root, S("schema_version")) != NULL && tree_get(root, S("findings")) != NULL)
		return "a JSON report of assay, which is no baseline";
	if (tree_get(root, S("runs")) != NULL)
		return "a SARIF report, which is no baseline";
	return "JSON, but neither `assay_baseline` nor `results` is in it";
}

void baseline_parse(struct arena *a, str bytes, struct buf *out)
{
	size_t from = out->n;
	const struct tree *root, *at = NULL, *results;
	const char *wrong;
	struct diag d;

	if (!json_parse(a, bytes, &root, &d)) {
		write_error(out, from, bytes, d.offset,
			    bytes.n == 0 ? "the file is empty"
					 : (const char *)arena_printf(a, "no JSON: %s", d.msg).p);
		return;
	}
	results = tree_get(root, S("results"));
	if (tree_get(root, S("assay_baseline")) != NULL) {
		buf_u8(out, RECORD_OURS);
		wrong = parse_ours(out, root, &at);
	} else if (tree_is(results, TREE_ARRAY)) {
		buf_u8(out, RECORD_BANDIT);
		wrong = parse_bandit(a, out, results, &at);
	} else {
		wrong = what_else(root);
	}
	if (wrong != NULL)
		write_error(out, from, bytes, at ? at->start : 0, wrong);
}

/* ---- In the parent ---- */

bool baseline_read(struct arena *a, str record, struct baseline *b, str *error)
{
	struct cur c = cur_of(record);
	uint8_t kind = cur_u8(&c);
	uint32_t n;
	str salt;

	*b = (struct baseline){.known = map_in(a), .from_bandit = kind == RECORD_BANDIT};
	*error = S("the process that read it died");
	if (kind == RECORD_ERROR) {
		uint32_t line = cur_u32le(&c);
		str text = cur_field(&c);
		if (!c.bad)
			*error = arena_printf(a, "line %u: %.*s", line,
					      STR_ARG(str_slice(text, 0, 500)));
		return false;
	}
	if (kind > RECORD_BANDIT)
		return false;
	salt = cur_bytes(&c, BASELINE_SALT);
	n = cur_u32le(&c);
	if (c.bad)
		return false;
	memcpy(b->salt, salt.p, BASELINE_SALT);
	for (uint32_t i = 0; i < n && !c.bad; i++) {
		str key = cur_field(&c);
		uint32_t count = cur_u32le(&c);
		if (!c.bad)
			*map_put(&b->known, key) += count;
	}
	return !c.bad && cur_left(&c) == 0;
}

bool baseline_new(struct arena *a, struct baseline *b)
{
	*b = (struct baseline){.known = map_in(a)};
	return getrandom(b->salt, sizeof(b->salt), 0) == (ssize_t)sizeof(b->salt);
}

/* The identity of a secret was made of it: a baseline that others may read hides it behind a key of
 * its own, so that nobody can tell whether two baselines know the same secret. */
static str salted(struct arena *a, const struct baseline *b, const struct finding *f)
{
	uint8_t digest[HASH_SHA256_BYTES];
	char text[3 + 32 + 1] = "v1:";

	if (f->rule->secret == NULL || f->fingerprint.n == 0)
		return f->fingerprint;
	hash_hmac_sha256((str){b->salt, BASELINE_SALT}, f->fingerprint, digest);
	hash_hex(digest, 16, text + 3);
	return arena_dup(a, str_of(text));
}

static str key_of(struct arena *a, const struct baseline *b, const struct finding *f)
{
	if (b->from_bandit)
		return bandit_key(a, str_of(f->rule->id), f->path);
	return salted(a, b, f);
}

size_t baseline_apply(struct arena *a, struct baseline *b, struct finding *findings, size_t count)
{
	size_t marked = 0;

	for (size_t i = 0; i < count; i++) {
		struct finding *f = &findings[i];
		uint64_t *left = f->suppressed == SUPPRESSED_NOT
					 ? map_get(&b->known, key_of(a, b, f))
					 : NULL;
		if (left == NULL || *left == 0)
			continue;
		--*left;
		f->suppressed = SUPPRESSED_BASELINE;
		f->reason = S("known when the baseline was written");
		marked++;
	}
	return marked;
}

struct line {
	str fingerprint;
	const struct finding *first;
	uint64_t count;
};

static int by_fingerprint(const void *x, const void *y)
{
	return str_cmp(((const struct line *)x)->fingerprint,
		       ((const struct line *)y)->fingerprint);
}

static struct line *collect(struct arena *a, const struct baseline *b,
			    const struct finding *findings, size_t count, size_t *n)
{
	struct line *lines = NEW(a, struct line, count + 1);
	struct map index = map_in(a);

	*n = 0;
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &findings[i];
		str print;
		uint64_t *at;
		if (f->suppressed == SUPPRESSED_NOSEC || f->suppressed == SUPPRESSED_EXCEPTION ||
		    f->suppressed == SUPPRESSED_FILTER || f->fingerprint.n == 0)
			continue;
		print = salted(a, b, f);
		at = map_put(&index, print);
		if (*at == 0) {
			lines[*n] = (struct line){print, f, 0};
			*at = ++*n;
		}
		lines[*at - 1].count++;
	}
	qsort(lines, *n, sizeof(*lines), by_fingerprint);
	return lines;
}

void baseline_print(struct arena *a, struct buf *out, const struct baseline *b,
		    const struct finding *findings, size_t count)
{
	char salt[2 * BASELINE_SALT + 1];
	size_t n;
	struct line *lines = collect(a, b, findings, count, &n);

	hash_hex(b->salt, BASELINE_SALT, salt);
	buf_printf(out,
		   "{\n\"assay_baseline\": 1,\n\"tool\": \"assay %s\",\n\"salt\": "
		   "\"%s\",\n\"findings\": [",
		   ASSAY_VERSION, salt);
	for (size_t i = 0; i < n; i++) {
		buf_add(out, i ? S(",\n{\"fingerprint\": ") : S("\n{\"fingerprint\": "));
		tree_quote(out, lines[i].fingerprint);
		buf_printf(out, ", \"count\": %llu, \"rule\": \"%s\", \"path\": ",
			   (unsigned long long)lines[i].count, lines[i].first->rule->id);
		tree_quote(out, lines[i].first->path);
		buf_byte(out, '}');
	}
	buf_add(out, S("\n]\n}\n"));
}
