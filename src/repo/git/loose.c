/* Loose objects, read here and not by libgit2: version 1.5 never comes back from one whose
 * compressed data is cut off (its inflate loop goes on without input), and a cut file is what a
 * full disk or a crash leaves behind. So libgit2 gets a database of objects that has its packs and
 * these, and nothing of libgit2 opens a loose object, not even by an abbreviated name. What is
 * damaged here may be whole in a pack, as for git: the packs are asked then, and behind them
 * somebody who says that it is damaged and not missing. gitformat-loose: zlib of "TYPE SIZE\0" and
 * the bytes. */
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include "base/ascii.h"
#include "repo/git/session.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "pack/codec.h"

enum { HEADER = 32 };

enum { DAMAGED = 1, PACKS, LOOSE }; /* who is asked: the highest first */

struct loose {
	git_odb_backend backend; /* first, as libgit2 hands on only this */
	git_odb_backend damaged; /* asked at last */
	struct session *s;
	const char *const *folders;
	unsigned count;
	struct arena arena; /* of one object */
	struct oids ids;    /* all of them, once they are listed */
	bool listed;
};

struct opened {
	struct codec *codec;
	uint8_t head[HEADER];
	size_t head_n, data; /* bytes in head; where the object's begin */
	git_object_t type;
	size_t size;
};

/* ---- Which there are ---- */

static void list_folder(struct loose *l, const char *objects, unsigned first)
{
	str path = arena_printf(&l->arena, "%s/%02x", objects, first);
	DIR *dir = opendir((const char *)path.p);
	char hex[GIT_OID_HEXSZ + 1];
	struct dirent *e;
	git_oid id;
	bool fresh;

	if (dir == NULL)
		return;
	snprintf(hex, sizeof(hex), "%02x", first);
	while ((e = readdir(dir)) != NULL) {
		if (strlen(e->d_name) != GIT_OID_HEXSZ - 2 || !is_hex(e->d_name[0]) ||
		    is_upper(e->d_name[0]))
			continue;
		memcpy(hex + 2, e->d_name, GIT_OID_HEXSZ - 1);
		if (git_oid_fromstr(&id, hex) == 0)
			oids_add(&l->ids, &id, &fresh);
	}
	closedir(dir);
}

void loose_list(struct loose *l)
{
	if (l->listed)
		return;
	l->ids = oids_in(&l->s->arena);
	for (unsigned i = 0; i < l->count; i++)
		for (unsigned first = 0; first < 256; first++)
			list_folder(l, l->folders[i], first);
	arena_reset(&l->arena);
	l->listed = true;
}

static int open_file(struct loose *l, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1] = "";
	int fd = -1;

	if (l->listed && oids_find(&l->ids, id) == OID_NONE)
		return -1;
	git_oid_nfmt(hex, GIT_OID_HEXSZ, id);
	for (unsigned i = 0; i < l->count && fd < 0; i++) {
		str path = arena_printf(&l->arena, "%s/%.2s/%s", l->folders[i], hex, hex + 2);
		fd = open((const char *)path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	return fd;
}

/* ---- What is in them ---- */

static bool parse_header(struct opened *o)
{
	static const git_object_t types[] = {GIT_OBJECT_COMMIT, GIT_OBJECT_TREE, GIT_OBJECT_BLOB,
					     GIT_OBJECT_TAG};
	str head = {o->head, o->head_n};
	size_t end = str_find_byte(head, 0), space = str_find_byte(head, ' ');

	if (end == STR_NONE || space == STR_NONE || space + 1 >= end)
		return false;
	o->data = end + 1;
	for (size_t i = 0; i < COUNTOF(types); i++)
		if (str_eq(str_slice(head, 0, space), str_of(git_object_type2string(types[i]))))
			o->type = types[i];
	for (size_t i = space + 1; i < end; i++) {
		if (head.p[i] < '0' || head.p[i] > '9' || i > space + 15)
			return false;
		o->size = 10 * o->size + (size_t)(head.p[i] - '0');
	}
	return o->type != 0;
}

/* The beginning of an object; what is in memory is so until the arena is reset. It is damaged:
 * GIT_PASSTHROUGH, to whoever is asked next. */
static int open_object(struct loose *l, const git_oid *id, struct opened *o)
{
	enum input status;
	str bytes;
	int fd;

	*o = (struct opened){0};
	arena_reset(&l->arena);
	fd = open_file(l, id);
	if (fd < 0)
		return GIT_ENOTFOUND;
	status = input_read(&l->arena, fd, LIMIT_GIT_MEMORY / 4, &bytes);
	close(fd);
	if (status != INPUT_OK)
		return GIT_PASSTHROUGH;
	o->codec = codec_open(&l->arena, CODEC_ZLIB, stream_of(&l->arena, blob_of(bytes)));
	o->head_n = stream_read(&o->codec->out, o->head, HEADER);
	return parse_header(o) ? 0 : GIT_PASSTHROUGH;
}

static int read_object(void **data, size_t *n, git_object_t *type, git_odb_backend *b,
		       const git_oid *id)
{
	struct loose *l = (struct loose *)b;
	struct opened o;
	size_t have;
	int error = open_object(l, id, &o);

	if (error < 0)
		return error;
	have = o.head_n - o.data < o.size ? o.head_n - o.data : o.size;
	*data = git_odb_backend_data_alloc(b, o.size + 1);
	if (*data == NULL)
		return -1;
	memcpy(*data, o.head + o.data, have);
	have += stream_read(&o.codec->out, (uint8_t *)*data + have, o.size - have);
	if (have < o.size || stream_ready(&o.codec->out) || o.codec->end != CODEC_DONE) {
		git_odb_backend_data_free(b, *data);
		*data = NULL; /* libgit2 frees it too */
		return GIT_PASSTHROUGH;
	}
	((uint8_t *)*data)[o.size] = 0;
	*n = o.size;
	*type = o.type;
	return 0;
}

static int read_header(size_t *n, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
	struct opened o;
	int error = open_object((struct loose *)b, id, &o);

	*n = o.size;
	*type = o.type;
	return error;
}

static int exists(git_odb_backend *b, const git_oid *id)
{
	struct loose *l = (struct loose *)b;
	int fd;

	arena_reset(&l->arena);
	fd = open_file(l, id);
	if (fd < 0)
		return 0;
	close(fd);
	return 1;
}

/* Only the packs' order is asked for. */
static int list_none(git_odb_backend *b, git_odb_foreach_cb each, void *ctx)
{
	(void)b;
	(void)each;
	(void)ctx;
	return 0;
}

/* ---- By the beginning of a name ---- */

/* Of the objects whose names begin with n digits the only one; GIT_EAMBIGUOUS: there are more. */
static int find_prefix(struct loose *l, const git_oid *start, size_t n, git_oid *id)
{
	struct arena a;
	struct loose all = {.s = l->s};
	int found = GIT_ENOTFOUND;

	arena_init(&a, LIMIT_GIT_MEMORY);
	all.ids = oids_in(&a);
	arena_init(&all.arena, LIMIT_GIT_MEMORY);
	for (unsigned i = 0; i < l->count && n >= 2; i++)
		list_folder(&all, l->folders[i], start->id[0]);
	for (uint32_t i = 0; i < all.ids.count && found != GIT_EAMBIGUOUS; i++) {
		if (git_oid_ncmp(&all.ids.ids[i], start, n) != 0)
			continue;
		found = found == GIT_ENOTFOUND ? 0 : GIT_EAMBIGUOUS;
		*id = all.ids.ids[i];
	}
	arena_free(&all.arena);
	arena_free(&a);
	return found;
}

/* ---- What is damaged ---- */

static int say_damaged(void)
{
	git_error_set_str(GIT_ERROR_ODB, "a loose object is cut off or damaged");
	return -1;
}

/* Nobody else had it: if there is a file, it is damaged. */
static int after_all(git_odb_backend *b, const git_oid *id)
{
	struct loose *l = (struct loose *)((uint8_t *)b - offsetof(struct loose, damaged));

	return exists(&l->backend, id) ? say_damaged() : GIT_ENOTFOUND;
}

static int damaged_read(void **data, size_t *n, git_object_t *type, git_odb_backend *b,
			const git_oid *id)
{
	(void)data;
	(void)n;
	(void)type;
	return after_all(b, id);
}

static int damaged_header(size_t *n, git_object_t *type, git_odb_backend *b, const git_oid *id)
{
	(void)n;
	(void)type;
	return after_all(b, id);
}

static void release_damaged(git_odb_backend *b)
{
	(void)b;
}

/* Each of those that know the beginning is asked, whoever comes first. */
static int read_prefix(git_oid *id, void **data, size_t *n, git_object_t *type, git_odb_backend *b,
		       const git_oid *start, size_t digits)
{
	int error = find_prefix((struct loose *)b, start, digits, id);

	if (error == 0)
		error = read_object(data, n, type, b, id);
	return error == GIT_PASSTHROUGH ? say_damaged() : error;
}

/* ---- The database ---- */

static void release(git_odb_backend *b)
{
	arena_free(&((struct loose *)b)->arena);
}

static bool add_packs(git_odb *odb, const char *objects)
{
	git_odb_backend *packs;

	return git_odb_backend_pack(&packs, objects) == 0 &&
	       git_odb_add_backend(odb, packs, PACKS) == 0;
}

struct loose *objects_open(struct session *s, git_repository *repo, const char *git, git_odb **odb)
{
	struct loose *l = NEW(&s->arena, struct loose, 1);
	struct place *p = NEW(&s->arena, struct place, 1);

	*p = s->place;
	p->count = 0; /* what was followed for one repository is followed for another too */
	place_objects(p, &s->arena, git);
	*l = (struct loose){
		.backend = {.version = GIT_ODB_BACKEND_VERSION,
			    .read = read_object,
			    .read_prefix = read_prefix,
			    .read_header = read_header,
			    .exists = exists,
			    .foreach = list_none,
			    .free = release},
		.damaged = {.version = GIT_ODB_BACKEND_VERSION,
			    .read = damaged_read,
			    .read_header = damaged_header,
			    .foreach = list_none,
			    .free = release_damaged},
		.s = s,
		.folders = p->objects,
		.count = p->object_count,
	};
	arena_init(&l->arena, LIMIT_GIT_MEMORY);
	if (git_odb_new(odb) < 0)
		return NULL;
	for (unsigned i = 0; i < l->count; i++)
		if (!add_packs(*odb, l->folders[i]))
			return NULL;
	if (git_odb_add_backend(*odb, &l->backend, LOOSE) < 0 ||
	    git_odb_add_backend(*odb, &l->damaged, DAMAGED) < 0 ||
	    git_repository_set_odb(repo, *odb) < 0)
		return NULL;
	return l;
}
