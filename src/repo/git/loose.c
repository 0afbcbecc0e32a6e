/* Loose objects, read here and not by libgit2: version 1.5 never comes back from one whose
 * compressed data is cut off (its inflate loop goes on without input), and a cut file is what a
 * full disk or a crash leaves behind. For libgit2 this is a backend that is asked before its own;
 * only what stands in no file of ours comes to those. gitformat-loose: zlib of "TYPE SIZE\0" and
 * the bytes. */
#include <git2/sys/odb_backend.h>
#include "repo/git/session.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "pack/codec.h"

enum { BEFORE_LIBGIT2 = 100 /* priority: its own have 1 and 2 */, HEADER = 32 };

struct loose {
	git_odb_backend backend; /* first, as libgit2 hands on only this */
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

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

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
		if (strlen(e->d_name) != GIT_OID_HEXSZ - 2 || hex_digit(e->d_name[0]) < 0)
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

static int damaged(void)
{
	git_error_set_str(GIT_ERROR_ODB, "a loose object is cut off or damaged");
	return -1;
}

/* The beginning of an object; what is in memory is so until the arena is reset. */
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
		return damaged();
	o->codec = codec_open(&l->arena, CODEC_ZLIB, stream_of(&l->arena, blob_of(bytes)));
	o->head_n = stream_read(&o->codec->out, o->head, HEADER);
	return parse_header(o) ? 0 : damaged();
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
		return damaged();
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

/* libgit2's own lists them. */
static int foreach (git_odb_backend *b, git_odb_foreach_cb each, void *ctx)
{
	(void)b;
	(void)each;
	(void)ctx;
	return 0;
}

static void release(git_odb_backend *b)
{
	arena_free(&((struct loose *)b)->arena);
}

struct loose *loose_new(struct session *s, git_odb *odb, const char *git)
{
	struct loose *l = NEW(&s->arena, struct loose, 1);
	struct place *p = NEW(&s->arena, struct place, 1);

	*p = s->place;
	place_objects(p, &s->arena, git);
	*l = (struct loose){
		.backend = {.version = GIT_ODB_BACKEND_VERSION,
			    .read = read_object,
			    .read_header = read_header,
			    .exists = exists,
			    .foreach = foreach,
			    .free = release},
		.s = s,
		.folders = p->objects,
		.count = p->object_count,
	};
	arena_init(&l->arena, LIMIT_GIT_MEMORY);
	return git_odb_add_backend(odb, &l->backend, BEFORE_LIBGIT2) < 0 ? NULL : l;
}
