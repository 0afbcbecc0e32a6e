/* Core metadata 1.0 to 2.4 (https://packaging.python.org/specifications/core-metadata): headers of
 * an e-mail, up to the first empty line. Installed packages have it in NAME-VERSION.dist-info/
 * METADATA or NAME-VERSION.egg-info/PKG-INFO (or in NAME.egg-info itself). A NAME.egg-info without
 * a version in its name, and a PKG-INFO that lies alone, are the project's own.
 *
 * What the package asks for lies in other files: it becomes DEP_NAMED, with what is wanted of it.
 * The line of the package is that of its Name. */
#include "dep/metadata.h"

#include "base/limits.h"
#include "dep/formats.h"
#include "dep/licence.h"

struct header {
	str name, value;
	size_t at; /* of the value, in the text */
};

/* The next header with its continuation lines cut off; false at the empty line or the end. */
static bool next_header(str text, size_t *at, struct header *h)
{
	while (*at < text.n) {
		size_t from = *at, end = str_find_byte(str_slice(text, from, text.n), '\n'), colon;
		str line;
		end = end == STR_NONE ? text.n : from + end;
		*at = end + 1;
		line = str_slice(text, from, end);
		if (str_ends(line, S("\r")))
			line.n--;
		if (line.n == 0)
			return false;
		colon = str_find_byte(line, ':');
		if (line.p[0] == ' ' || line.p[0] == '\t' || colon == STR_NONE)
			continue;
		h->name = str_slice(line, 0, colon);
		h->value = str_trim(str_slice(line, colon + 1, line.n));
		h->at = (size_t)(h->value.p - text.p);
		return true;
	}
	return false;
}

static bool asks_extra(const struct marker *m)
{
	if (m == NULL)
		return false;
	if (m->kind != MARKER_COMPARE)
		return asks_extra(m->left) || asks_extra(m->right);
	return str_eq(m->name, S("extra"));
}

/* Requires-Dist: a requirement; old ones put the version into brackets, which is read as well. */
static void read_need(struct lock *l, uint32_t from, str text, size_t at)
{
	struct requirement_error error;
	struct requirement q;
	struct dep_package *p;

	if (!requirement_parse(l->r.arena, text, &q, &error)) {
		reader_problem(&l->r, at, false, "expected %s, found %.*s", error.expected,
			       STR_ARG(reader_found(&l->r, str_slice(text, error.offset, text.n))));
		return;
	}
	p = lock_package(l, DEP_NAMED, q.name, at);
	if (p == NULL)
		return;
	p->specifiers = q.specifiers;
	p->marker = q.marker;
	p->marker_text = q.marker_text;
	if (asks_extra(q.marker))
		p->flags |= DEP_OPTIONAL;
	lock_edge(l, &(struct lock_edge){.from = from, .normal = p->normal});
}

static void read_needs(struct lock *l, str text, size_t base)
{
	uint32_t from = lock_newest(l), count = 0;
	struct header h;

	for (size_t at = 0; next_header(text, &at, &h);) {
		if (!str_eq_nocase(h.name, S("Requires-Dist")))
			continue;
		if (count++ >= LIMIT_DEP_NEEDS)
			return;
		read_need(l, from, h.value, base == STR_NONE ? 0 : base + h.at);
	}
}

/* The expression where there is one; else what the classifiers say, all of them; else a short text
 * (a long one is the licence itself). */
static str read_licence(struct lock *l, str text)
{
	static const char prefix[] = "License :: OSI Approved :: ";
	struct buf classified = buf_in(l->r.arena);
	str field = {NULL, 0};
	struct header h;

	for (size_t at = 0; next_header(text, &at, &h);) {
		if (str_eq_nocase(h.name, S("License-Expression")))
			return h.value;
		if (str_eq_nocase(h.name, S("License")) && h.value.n <= LIMIT_DEP_LICENCE)
			field = h.value;
		if (str_eq_nocase(h.name, S("Classifier")) && str_starts(h.value, str_of(prefix)))
			buf_printf(&classified, "%s%.*s", classified.n > 0 ? " OR " : "",
				   STR_ARG(licence_of_classifier(
					   str_slice(h.value, strlen(prefix), h.value.n))));
	}
	return classified.n > 0			    ? buf_str(&classified)
	       : str_eq_nocase(field, S("UNKNOWN")) ? S("")
						    : field;
}

void metadata_read(struct lock *l, str text, size_t base, enum dep_kind kind)
{
	struct header h, name = {0}, version = {0}, python = {0};
	struct dep_package *p;
	size_t origin = base == STR_NONE ? 0 : base;

	for (size_t at = 0; next_header(text, &at, &h);) {
		if (str_eq_nocase(h.name, S("Name")) && name.value.p == NULL)
			name = h;
		else if (str_eq_nocase(h.name, S("Version")) && version.value.p == NULL)
			version = h;
		else if (str_eq_nocase(h.name, S("Requires-Python")))
			python = h;
	}
	p = lock_package(l, kind, name.value, origin + name.at);
	if (p == NULL)
		return;
	p->version = version.value;
	if (kind == DEP_INSTALLED)
		p->licence = read_licence(l, text);
	if (base != STR_NONE) {
		p->version_start = (uint32_t)(base + version.at + l->r.mark);
		p->version_end = p->version_start + (uint32_t)version.value.n;
	}
	if (version.value.n == 0)
		reader_problem(&l->r, origin + name.at, true,
			       "expected `Version:` in the metadata of %.*s, found none",
			       STR_ARG(p->name));
	if (kind == DEP_PROJECT)
		l->out->requires_python = python.value;
	read_needs(l, text, base);
}

/* ---- The format ---- */

/* A `-` in the name of an egg-info folder comes before the version of what is installed. */
static bool is_own(str path)
{
	str name = str_after_last(path, '/'),
	    folder = str_after_last(str_before_last(path, '/'), '/');

	if (str_eq(name, S("METADATA")) || str_find(path, S("-packages/")) != STR_NONE)
		return false;
	if (str_ends(folder, S(".egg-info")))
		return str_find_byte(str_slice(folder, 0, folder.n - 9), '-') == STR_NONE;
	return str_eq(name, S("PKG-INFO")) && !str_eq(folder, S("EGG-INFO"));
}

static bool metadata_knows(str path, str head)
{
	str name = str_after_last(path, '/');

	return (str_in(name, "METADATA PKG-INFO") || str_ends(name, S(".egg-info")) ||
		str_ends(name, S(".metadata"))) &&
	       (str_starts(head, S("Metadata-Version:")) ||
		str_ends(str_before_last(path, '/'), S(".dist-info")));
}

static void metadata_read_file(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct lock l;

	lock_begin(&l, a, "metadata", path, bytes, out);
	out->lock = false;
	metadata_read(&l, l.r.bytes, 0, is_own(path) ? DEP_PROJECT : DEP_INSTALLED);
	lock_end(&l);
}

const struct dep_format dep_metadata = {
	.name = "metadata", .knows = metadata_knows, .read = metadata_read_file};
