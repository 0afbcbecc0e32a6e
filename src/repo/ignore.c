/* Record, per pattern: u8 flags, field pattern (without `!`, the anchoring slash and the closing
 * one). Traps of gitignore(5): blanks at the end count only behind a backslash; a slash in the
 * beginning or middle anchors, one at the end does not; `#` and `!` may be escaped; a folder that
 * is ignored is never entered, so nothing below it can be kept again: the walk sees to that. */
#include "repo/ignore.h"

#include "repo/glob.h"

enum {
	NEGATED = 1 << 0,
	FOLDER_ONLY = 1 << 1,
	BASENAME = 1 << 2, /* no slash: matches the last component at any depth */
	LITERAL = 1 << 3,  /* no wildcard and no escape */
	SUFFIX = 1 << 4,   /* `*` and then a literal, without a slash */
};

struct pattern {
	str text;
	unsigned flags;
};

struct ignore {
	str base;
	struct pattern *patterns;
	uint32_t count;
};

static bool is_literal(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '*' || s.p[i] == '?' || s.p[i] == '[' || s.p[i] == '\\')
			return false;
	}
	return true;
}

static str without_trailing_blanks(str s)
{
	size_t keep = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\') {
			i++;
			keep = i + 1;
		} else if (s.p[i] != ' ') {
			keep = i + 1;
		}
	}
	return str_slice(s, 0, keep);
}

void ignore_parse_line(str line, struct buf *out)
{
	unsigned flags = 0;

	if (line.n == 0 || line.p[0] == '#')
		return;
	line = without_trailing_blanks(line);
	if (line.n > 0 && line.p[0] == '!') {
		flags |= NEGATED;
		line = str_slice(line, 1, line.n);
	}
	if (line.n > 0 && line.p[line.n - 1] == '/') {
		flags |= FOLDER_ONLY;
		line.n--;
	}
	if (line.n == 0)
		return;
	if (str_find_byte(line, '/') == STR_NONE)
		flags |= BASENAME;
	else if (line.p[0] == '/')
		line = str_slice(line, 1, line.n);
	if (is_literal(line))
		flags |= LITERAL;
	else if ((flags & BASENAME) != 0 && line.p[0] == '*' &&
		 is_literal(str_slice(line, 1, line.n)))
		flags |= SUFFIX;
	buf_u8(out, (uint8_t)flags);
	buf_field(out, line);
}

void ignore_parse(str bytes, struct buf *out)
{
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = str_slice(bytes, 3, bytes.n);
	for (str rest = bytes; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		if (rest.p != NULL && line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		ignore_parse_line(line, out);
	}
}

struct ignore *ignore_read(struct arena *a, str record, str base)
{
	struct ignore *ig = NEW(a, struct ignore, 1);
	struct cur c = cur_of(record);
	uint32_t count = 0;

	while (cur_left(&c) > 0 && !c.bad) {
		(void)cur_u8(&c);
		(void)cur_field(&c);
		count++;
	}
	if (c.bad)
		return NULL;
	ig->base = base;
	ig->count = count;
	ig->patterns = NEW(a, struct pattern, count);
	c = cur_of(record);
	for (uint32_t i = 0; i < count; i++) {
		ig->patterns[i].flags = cur_u8(&c);
		ig->patterns[i].text = cur_field(&c);
	}
	return ig;
}

static bool matches(const struct pattern *p, str path, str name, uint64_t *fuel)
{
	str subject = (p->flags & BASENAME) != 0 ? name : path;

	if ((p->flags & LITERAL) != 0)
		return str_eq(subject, p->text);
	if ((p->flags & SUFFIX) != 0)
		return str_ends(subject, str_slice(p->text, 1, p->text.n));
	return glob_path(p->text, subject, fuel);
}

enum ignored ignore_match(const struct ignore *ig, str path, bool is_folder, uint64_t *fuel)
{
	size_t slash;
	str name;

	if (ig->base.n > 0) {
		if (!str_starts(path, ig->base) || path.n <= ig->base.n ||
		    path.p[ig->base.n] != '/')
			return IGNORE_UNDECIDED;
		path = str_slice(path, ig->base.n + 1, path.n);
	}
	slash = str_rfind_byte(path, '/');
	name = slash == STR_NONE ? path : str_slice(path, slash + 1, path.n);
	for (uint32_t i = ig->count; i-- > 0 && *fuel > 0; --*fuel) {
		const struct pattern *p = &ig->patterns[i];
		if (((p->flags & FOLDER_ONLY) == 0 || is_folder) && matches(p, path, name, fuel))
			return (p->flags & NEGATED) != 0 ? IGNORE_KEEP : IGNORE_SKIP;
	}
	return IGNORE_UNDECIDED;
}
