#include "text/ini.h"

#include "base/limits.h"
#include "base/map.h"

struct ini {
	str s;
	struct arena *arena;
	struct diag *diag;
	struct tree *root, *section, *value;
	struct map seen; /* section, NUL, key */
	struct buf text; /* of the value being continued */
	size_t indent;	 /* of the key line of `value` */
};

static bool bad(struct ini *p, enum ini_diag code, size_t offset, const char *msg)
{
	*p->diag = (struct diag){code, (uint32_t)offset, msg};
	return false;
}

static bool first_time(struct ini *p, str section, str key)
{
	uint64_t *seen = map_put(
		&p->seen, arena_printf(p->arena, "%.*s%c%.*s", STR_ARG(section), 0, STR_ARG(key)));

	return (*seen)++ == 0;
}

static bool read_section(struct ini *p, str line, size_t start)
{
	size_t close = str_rfind_byte(line, ']');
	str name;

	if (close == STR_NONE)
		return bad(p, INI_DIAG_SECTION, start, "the section's name does not end in `]`");
	name = str_slice(line, 1, close);
	if (!first_time(p, name, S("")))
		return bad(p, INI_DIAG_DUPLICATE, start, "this section was there before");
	p->section = tree_add(p->arena, p->root, TREE_TABLE, start);
	p->section->key = name;
	p->section->key_start = (uint32_t)start + 1;
	p->section->key_end = (uint32_t)(start + close);
	p->section->end = (uint32_t)(start + line.n);
	p->value = NULL;
	return true;
}

static bool read_key(struct ini *p, str line, size_t start)
{
	size_t cut = 0, from;
	str key;

	while (cut < line.n && line.p[cut] != '=' && line.p[cut] != ':')
		cut++;
	key = str_trim(str_slice(line, 0, cut));
	if (p->section == NULL)
		return bad(p, INI_DIAG_SECTION, start, "a key before any [section]");
	if (cut == line.n || key.n == 0)
		return bad(p, INI_DIAG_KEY, start, "`key = value` is expected here");
	key = arena_lower(p->arena, key);
	if (!first_time(p, p->section->key, key))
		return bad(p, INI_DIAG_DUPLICATE, start, "this key was there before");
	for (from = cut + 1; from < line.n && (line.p[from] == ' ' || line.p[from] == '\t'); from++)
		;
	p->value = tree_add(p->arena, p->section, TREE_STRING, start + from);
	p->value->key = key;
	p->value->key_start = (uint32_t)start;
	p->value->key_end = (uint32_t)(start + cut);
	p->value->text = str_slice(line, from, line.n);
	p->value->end = p->section->end = (uint32_t)(start + line.n);
	p->text = buf_in(p->arena);
	buf_add(&p->text, p->value->text);
	return true;
}

static void continue_value(struct ini *p, str line, size_t start)
{
	buf_byte(&p->text, '\n');
	buf_add(&p->text, line);
	p->value->text = buf_str(&p->text);
	p->value->end = p->section->end = (uint32_t)(start + line.n);
}

static bool read_line(struct ini *p, str whole, size_t start)
{
	str line = str_trim(whole);
	size_t indent = 0;

	for (size_t i = 0; i < line.n;) {
		unsigned n = str_utf8_len(str_slice(line, i, line.n));
		if (n == 0)
			return bad(p, INI_DIAG_UTF8, start + (size_t)(line.p - whole.p) + i,
				   "not UTF-8");
		i += n;
	}
	if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
		return true;
	while (whole.p[indent] == ' ' || whole.p[indent] == '\t')
		indent++;
	start += indent;
	if (p->value != NULL && indent > p->indent) {
		continue_value(p, line, start);
		return true;
	}
	p->indent = indent;
	if (line.p[0] == '[')
		return read_section(p, line, start);
	return read_key(p, line, start);
}

bool ini_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d)
{
	struct ini p = {.s = bytes, .arena = a, .diag = d, .seen = map_in(a)};
	size_t at;

	*d = (struct diag){0};
	*out = p.root = tree_add(a, NULL, TREE_TABLE, 0);
	if (bytes.n > LIMIT_CONFIG_BYTES)
		return bad(&p, INI_DIAG_SIZE, 0, "larger than assay looks");
	p.root->end = (uint32_t)bytes.n;
	at = str_starts(bytes, S("\xef\xbb\xbf")) ? 3 : 0;
	while (at < bytes.n) {
		size_t n = str_find_byte(str_slice(bytes, at, bytes.n), '\n');
		size_t end = n == STR_NONE ? bytes.n : at + n;
		if (!read_line(&p, str_slice(bytes, at, end), at))
			return false;
		at = end + 1;
	}
	return true;
}
