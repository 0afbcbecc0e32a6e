/* The identity of a finding (CONTRACT, Identity): rule, tokens of the offending statement,
 * enclosing qualified name, ordinal among equals. No path and no line: it survives moves and
 * renames and changes with the code.
 *
 * The statement is taken without white space and comments; between two word characters that stood
 * apart one space is kept. Of a compound statement only the header counts (of an except clause
 * all), so that a change in its body leaves findings on the header alone. */
#include "engine/engine_int.h"

#include "base/buf.h"
#include "base/hash.h"

str fingerprint_of(struct arena *a, const char *rule_id, str statement, str qualname,
		   uint32_t ordinal)
{
	struct hash_sha256_state h;
	uint8_t digest[HASH_SHA256_BYTES],
		number[4] = {(uint8_t)ordinal, (uint8_t)(ordinal >> 8), (uint8_t)(ordinal >> 16),
			     (uint8_t)(ordinal >> 24)};
	char text[3 + 32 + 1] = "v1:";
	str zero = {(const uint8_t *)"", 1};

	hash_sha256_init(&h);
	hash_sha256_update(&h, str_of(rule_id));
	hash_sha256_update(&h, zero);
	hash_sha256_update(&h, statement);
	hash_sha256_update(&h, zero);
	hash_sha256_update(&h, qualname);
	hash_sha256_update(&h, zero);
	hash_sha256_update(&h, (str){number, sizeof(number)});
	hash_sha256_final(&h, digest);
	hash_hex(digest, 16, text + 3);
	return arena_dup(a, str_of(text));
}

void finding_placed(struct arena *a, struct finding *f, str place)
{
	f->fingerprint = fingerprint_of(a, f->rule->id, f->fingerprint, place, 0);
	f->by_place = false;
}

/* Where the header of a compound statement ends. */
static uint32_t header_end(const struct node *n)
{
	if (n->kind == NODE_EXCEPT_HANDLER)
		return n->end;
	return record_body(n);
}

static bool is_word(uint8_t c)
{
	return c == '_' || c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static uint32_t next_comment(const struct py_file *f, uint32_t offset)
{
	uint32_t lo = 0, hi = f->comment_count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (f->comments[mid].end <= offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static str normalised(struct arena *a, const struct py_file *f, uint32_t start, uint32_t end)
{
	uint32_t comment = next_comment(f, start);
	uint8_t *out = arena_alloc(a, (size_t)(end - start) + 1, 1);
	bool space = false;
	size_t n = 0;

	for (uint32_t i = start; i < end; i++) {
		uint8_t c = f->source.p[i];
		if (comment < f->comment_count && i == f->comments[comment].start) {
			i = f->comments[comment++].end - 1;
			space = true;
			continue;
		}
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\') {
			space = true;
			continue;
		}
		if (space && n > 0 && is_word(out[n - 1]) && is_word(c))
			out[n++] = ' ';
		space = false;
		out[n++] = c;
	}
	return (str){out, n};
}

struct statement_text {
	const struct node *node;
	str digest; /* of the text: a statement may be long and have many findings */
};

static str digest_of(struct arena *a, str text)
{
	uint8_t *digest = arena_alloc(a, HASH_SHA256_BYTES, 1);

	hash_sha256(text, digest);
	return (str){digest, HASH_SHA256_BYTES};
}

/* A line stands for the statement where there is none; of a very long one a part. */
#define LINE_BYTES 1000

static str line_around(const struct py_file *f, uint32_t offset)
{
	uint32_t line = py_line(f, offset), start = py_line_offset(f, line), end = start;

	if (offset - start > LINE_BYTES)
		start = end = offset;
	while (end < f->source.n && end - start < LINE_BYTES && f->source.p[end] != '\n' &&
	       f->source.p[end] != '\r')
		end++;
	return str_slice(f->source, start, end);
}

static str statement_of(struct arena *a, const struct py_file *f, struct record *r,
			struct statement_text *last)
{
	const struct node *n = r->statement;

	if (r->f.start == UINT32_MAX)
		return r->f.message;
	if (n == NULL || r->f.start < n->start || r->f.start >= n->end) {
		if (r->engine || n == NULL)
			return digest_of(a, str_trim(line_around(f, r->f.start)));
		return digest_of(a, normalised(a, f, r->f.start, r->f.end));
	}
	if (last->node != n) {
		last->node = n;
		last->digest = digest_of(a, normalised(a, f, n->start, header_end(n)));
	}
	return last->digest;
}

void fingerprint_all(struct scan *s, const struct py_file *file)
{
	struct map seen = map_in(s->arena);
	struct statement_text last = {0};

	for (struct record *r = s->records; r != NULL; r = r->next) {
		str statement, first;
		uint32_t ordinal;
		if (r->f.fingerprint.n > 0)
			continue;
		statement = statement_of(s->arena, file, r, &last);
		first = fingerprint_of(s->arena, r->f.rule->id, statement, r->qualname, 0);
		ordinal = (uint32_t)(*map_put(&seen, first))++;
		r->f.fingerprint = ordinal == 0 ? first
						: fingerprint_of(s->arena, r->f.rule->id, statement,
								 r->qualname, ordinal);
	}
}
