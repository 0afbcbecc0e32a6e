/* Both matchers of patterns against a naive one that says what gitignore(5) and fnmatch say, on an
 * alphabet of what is special; and ignore files of any bytes. */
#include "fuzz.h"

#include "repo/glob.h"
#include "repo/ignore.h"
#include "text/glob.h"

enum { MOST = 24 };

enum dialect { GIT, PATH, FNMATCH }; /* PATH: text/glob.h, where an open `[` is itself */

/* Of a range that ends before it begins, git takes the first byte and the others nothing. */
static bool in_set(str set, uint8_t c, enum dialect d)
{
	for (size_t i = 0; i < set.n; i++) {
		uint8_t low = set.p[i], high = low;
		if (i + 2 < set.n && set.p[i + 1] == '-') {
			high = set.p[i + 2];
			i += 2;
		}
		if ((c >= low && c <= high) || (c == low && d == GIT))
			return true;
	}
	return false;
}

/* Where the set that starts behind `[` at i ends: at its `]`; p.n when it does not. */
static size_t set_end(str p, size_t i, enum dialect d)
{
	if (i < p.n && (p.p[i] == '!' || (p.p[i] == '^' && d != FNMATCH)))
		i++;
	if (i < p.n && p.p[i] == ']')
		i++;
	while (i < p.n && p.p[i] != ']')
		i++;
	return i;
}

static bool naive(str p, size_t i, str t, size_t k, enum dialect d)
{
	size_t from = i, end;
	bool folders, hit;

	if (i == p.n)
		return k == t.n;
	if (p.p[i] == '*') {
		while (i < p.n && p.p[i] == '*')
			i++;
		folders = d != FNMATCH && i - from >= 2 && (from == 0 || p.p[from - 1] == '/');
		if (folders && i == p.n)
			return true;
		if (folders && p.p[i] == '/') {
			hit = naive(p, i + 1, t, k, d);
			for (; k < t.n && !hit; k++)
				hit = t.p[k] == '/' && naive(p, i + 1, t, k + 1, d);
			return hit;
		}
		for (;; k++) {
			if (naive(p, i, t, k, d))
				return true;
			if (k == t.n || (t.p[k] == '/' && d != FNMATCH))
				return false;
		}
	}
	if (p.p[i] == '[' && set_end(p, i + 1, d) == p.n && d == GIT)
		return false;
	if (k == t.n)
		return false;
	if (p.p[i] == '?')
		return (d == FNMATCH || t.p[k] != '/') && naive(p, i + 1, t, k + 1, d);
	if (p.p[i] == '[' && (end = set_end(p, i + 1, d)) < p.n) {
		bool negated = p.p[i + 1] == '!' || (p.p[i + 1] == '^' && d != FNMATCH);
		hit = in_set(str_slice(p, i + 1 + negated, end), t.p[k], d) != negated;
		return hit && (d == FNMATCH || t.p[k] != '/') && naive(p, end + 1, t, k + 1, d);
	}
	if (p.p[i] == '\\' && d != FNMATCH && i + 1 == p.n)
		return d == PATH && t.p[k] == '\\' && k + 1 == t.n;
	if (p.p[i] == '\\' && d != FNMATCH)
		i++;
	return p.p[i] == t.p[k] && naive(p, i + 1, t, k + 1, d);
}

static str reduced(struct arena *a, const uint8_t *data, size_t n, str alphabet)
{
	uint8_t *out = arena_alloc(a, n, 1);

	for (size_t i = 0; i < n; i++)
		out[i] = alphabet.p[data[i] % alphabet.n];
	return (str){out, n};
}

static void compare(struct arena *a, str pattern, str text)
{
	uint64_t fuel = UINT64_MAX;
	struct glob g;

	INVARIANT(glob_compile(&g, a, pattern, GLOB_FNMATCH));
	INVARIANT(glob_match(&g, text) == naive(pattern, 0, text, 0, FNMATCH));
	INVARIANT(glob_fnmatch(pattern, text) == naive(pattern, 0, text, 0, FNMATCH));
	if (str_find_byte(pattern, '[') != STR_NONE && str_find_byte(pattern, '\\') != STR_NONE)
		return; /* escapes inside of sets are git's only */
	INVARIANT(glob_path(pattern, text, &fuel) == naive(pattern, 0, text, 0, GIT));
	if (str_starts(pattern, S("/")) || str_ends(pattern, S("/")))
		return;
	INVARIANT(glob_compile(&g, a, pattern, GLOB_PATH));
	INVARIANT(glob_match(&g, text) == naive(pattern, 0, text, 0, PATH));
}

static void any_file(struct arena *a, str bytes)
{
	uint64_t fuel = LIMIT_IGNORE_STEPS / 100;
	struct buf record = buf_in(a);
	struct ignore *ig;

	ignore_parse(bytes, &record);
	ig = ignore_read(a, buf_str(&record), S("a"));
	INVARIANT(ig != NULL);
	(void)ignore_match(ig, S("a/src/some/long/path.py"), false, &fuel);
	(void)ignore_match(ig, S("a/build"), true, &fuel);
	ig = ignore_read(a, bytes, S(""));
	if (ig != NULL)
		(void)ignore_match(ig, S("src/path.py"), false, &fuel);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	size_t n = size ? data[0] % MOST : 0;

	any_file(a, fuzz_input(a, data, size, 0));
	if (size == 0 || size - 1 < n)
		return;
	compare(a, reduced(a, data + 1, n, S("ab/**?[]!^-\\")),
		reduced(a, data + 1 + n, size - 1 - n < MOST ? size - 1 - n : MOST,
			S("ab/-^!][\\")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
