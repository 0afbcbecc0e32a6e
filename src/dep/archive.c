/* Wheels (a ZIP archive with NAME-VERSION.dist-info/METADATA) and source archives (PKG-INFO beside
 * the sources): packages that lie in the project to be installed from there. A file that is only
 * called like one is none. There are no lines in them.
 *
 * Source archives are unpacked as far as LIMIT_DEP_UNPACK; where PKG-INFO lies behind that, as some
 * tools put it last, the archive's own name is believed if its first member python with it. */
#include "base/limits.h"
#include "dep/formats.h"
#include "dep/metadata.h"
#include "dep/source.h"
#include "pack/codec.h"
#include "pack/tar.h"
#include "pack/zip.h"

/* All that comes out of a decompressor, up to `most` bytes. */
static str unpack(struct arena *a, enum codec_kind kind, struct blob b, size_t most)
{
	struct codec *c = codec_open(a, kind, stream_of(a, b));
	struct buf out = buf_in(a);
	uint8_t part[4096];
	size_t n;

	while (out.n < most && (n = stream_read(&c->out, part, sizeof(part))) > 0)
		buf_add(&out, (str){part, n});
	return out.n > 0 ? buf_str(&out) : S("");
}

static str zip_member(struct arena *a, const struct zip *z, const struct zip_entry *e)
{
	struct blob b = blob_slice(z->blob, e->data, e->data + e->h.packed);

	if ((e->h.flags & ZIP_FLAG_ENCRYPTED) != 0)
		return S("");
	if (e->h.method == ZIP_STORED)
		return blob_get(b, a, 0, LIMIT_DEP_METADATA);
	return e->h.method == ZIP_DEFLATE ? unpack(a, CODEC_DEFLATE, b, LIMIT_DEP_METADATA) : S("");
}

/* Is it FOLDER/NAME, the folder at the top, ending so? */
static bool is_top(str path, str ending, str name)
{
	size_t slash = str_find_byte(path, '/');

	return slash != STR_NONE && str_ends(str_slice(path, 0, slash), ending) &&
	       str_eq(str_slice(path, slash + 1, path.n), name);
}

static str zip_metadata(struct arena *a, struct blob b, str ending, str name)
{
	struct zip *z = zip_read(a, b);

	for (uint32_t i = 0; i < z->count; i++)
		if (is_top(z->entries[i].name, ending, name))
			return zip_member(a, z, &z->entries[i]);
	return S("");
}

/* PKG-INFO of a tar archive; *python: there are a folder called like the archive and a project of
 * Python's in it. */
static str tar_metadata(struct arena *a, str bytes, str stem, bool *python)
{
	struct tar *t = tar_open(a, blob_of(bytes));
	struct tar_member m;

	while (tar_next(t, &m)) {
		if (is_top(m.name, S(""), S("PKG-INFO")) && m.size <= LIMIT_DEP_METADATA)
			return blob_get(t->blob, a, m.data, (size_t)m.size);
		*python |= str_eq(str_slice(m.name, 0, str_find_byte(m.name, '/')), stem) &&
			   (is_top(m.name, S(""), S("pyproject.toml")) ||
			    is_top(m.name, S(""), S("setup.py")));
	}
	return S("");
}

static bool is_metadata(str text)
{
	return str_starts(text, S("Metadata-Version:"));
}

/* Everything of an archive lies on no line. */
static void drop_lines(struct dep_file *out)
{
	for (uint32_t i = 0; i < out->package_count; i++) {
		struct dep_package *p = &out->packages[i];
		p->line = p->column = p->start = p->end = 0;
	}
	for (uint32_t i = 0; i < out->problem_count; i++)
		out->problems[i].line = out->problems[i].column = 0;
}

static void add_by_name(struct lock *l, const struct dep_source *s)
{
	struct dep_package *p = lock_package(l, DEP_INSTALLED, s->name, 0);

	if (p != NULL)
		p->version = s->version;
}

static bool archive_read(struct arena *a, str path, struct blob b, struct dep_file *out)
{
	str name = str_after_last(path, '/'), head = blob_get(b, a, 0, 512), text;
	enum codec_kind kind = codec_detect(head);
	struct dep_source s = {0};
	struct lock l;
	bool named = source_of_file(a, name, &s), python = false;

	if (!named && !s.wheel)
		return false;
	lock_begin(&l, a, s.wheel ? "wheel" : "sdist", path, S(""), out);
	out->lock = false;
	if (s.wheel)
		text = zip_metadata(a, b, S(".dist-info"), S("METADATA"));
	else if (kind == CODEC_NONE)
		text = zip_metadata(a, b, S(""), S("PKG-INFO"));
	else
		text = tar_metadata(a, unpack(a, kind, b, LIMIT_DEP_UNPACK),
				    str_slice(name, 0, s.name.n + 1 + s.version.n), &python);
	if (is_metadata(text))
		metadata_read(&l, text, STR_NONE, DEP_INSTALLED);
	else if (named && (s.wheel || python)) /* a wheel may have a name that says nothing */
		add_by_name(&l, &s);
	else
		return false;
	lock_end(&l);
	drop_lines(out);
	return true;
}

/* NAME-VERSION and an ending of archives. */
static bool archive_knows(str path, str head)
{
	str name = str_after_last(path, '/');
	size_t dash = str_find_byte(name, '-');

	if (str_ends(name, S(".whl")))
		return str_starts(head, S("PK\3\4"));
	return dash != STR_NONE && source_is_archive(name) &&
	       (str_starts(head, S("PK\3\4")) || codec_detect(head) != CODEC_NONE);
}

const struct dep_format dep_archive = {
	.name = "archive", .knows = archive_knows, .read_blob = archive_read};
