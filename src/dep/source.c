#include "dep/source.h"

static const char schemes[] = "http https file ftp ssh git hg bzr svn "
			      "git+http git+https git+ssh git+git git+file "
			      "hg+http hg+https hg+ssh hg+static-http hg+file "
			      "svn+http svn+https svn+ssh svn+svn svn+file "
			      "bzr+http bzr+https bzr+ssh bzr+sftp bzr+ftp bzr+lp bzr+file";

static const char *const archives[] = {".whl",	  ".zip",      ".tar.gz", ".tgz", ".tar.bz2",
				       ".tbz",	  ".tar",      ".tar.xz", ".txz", ".tlz",
				       ".tar.lz", ".tar.lzma", ".egg"};

static str scheme_of(str text)
{
	size_t colon = str_find_byte(text, ':');

	return str_slice(text, 0, colon == STR_NONE ? 0 : colon);
}

bool source_is_url(str text)
{
	str scheme = scheme_of(text);
	str rest = str_of(schemes);

	while (scheme.n > 0 && rest.p != NULL)
		if (str_eq_nocase(scheme, str_cut(&rest, ' ')))
			return true;
	return false;
}

static str archive_ending(str text)
{
	for (size_t i = 0; i < COUNTOF(archives); i++) {
		str ending = str_of(archives[i]);
		if (text.n > ending.n &&
		    str_eq_nocase(str_slice(text, text.n - ending.n, text.n), ending))
			return ending;
	}
	return (str){NULL, 0};
}

bool source_is_archive(str text)
{
	return archive_ending(text).n > 0;
}

static int hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

bool source_is_commit(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (hex(s.p[i]) < 0)
			return false;
	return s.n == 40 || s.n == 64;
}

str source_unescape(struct arena *a, str s)
{
	struct buf b = buf_in(a);

	if (str_find_byte(s, '%') == STR_NONE)
		return s;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex(s.p[i + 2]) : -1;
		buf_byte(&b, (uint8_t)(low >= 0 ? high << 4 | low : s.p[i]));
		i += low >= 0 ? 2 : 0;
	}
	return buf_str(&b);
}

/* The bytes between `://` and the next `/`: offset and end. False: there are none. */
static bool authority(str url, size_t *from, size_t *to)
{
	size_t at = str_find(url, S("://")), slash;

	if (at == STR_NONE)
		return false;
	*from = at + 3;
	for (slash = *from; slash < url.n && strchr("/?#", url.p[slash]) == NULL; slash++)
		;
	*to = slash;
	return true;
}

str source_without_credentials(struct arena *a, str url)
{
	size_t from, to, at;

	if (!authority(url, &from, &to))
		return url;
	at = str_rfind_byte(str_slice(url, from, to), '@');
	if (at == STR_NONE)
		return url;
	return arena_printf(a, "%.*s%.*s", STR_ARG(str_slice(url, 0, from)),
			    STR_ARG(str_slice(url, from + at + 1, url.n)));
}

/* `name-version[-build]-python-abi-platform.whl`. */
static bool wheel_name(str stem, struct dep_source *s)
{
	str rest = stem;
	size_t parts = 1;
	struct version v;

	for (size_t i = 0; i < stem.n; i++)
		parts += stem.p[i] == '-';
	s->name = str_cut(&rest, '-');
	s->version = str_cut(&rest, '-');
	return (parts == 5 || parts == 6) && package_name_valid(s->name) &&
	       version_parse(s->version, &v);
}

/* `name-version`: the version begins behind the last `-` that leaves one; before it stands a name
 * that has `-` itself. */
static bool sdist_name(str stem, struct dep_source *s)
{
	size_t dash = str_rfind_byte(stem, '-');
	struct version v;

	if (dash == STR_NONE)
		return false;
	s->name = str_slice(stem, 0, dash);
	s->version = str_slice(stem, dash + 1, stem.n);
	return package_name_valid(s->name) && version_parse(s->version, &v);
}

bool source_of_file(struct arena *a, str file, struct dep_source *s)
{
	str ending = archive_ending(file), name, stem;

	name = source_unescape(a, file);
	ending.n = ending.n > name.n ? name.n : ending.n;
	stem = str_slice(name, 0, name.n - ending.n);
	s->wheel = str_eq(ending, S(".whl"));
	if (ending.n > 0 && !str_eq(ending, S(".egg")) &&
	    (s->wheel ? wheel_name(stem, s) : sdist_name(stem, s)))
		return true;
	s->name = s->version = (str){NULL, 0};
	return false;
}

/* What stands behind `#`: `egg=name&subdirectory=x`, `sha256=...`. */
static void read_fragment(str fragment, struct dep_source *s)
{
	for (str rest = fragment; rest.p != NULL;) {
		str part = str_cut(&rest, '&'), name;
		part = str_after_last(part, '#');
		name = str_cut(&part, '=');
		if (str_eq(name, S("egg")) && s->egg.n == 0)
			s->egg = part;
		if (str_in(name, "sha256 sha384 sha512 sha224 sha1 md5") && part.n >= 32)
			s->digest = true;
	}
}

static void read_revision(struct dep_source *s)
{
	size_t from = 0, to = 0, at, query;

	if (!authority(s->url, &from, &to))
		to = 0;
	query = str_find_byte(s->url, '?');
	at = str_rfind_byte(str_slice(s->url, to, query), '@');
	if (at == STR_NONE)
		return;
	s->revision = str_slice(s->url, to + at + 1, query);
	s->url = str_slice(s->url, 0, to + at);
	s->digest = source_is_commit(s->revision);
}

struct dep_source source_read(struct arena *a, str text)
{
	struct dep_source s = {.origin = DEP_URL};
	str scheme = arena_lower(a, scheme_of(text));
	size_t hash = str_find_byte(text, '#');
	str file;
	bool vcs;

	s.url = source_without_credentials(a, str_slice(text, 0, hash));
	if (hash != STR_NONE)
		read_fragment(str_slice(text, hash + 1, text.n), &s);
	vcs = str_find_byte(scheme, '+') != STR_NONE || str_in(scheme, "git hg bzr svn ssh");
	if (vcs && source_is_url(text)) {
		s.origin = DEP_VCS;
		read_revision(&s);
		return s;
	}
	if (str_eq(scheme, S("file")) || !source_is_url(text))
		s.origin = DEP_PATH;
	file = str_after_last(str_slice(s.url, 0, str_find_byte(s.url, '?')), '/');
	if (s.origin == DEP_PATH)
		file = str_after_last(file, '\\');
	(void)source_of_file(a, file, &s);
	return s;
}
