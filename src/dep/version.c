/* PEP 440, appendix B, as a hand-written reader of one pass. Numbers stay slices of digits and
 * compare by length and then by bytes, so that no date or build number is too long.
 *
 * The order, in one paragraph: epoch; release with trailing zeros dropped; then a dev release
 * without pre or post comes before every pre-release, pre-releases before the final one; a post
 * release after it; inside each of these, dev before not dev; a local version after the same
 * without, its numbers after its words. */
#include "dep/version.h"

static bool is_digit(str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static bool is_letter(str s, size_t i)
{
	return i < s.n && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z';
}

static bool is_separator(str s, size_t i)
{
	return i < s.n && (s.p[i] == '.' || s.p[i] == '-' || s.p[i] == '_');
}

static str read_digits(str s, size_t *at)
{
	size_t from = *at;

	while (is_digit(s, *at))
		++*at;
	return str_slice(s, from, *at);
}

/* [-_.]? WORD [-_.]? DIGITS?; leaves *at alone when no word of the list stands there. The longest
 * word counts, so lists have longer ones first. */
static bool read_segment(str s, size_t *at, const char *const *words, unsigned *which, str *number)
{
	size_t i = *at + is_separator(s, *at), after;

	for (unsigned k = 0; words[k] != NULL; k++) {
		str word = str_of(words[k]);
		if (!str_eq_nocase(str_slice(s, i, i + word.n), word))
			continue;
		i += word.n;
		after = i + is_separator(s, i);
		*number = (str){NULL, 0};
		if (is_digit(s, after))
			*number = read_digits(s, &after);
		else
			after = i;
		*at = after;
		*which = k;
		return true;
	}
	return false;
}

static void read_pre(str s, size_t *at, struct version *v)
{
	static const char *const words[] = {"alpha", "beta", "preview", "pre", "rc",
					    "a",     "b",    "c",	NULL};
	static const uint8_t kinds[] = {VERSION_ALPHA, VERSION_BETA,  VERSION_RC,   VERSION_RC,
					VERSION_RC,    VERSION_ALPHA, VERSION_BETA, VERSION_RC};
	unsigned which;

	if (read_segment(s, at, words, &which, &v->pre_number))
		v->pre = (enum version_pre)kinds[which];
}

static void read_post(str s, size_t *at, struct version *v)
{
	static const char *const words[] = {"post", "rev", "r", NULL};
	unsigned which;
	size_t i = *at + 1;

	if (*at < s.n && s.p[*at] == '-' && is_digit(s, i)) {
		v->post_number = read_digits(s, &i);
		v->is_post = true;
		*at = i;
	} else {
		v->is_post = read_segment(s, at, words, &which, &v->post_number);
	}
}

static void read_dev(str s, size_t *at, struct version *v)
{
	static const char *const words[] = {"dev", NULL};
	unsigned which;

	v->is_dev = read_segment(s, at, words, &which, &v->dev_number);
}

static bool read_local(str s, size_t *at, struct version *v)
{
	size_t from = ++*at;

	for (;;) {
		size_t part = *at;
		while (is_digit(s, *at) || is_letter(s, *at))
			++*at;
		if (*at == part)
			return false;
		if (!is_separator(s, *at))
			break;
		++*at;
	}
	v->local = str_slice(s, from, *at);
	return true;
}

bool version_parse(str text, struct version *v)
{
	str s = text, first;
	size_t at = 0, from;

	*v = (struct version){0};
	s = str_trim(s);
	if (at < s.n && (s.p[at] | 32) == 'v')
		at++;
	from = at;
	first = read_digits(s, &at);
	if (first.n == 0)
		return false;
	if (at < s.n && s.p[at] == '!') {
		v->epoch = first;
		from = ++at;
		if (read_digits(s, &at).n == 0)
			return false;
	}
	while (at < s.n && s.p[at] == '.' && is_digit(s, at + 1)) {
		at++;
		read_digits(s, &at);
	}
	v->release = str_slice(s, from, at);
	read_pre(s, &at, v);
	read_post(s, &at, v);
	read_dev(s, &at, v);
	if (at < s.n && s.p[at] == '+' && !read_local(s, &at, v))
		return false;
	return at == s.n;
}

static str without_zeros(str digits)
{
	while (digits.n > 0 && digits.p[0] == '0')
		digits = str_slice(digits, 1, digits.n);
	return digits;
}

static int sign(int64_t d)
{
	return (d > 0) - (d < 0);
}

static int compare_numbers(str a, str b)
{
	a = without_zeros(a);
	b = without_zeros(b);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return a.n ? sign(memcmp(a.p, b.p, a.n)) : 0;
}

static int compare_releases(str a, str b)
{
	while (a.n > 0 || b.n > 0) {
		size_t i = 0, j = 0;
		int d = compare_numbers(read_digits(a, &i), read_digits(b, &j));
		if (d != 0)
			return d;
		a = str_slice(a, i + 1, a.n);
		b = str_slice(b, j + 1, b.n);
	}
	return 0;
}

/* Where a version stands among those of its release: 0 dev, 1-3 pre, 4 final or post. */
static int stage(const struct version *v)
{
	if (v->pre != VERSION_FINAL)
		return (int)v->pre;
	return v->is_dev && !v->is_post ? 0 : 4;
}

static str local_part(str *rest)
{
	size_t i = 0;
	str part;

	while (i < rest->n && !is_separator(*rest, i))
		i++;
	part = str_slice(*rest, 0, i);
	*rest = str_slice(*rest, i + 1, rest->n);
	return part;
}

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s, i))
			return false;
	return s.n > 0;
}

static int compare_words(str a, str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		int d = (a.p[i] | 32) - (b.p[i] | 32); /* digits have that bit set already */
		if (d != 0)
			return sign(d);
	}
	return sign((int64_t)a.n - (int64_t)b.n);
}

static int compare_locals(str a, str b)
{
	while (a.n > 0 && b.n > 0) {
		str x = local_part(&a), y = local_part(&b);
		bool p = all_digits(x), q = all_digits(y);
		int d = p != q ? (p ? 1 : -1) : p ? compare_numbers(x, y) : compare_words(x, y);
		if (d != 0)
			return d;
	}
	return (a.n > 0) - (b.n > 0);
}

int version_compare(const struct version *a, const struct version *b)
{
	int d = compare_numbers(a->epoch, b->epoch);

	if (d == 0)
		d = compare_releases(a->release, b->release);
	if (d == 0)
		d = sign(stage(a) - stage(b));
	if (d == 0)
		d = compare_numbers(a->pre_number, b->pre_number);
	if (d == 0)
		d = sign(a->is_post - b->is_post);
	if (d == 0)
		d = compare_numbers(a->post_number, b->post_number);
	if (d == 0)
		d = sign(b->is_dev - a->is_dev);
	if (d == 0)
		d = compare_numbers(a->dev_number, b->dev_number);
	return d != 0 ? d : compare_locals(a->local, b->local);
}

static void print_number(struct buf *out, str digits)
{
	digits = without_zeros(digits);
	buf_add(out, digits.n ? digits : S("0"));
}

void version_print(struct buf *out, const struct version *v)
{
	static const char *const pres[] = {"", "a", "b", "rc"};

	if (without_zeros(v->epoch).n > 0) {
		print_number(out, v->epoch);
		buf_byte(out, '!');
	}
	for (str rest = v->release; rest.p != NULL;) {
		print_number(out, str_cut(&rest, '.'));
		if (rest.p != NULL)
			buf_byte(out, '.');
	}
	buf_add(out, str_of(pres[v->pre]));
	if (v->pre != VERSION_FINAL)
		print_number(out, v->pre_number);
	if (v->is_post) {
		buf_add(out, S(".post"));
		print_number(out, v->post_number);
	}
	if (v->is_dev) {
		buf_add(out, S(".dev"));
		print_number(out, v->dev_number);
	}
	for (str rest = v->local, part; rest.n > 0;) {
		buf_byte(out, rest.p == v->local.p ? '+' : '.');
		part = local_part(&rest);
		if (all_digits(part)) {
			print_number(out, part);
			continue;
		}
		for (size_t i = 0; i < part.n; i++)
			buf_byte(out, part.p[i] | 32);
	}
}

str package_normal_name(struct arena *a, str name)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < name.n; i++) {
		if (is_separator(name, i)) {
			if (b.n == 0 || b.p[b.n - 1] != '-')
				buf_byte(&b, '-');
		} else {
			buf_byte(&b, is_letter(name, i) ? name.p[i] | 32 : name.p[i]);
		}
	}
	return buf_str(&b);
}
