/* Paths in a finding are as reached from the argument given, with %XX for what is not UTF-8.
 * Formats that other programs read want them relative to the repository's root. */
#include "report/report.h"

static int hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void unescape(struct buf *out, str path)
{
	for (size_t i = 0; i < path.n; i++) {
		int high = i + 2 < path.n ? hex(path.p[i + 1]) : -1;
		int low = i + 2 < path.n ? hex(path.p[i + 2]) : -1;
		if (path.p[i] == '%' && high >= 0 && low >= 0) {
			buf_byte(out, (uint8_t)(high << 4 | low));
			i += 2;
		} else {
			buf_byte(out, path.p[i]);
		}
	}
}

/* Without `.`, `..`, empty parts; no link is followed. */
static str normal(struct arena *a, str path)
{
	bool absolute = str_starts(path, S("/"));
	struct buf out = buf_in(a);

	for (str rest = path; rest.p != NULL;) {
		str part = str_cut(&rest, '/');
		if (part.n == 0 || str_eq(part, S(".")))
			continue;
		if (str_eq(part, S("..")) && (absolute || out.n > 0)) {
			size_t slash = str_rfind_byte(buf_str(&out), '/');
			out.n = slash == STR_NONE ? 0 : slash;
			continue;
		}
		if (absolute || out.n > 0)
			buf_byte(&out, '/');
		buf_add(&out, part);
	}
	if (out.n == 0)
		buf_byte(&out, absolute ? '/' : '.');
	return buf_str(&out);
}

str report_place(struct arena *a, const struct report *r, str path, bool *outside)
{
	struct buf whole = buf_in(a);
	str root = r->root, at;

	*outside = false;
	if (!str_starts(path, S("/")) && r->cwd.n > 0) {
		buf_add(&whole, r->cwd);
		buf_byte(&whole, '/');
	}
	unescape(&whole, path);
	at = normal(a, buf_str(&whole));
	if (!str_starts(at, S("/")))
		return at;
	while (root.n > 0 && root.p[root.n - 1] == '/')
		root.n--;
	if (str_starts(at, root) && at.n > root.n && at.p[root.n] == '/' && at.n > root.n + 1)
		return str_slice(at, root.n + 1, at.n);
	*outside = true;
	return at;
}

void report_uri_escape(struct buf *out, str path)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < path.n; i++) {
		uint8_t c = path.p[i];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		if (letter || (c >= '0' && c <= '9') || (c != 0 && strchr("-._~/", c) != NULL)) {
			buf_byte(out, c);
		} else {
			buf_byte(out, '%');
			buf_byte(out, (uint8_t)digits[c >> 4]);
			buf_byte(out, (uint8_t)digits[c & 15]);
		}
	}
}

str report_uri(struct arena *a, const struct report *r, str path, bool *outside)
{
	struct buf out = buf_in(a);
	str place = report_place(a, r, path, outside);

	if (*outside)
		buf_add(&out, S("file://"));
	report_uri_escape(&out, place);
	return buf_str(&out);
}
