#include "repo/index.h"

#include "base/fail.h"
#include "base/hash.h"
#include "base/limits.h"

enum {
	HEADER = 12,
	STAT = 40, /* of an entry, before the id */
	FLAG_EXTENDED = 0x4000,
	FLAG_VALID = 0x8000,
	NAME_MASK = 0xFFF,
	MORE_SKIP = 0x4000,
	MORE_INTENT = 0x2000,
};

static bool wrong(struct diag *d, enum index_diag code, size_t offset, const char *msg)
{
	if (d->code == INDEX_FINE)
		*d = (struct diag){code, (uint32_t)offset, msg};
	return false;
}

/* ---- One entry ---- */

/* The offset encoding of packs: each further byte adds one before it shifts. */
static uint64_t read_varint(struct cur *c)
{
	uint8_t b = cur_u8(c);
	uint64_t v = b & 127;

	while ((b & 128) != 0 && !c->bad) {
		if (v > UINT32_MAX)
			c->bad = true;
		b = cur_u8(c);
		v = ((v + 1) << 7) | (b & 127);
	}
	return v;
}

static str read_name(struct cur *c)
{
	size_t end = str_find_byte(str_slice(c->data, c->at, c->data.n), 0);
	str name;

	if (end == STR_NONE) {
		c->bad = true;
		return (str){NULL, 0};
	}
	name = cur_bytes(c, end);
	cur_skip(c, 1);
	return name;
}

/* Versions 2 and 3: the name and 1 to 8 zero bytes, so that the entry is a multiple of 8 long. */
static str read_padded(struct cur *c, size_t start, size_t length)
{
	str name;

	if (length == NAME_MASK) {
		size_t end = str_find_byte(str_slice(c->data, c->at, c->data.n), 0);
		length = end == STR_NONE ? SIZE_MAX : end;
	}
	name = cur_bytes(c, length);
	cur_skip(c, 8 - (c->at - start) % 8);
	return name;
}

/* Version 4: how many bytes of the path before are dropped, and what follows instead. */
static bool read_stripped(struct index_walk *w, struct cur *c, str *path)
{
	uint64_t drop = read_varint(c);
	str rest = read_name(c);
	size_t keep;

	if (c->bad || drop > w->path_n)
		return false;
	keep = w->path_n - (size_t)drop;
	if (keep + rest.n > w->path_cap) {
		size_t cap = 2 * (keep + rest.n) + 256;
		uint8_t *more = arena_raw(w->arena, cap, 1);
		if (keep > 0)
			memcpy(more, w->path, keep);
		w->path = more;
		w->path_cap = cap;
	}
	if (rest.n > 0)
		memcpy(w->path + keep, rest.p, rest.n);
	w->path_n = keep + rest.n;
	*path = (str){w->path, w->path_n};
	return true;
}

static uint32_t u32_at(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum index_diag read_entry(struct index_walk *w, struct index_entry *e)
{
	struct cur *c = &w->c;
	size_t start = c->at;
	str fixed = cur_bytes(c, STAT + w->ix->id_bytes + 2);
	unsigned flags, more = 0;

	if (c->bad)
		return INDEX_CUT;
	flags = (unsigned)fixed.p[fixed.n - 2] << 8 | fixed.p[fixed.n - 1];
	if ((flags & FLAG_EXTENDED) != 0 && w->ix->version >= 3)
		more = cur_u16be(c);
	if (c->bad)
		return INDEX_CUT;
	*e = (struct index_entry){
		.id = fixed.p + STAT,
		.mode = u32_at(fixed.p + 24),
		.size = u32_at(fixed.p + 36),
		.stage = (uint8_t)(flags >> 12 & 3),
		.flags = (uint8_t)(((flags & FLAG_VALID) != 0 ? INDEX_ASSUME_VALID : 0) |
				   ((more & MORE_SKIP) != 0 ? INDEX_SKIP_WORKTREE : 0) |
				   ((more & MORE_INTENT) != 0 ? INDEX_INTENT_TO_ADD : 0)),
	};
	if (w->ix->version < 4)
		e->path = read_padded(c, start, flags & NAME_MASK);
	else if (!read_stripped(w, c, &e->path))
		return c->bad ? INDEX_CUT : INDEX_NAME;
	return c->bad ? INDEX_CUT : INDEX_FINE;
}

/* ---- Extensions ---- */

/* "NAME\0COUNT SUBTREES\n", and the id unless COUNT is negative. */
static struct index_tree *read_folder(struct cur *c, struct arena *a, unsigned id_bytes,
				      uint32_t *below)
{
	struct index_tree *t = NEW(a, struct index_tree, 1);
	str line, count;
	uint64_t n = 0, subtrees = 0;
	size_t end;

	t->name = read_name(c);
	end = str_find_byte(str_slice(c->data, c->at, c->at + 32), '\n');
	line = cur_bytes(c, end == STR_NONE ? SIZE_MAX : end);
	cur_skip(c, 1);
	count = str_cut(&line, ' ');
	c->bad |= !str_to_u64(line, &subtrees) || subtrees > UINT32_MAX;
	if (!str_starts(count, S("-"))) {
		c->bad |= !str_to_u64(count, &n) || n > UINT32_MAX;
		t->id = cur_bytes(c, id_bytes).p;
	}
	t->entries = (uint32_t)n;
	*below = (uint32_t)subtrees;
	return c->bad ? NULL : t;
}

struct open_folder {
	struct index_tree *tree;
	const struct index_tree **end; /* where its next child goes */
	uint32_t left;
};

/* Depth first, without recursion: a path may be thousands of folders deep. */
static bool read_tree(struct index *ix, struct arena *a, str bytes)
{
	struct cur c = cur_of(bytes);
	struct open_folder *open;
	uint32_t below, depth = 0;
	struct index_tree *t;

	if (bytes.n == 0)
		return true;
	open = NEW(a, struct open_folder, LIMIT_GIT_PATH);
	t = read_folder(&c, a, ix->id_bytes, &below);
	if (t == NULL)
		return false;
	ix->tree = t;
	open[depth++] = (struct open_folder){t, &t->child, below};
	while (depth > 0) {
		struct open_folder *at = &open[depth - 1];
		if (at->left == 0) {
			depth--;
			continue;
		}
		at->left--;
		t = read_folder(&c, a, ix->id_bytes, &below);
		if (t == NULL || t->name.n == 0 || depth == LIMIT_GIT_PATH)
			return false;
		*at->end = t;
		at->end = &t->next;
		open[depth++] = (struct open_folder){t, &t->child, below};
	}
	return true;
}

/* EWAH: words that say how many equal ones follow and how many literal ones. */
static bool read_bits(struct cur *c, struct arena *a, struct index_bits *out)
{
	uint32_t bits = cur_u32be(c), packed = cur_u32be(c), room = bits / 64 + 1, n = 0;
	uint64_t *words;

	if (c->bad || packed > cur_left(c) / 8 || bits > 8 * LIMIT_SOURCE_BYTES)
		return false;
	words = NEW(a, uint64_t, room);
	for (uint32_t i = 0; i < packed;) {
		uint64_t rlw = cur_u64be(c), run = rlw >> 1 & UINT32_MAX, literal = rlw >> 33;
		i++;
		if (run > room - n || literal > packed - i || literal > room - n - run)
			return false;
		for (; run > 0; run--)
			words[n++] = (rlw & 1) != 0 ? UINT64_MAX : 0;
		for (; literal > 0; literal--, i++)
			words[n++] = cur_u64be(c);
	}
	cur_skip(c, 4); /* where the writer would go on */
	*out = (struct index_bits){words, bits};
	return !c->bad;
}

static bool read_link(struct index *ix, struct arena *a, str bytes)
{
	struct cur c = cur_of(bytes);

	ix->link = cur_bytes(&c, ix->id_bytes).p;
	if (c.bad)
		return false;
	return cur_left(&c) == 0 ||
	       (read_bits(&c, a, &ix->gone) && read_bits(&c, a, &ix->replaced));
}

static bool read_extension(struct index *ix, struct arena *a, str name, str bytes, size_t at,
			   struct diag *d)
{
	if (str_eq(name, S("TREE")))
		return read_tree(ix, a, bytes) ||
		       wrong(d, INDEX_TREE, at, "TREE is no list of folders");
	if (str_eq(name, S("sdir"))) {
		ix->sparse = true;
		return true;
	}
	if (str_eq(name, S("link")))
		return read_link(ix, a, bytes) ||
		       wrong(d, INDEX_LINK, at, "link names no shared index");
	if (name.p[0] >= 'A' && name.p[0] <= 'Z')
		return true;
	return wrong(d, INDEX_EXTENSION, at, "an extension that must be understood, and is not");
}

static bool read_extensions(struct index *ix, struct arena *a, struct cur *c, struct diag *d)
{
	while (cur_left(c) > ix->id_bytes) {
		size_t at = c->at;
		str name = cur_bytes(c, 4), bytes;
		uint32_t n = cur_u32be(c);
		if (c->bad || n > cur_left(c) - (cur_left(c) < ix->id_bytes ? 0 : ix->id_bytes))
			return wrong(d, INDEX_EXTENSION, at, "an extension is cut");
		bytes = cur_bytes(c, n);
		if (c->bad || !read_extension(ix, a, name, bytes, at, d))
			return wrong(d, INDEX_EXTENSION, at, "an extension is cut");
	}
	return true;
}

/* ---- The file ---- */

/* Memory that paths of version 4 need is taken once: the walk goes on in the same arena. */
static bool read_entries(struct index *ix, struct arena *a, struct cur *end, struct diag *d)
{
	struct index_walk w = index_begin(ix, a);
	struct index_entry e;
	str before = {NULL, 0};
	uint8_t *copy = NULL;
	uint32_t *offsets = ix->version < 4 ? NEW(a, uint32_t, (size_t)ix->count + 1) : NULL;
	size_t room = 0;
	uint8_t stage = 0;

	ix->offsets = offsets;

	for (uint32_t i = 0; i < ix->count; i++) {
		size_t at = w.c.at;
		enum index_diag bad = read_entry(&w, &e);
		int order = str_cmp(before, e.path);
		if (bad != INDEX_FINE)
			return wrong(d, bad, at, "an entry is cut");
		/* Entries of a split index that replace others need no name. */
		if (e.path.n > 0 && (order > 0 || (order == 0 && stage >= e.stage)))
			return wrong(d, INDEX_ORDER, at, "entries are not in order");
		stage = e.stage;
		before = e.path;
		if (offsets != NULL) {
			offsets[i] = (uint32_t)at;
			continue;
		}
		if (e.path.n > room) {
			room = 2 * e.path.n + 256;
			copy = arena_raw(a, room, 1);
		}
		if (e.path.n > 0)
			memcpy(copy, e.path.p, e.path.n);
		before.p = copy;
	}
	*end = w.c;
	return true;
}

bool index_read(struct index *ix, struct arena *a, str bytes, unsigned id_bytes, struct diag *d)
{
	struct cur c = cur_of(bytes);
	str signature = cur_bytes(&c, 4);

	*d = (struct diag){0};
	*ix = (struct index){.bytes = bytes, .id_bytes = id_bytes};
	ix->version = cur_u32be(&c);
	ix->count = cur_u32be(&c);
	if (c.bad || !str_eq(signature, S("DIRC")))
		return wrong(d, INDEX_NO_INDEX, 0, "no index: it does not begin with DIRC");
	if (ix->version < 2 || ix->version > 4)
		return wrong(d, INDEX_VERSION, 4, "a version of the index that is not known");
	if (ix->count > bytes.n / (STAT + id_bytes + 2))
		return wrong(d, INDEX_CUT, 8, "more entries than there are bytes");
	if (!read_entries(ix, a, &c, d))
		return false;
	if (cur_left(&c) < id_bytes)
		return wrong(d, INDEX_CUT, c.at, "it ends before its checksum");
	return read_extensions(ix, a, &c, d);
}

bool index_sound(const struct index *ix)
{
	uint8_t digest[32] = {0};
	size_t n = ix->bytes.n - ix->id_bytes;
	const uint8_t *end = ix->bytes.p + n;

	if (memcmp(end, digest, ix->id_bytes) == 0)
		return true;
	if (ix->id_bytes == HASH_SHA256_BYTES)
		hash_sha256(str_slice(ix->bytes, 0, n), digest);
	else
		hash_sha1(str_slice(ix->bytes, 0, n), digest);
	return memcmp(end, digest, ix->id_bytes) == 0;
}

static uint32_t count_bits(struct index_bits b)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b.bits / 64 + 1 && b.words != NULL; i++)
		n += (uint32_t)__builtin_popcountll(b.words[i]);
	return n;
}

bool index_join(struct index *ix, const struct index *shared, struct diag *d)
{
	if (ix->link == NULL || shared->link != NULL || shared->id_bytes != ix->id_bytes ||
	    ix->gone.bits > shared->count + 64 || ix->replaced.bits > shared->count + 64 ||
	    count_bits(ix->replaced) > ix->count)
		return wrong(d, INDEX_LINK, 0, "the shared index does not fit");
	ix->shared = shared;
	return true;
}

/* ---- Walking ---- */

struct index_walk index_begin(const struct index *ix, struct arena *a)
{
	struct index_walk w = {.ix = ix, .c = cur_of(ix->bytes), .arena = a};

	cur_skip(&w.c, HEADER);
	if (ix->shared == NULL)
		return w;
	w.shared = NEW(a, struct index_walk, 1);
	*w.shared = index_begin(ix->shared, a);
	w.substitute = NEW(a, struct index_walk, 1);
	*w.substitute = (struct index_walk){.ix = ix, .c = w.c, .arena = a};
	w.replacements = count_bits(ix->replaced);
	for (uint32_t i = 0; i < w.replacements; i++) { /* the added ones come after them */
		struct index_entry e;
		(void)read_entry(&w, &e);
		w.own++;
	}
	return w;
}

static bool bit(struct index_bits b, uint32_t i)
{
	return i < b.bits && (b.words[i / 64] >> i % 64 & 1) != 0;
}

/* An entry of the shared index that still stands, with what replaces it. */
static bool next_shared(struct index_walk *w, struct index_entry *e)
{
	while (w->shared->at < w->shared->ix->count) {
		uint32_t number = w->shared->at++;
		struct index_entry own;
		if (read_entry(w->shared, e) != INDEX_FINE)
			return false;
		if (bit(w->ix->replaced, number)) {
			if (read_entry(w->substitute, &own) != INDEX_FINE)
				return false;
			own.path = e->path;
			*e = own;
		}
		if (!bit(w->ix->gone, number))
			return true;
	}
	return false;
}

static int by_path(const struct index_entry *a, const struct index_entry *b)
{
	int order = str_cmp(a->path, b->path);

	return order ? order : (a->stage > b->stage) - (a->stage < b->stage);
}

static bool next_joined(struct index_walk *w, struct index_entry *e)
{
	unsigned which;

	if (!w->has[0] && w->own < w->ix->count) {
		w->own++;
		w->has[0] = read_entry(w, &w->ahead[0]) == INDEX_FINE;
	}
	if (!w->has[1])
		w->has[1] = next_shared(w, &w->ahead[1]);
	if (!w->has[0] && !w->has[1])
		return false;
	which = !w->has[0] || (w->has[1] && by_path(&w->ahead[1], &w->ahead[0]) < 0);
	*e = w->ahead[which];
	w->has[which] = false;
	return true;
}

bool index_next(struct index_walk *w, struct index_entry *e)
{
	if (w->shared != NULL)
		return next_joined(w, e);
	if (w->at >= w->ix->count)
		return false;
	w->at++;
	return read_entry(w, e) == INDEX_FINE;
}

bool index_skip(struct index_walk *w, uint32_t n, struct index_entry *e)
{
	if (w->shared == NULL && w->ix->offsets != NULL && n <= w->ix->count - w->at) {
		w->at += n - 1;
		w->c.at = w->ix->offsets[w->at];
		return index_next(w, e);
	}
	for (; n > 1; n--)
		if (!index_next(w, e))
			return false;
	return index_next(w, e);
}
