/* What a dependency file says, on its way from the worker to the parent and in the cache: the part
 * of the record of a file (engine/wire.h) that dep/package.h describes. Specifiers travel as text
 * and are read again by the same strict reader; markers travel as text only, because few are ever
 * asked about. Indices must point at packages of the same file, places into the file. */
#include "base/limits.h"
#include "engine/wire.h"

enum {
	PACKAGE_LEAST = 68,
	PROBLEM_LEAST = 13,
	INCLUDE_LEAST = 9,
	INDEX_LEAST = 9,
	PYTHON_LEAST = 8,
	UPDATE_LEAST = 12
};

static void write_package(struct buf *b, const struct dep_package *p)
{
	size_t at = b->n;
	uint8_t *size;

	buf_field(b, p->name);
	buf_field(b, p->normal);
	buf_field(b, p->version);
	at = b->n;
	buf_u32(b, 0);
	specifiers_print(b, &p->specifiers);
	size = b->p + at;
	for (unsigned i = 0; i < 4; i++)
		size[i] = (uint8_t)((b->n - at - 4) >> 8 * i);
	buf_field(b, p->marker_text);
	buf_field(b, p->source);
	buf_field(b, p->revision);
	buf_field(b, p->group);
	buf_field(b, p->licence);
	buf_u32(b, p->line);
	buf_u32(b, p->column);
	buf_u32(b, p->start);
	buf_u32(b, p->end);
	buf_u32(b, p->version_start);
	buf_u32(b, p->version_end);
	buf_u16(b, p->flags);
	buf_u8(b, p->kind);
	buf_u8(b, p->origin);
	buf_u32(b, p->need_count);
	for (uint32_t i = 0; i < p->need_count; i++)
		buf_u32(b, p->needs[i]);
}

void dep_file_write(struct buf *b, const struct dep_file *f)
{
	buf_field(b, str_of(f->format));
	buf_u8(b, f->lock);
	buf_u8(b, f->manifest);
	buf_field(b, f->requires_python);
	buf_u32(b, f->python_line);
	buf_field(b, f->content_hash);
	buf_u32(b, f->foreign);
	buf_u32(b, f->package_count);
	for (uint32_t i = 0; i < f->package_count; i++)
		write_package(b, &f->packages[i]);
	buf_u32(b, f->problem_count);
	for (uint32_t i = 0; i < f->problem_count; i++) {
		buf_u32(b, f->problems[i].line);
		buf_u32(b, f->problems[i].column);
		buf_u8(b, f->problems[i].lost);
		buf_field(b, f->problems[i].what);
	}
	buf_u32(b, f->include_count);
	for (uint32_t i = 0; i < f->include_count; i++) {
		buf_u32(b, f->includes[i].line);
		buf_u8(b, f->includes[i].constraint);
		buf_field(b, f->includes[i].path);
	}
	buf_u32(b, f->index_count);
	for (uint32_t i = 0; i < f->index_count; i++) {
		buf_u32(b, f->indexes[i].line);
		buf_u8(b, f->indexes[i].extra);
		buf_field(b, f->indexes[i].url);
	}
	buf_u32(b, f->python_count);
	for (uint32_t i = 0; i < f->python_count; i++) {
		buf_u32(b, f->pythons[i].line);
		buf_field(b, f->pythons[i].version);
	}
	buf_u32(b, f->update_count);
	for (uint32_t i = 0; i < f->update_count; i++) {
		buf_u32(b, f->updates[i].line);
		buf_field(b, f->updates[i].ecosystem);
		buf_field(b, f->updates[i].folder);
	}
}

static bool read_flag(struct cur *c)
{
	uint8_t v = cur_u8(c);

	c->bad |= v > 1;
	return v == 1;
}

static void read_needs(struct cur *c, struct arena *a, struct dep_package *p, uint32_t packages)
{
	uint32_t *needs;

	p->need_count = cur_count(c, 4);
	if (p->need_count == 0)
		return;
	needs = NEW(a, uint32_t, p->need_count);
	for (uint32_t i = 0; i < p->need_count; i++) {
		needs[i] = cur_u32le(c);
		c->bad |= needs[i] >= packages;
	}
	p->needs = needs;
}

static void read_package(struct cur *c, struct arena *a, struct dep_package *p, uint32_t packages)
{
	str text, bad;

	p->name = cur_field(c);
	p->normal = cur_field(c);
	p->version = cur_field(c);
	text = cur_field(c);
	if (!c->bad && text.n > 0 && !specifiers_parse(a, text, &p->specifiers, &bad))
		c->bad = true;
	p->marker_text = cur_field(c);
	p->source = cur_field(c);
	p->revision = cur_field(c);
	p->group = cur_field(c);
	p->licence = cur_field(c);
	p->line = cur_u32le(c);
	p->column = cur_u32le(c);
	p->start = cur_u32le(c);
	p->end = cur_u32le(c);
	p->version_start = cur_u32le(c);
	p->version_end = cur_u32le(c);
	p->flags = cur_u16le(c);
	p->kind = cur_u8(c);
	p->origin = cur_u8(c);
	c->bad |= p->kind > DEP_NAMED || p->origin > DEP_PATH || p->start > p->end ||
		  p->version_start > p->version_end;
	read_needs(c, a, p, packages);
}

static void read_packages(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->package_count = cur_count(c, PACKAGE_LEAST);
	if (f->package_count > 0)
		f->packages = NEW(a, struct dep_package, f->package_count);
	for (uint32_t i = 0; i < f->package_count && !c->bad; i++)
		read_package(c, a, &f->packages[i], f->package_count);
}

static void read_problems(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->problem_count = cur_count(c, PROBLEM_LEAST);
	if (f->problem_count > 0)
		f->problems = NEW(a, struct dep_problem, f->problem_count);
	for (uint32_t i = 0; i < f->problem_count; i++) {
		f->problems[i].line = cur_u32le(c);
		f->problems[i].column = cur_u32le(c);
		f->problems[i].lost = read_flag(c);
		f->problems[i].what = cur_field(c);
	}
}

static void read_includes(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->include_count = cur_count(c, INCLUDE_LEAST);
	if (f->include_count > 0)
		f->includes = NEW(a, struct dep_include, f->include_count);
	for (uint32_t i = 0; i < f->include_count; i++) {
		f->includes[i].line = cur_u32le(c);
		f->includes[i].constraint = read_flag(c);
		f->includes[i].path = cur_field(c);
	}
}

static void read_indexes(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->index_count = cur_count(c, INDEX_LEAST);
	if (f->index_count > 0)
		f->indexes = NEW(a, struct dep_index, f->index_count);
	for (uint32_t i = 0; i < f->index_count; i++) {
		f->indexes[i].line = cur_u32le(c);
		f->indexes[i].extra = read_flag(c);
		f->indexes[i].url = cur_field(c);
	}
}

static void read_pythons(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->python_count = cur_count(c, PYTHON_LEAST);
	if (f->python_count > 0)
		f->pythons = NEW(a, struct dep_python, f->python_count);
	for (uint32_t i = 0; i < f->python_count; i++) {
		f->pythons[i].line = cur_u32le(c);
		f->pythons[i].version = cur_field(c);
	}
}

static void read_updates(struct cur *c, struct arena *a, struct dep_file *f)
{
	f->update_count = cur_count(c, UPDATE_LEAST);
	if (f->update_count > 0)
		f->updates = NEW(a, struct dep_update, f->update_count);
	for (uint32_t i = 0; i < f->update_count; i++) {
		f->updates[i].line = cur_u32le(c);
		f->updates[i].ecosystem = cur_field(c);
		f->updates[i].folder = cur_field(c);
	}
}

bool dep_file_read(struct cur *c, struct arena *a, struct dep_file *f)
{
	*f = (struct dep_file){0};
	f->format = arena_cstr(a, cur_field(c));
	f->lock = read_flag(c);
	f->manifest = read_flag(c);
	f->requires_python = cur_field(c);
	f->python_line = cur_u32le(c);
	f->content_hash = cur_field(c);
	f->foreign = cur_u32le(c);
	read_packages(c, a, f);
	read_problems(c, a, f);
	read_includes(c, a, f);
	read_indexes(c, a, f);
	read_pythons(c, a, f);
	read_updates(c, a, f);
	return !c->bad;
}
