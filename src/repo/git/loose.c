/* Loose objects, before libgit2 reads them: version 1.5 never comes back from one whose compressed
 * data is cut off (its inflate loop goes on without input), and a cut file is what a full disk or a
 * crash leaves behind. So each is decompressed to its end here first; of an ordinary repository few
 * objects are loose. */
#include "repo/git/session.h"

#include <dirent.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "pack/codec.h"

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void list_folder(struct session *s, const char *objects, unsigned first)
{
	str path = arena_printf(&s->scratch, "%s/%02x", objects, first);
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
			oids_add(&s->loose, &id, &fresh);
	}
	closedir(dir);
}

void loose_list(struct session *s)
{
	if (s->loose_listed)
		return;
	s->loose = oids_in(&s->arena);
	for (unsigned i = 0; i < s->place.object_count; i++)
		for (unsigned first = 0; first < 256; first++)
			list_folder(s, s->place.objects[i], first);
	s->loose_listed = true;
}

static bool ends(struct arena *a, int fd)
{
	struct stream *in;
	struct codec *c;
	str bytes;

	if (input_read(a, fd, LIMIT_GIT_MEMORY / 4, &bytes) != INPUT_OK)
		return false;
	in = stream_of(a, blob_of(bytes));
	c = codec_open(a, CODEC_ZLIB, in);
	while (stream_skip(&c->out, UINT32_MAX) > 0)
		;
	return c->end == CODEC_DONE;
}

bool loose_sound(struct session *s, const git_oid *id)
{
	char hex[GIT_OID_HEXSZ + 1] = "";
	struct arena a;
	bool ok = true;

	if (git_oid_equal(id, &s->sound) ||
	    (s->loose_listed && oids_find(&s->loose, id) == OID_NONE))
		return true;
	git_oid_nfmt(hex, GIT_OID_HEXSZ, id);
	arena_init(&a, LIMIT_GIT_MEMORY);
	for (unsigned i = 0; i < s->place.object_count && ok; i++) {
		str path = arena_printf(&a, "%s/%.2s/%s", s->place.objects[i], hex, hex + 2);
		int fd = open((const char *)path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fd < 0)
			continue;
		ok = ends(&a, fd);
		close(fd);
	}
	arena_free(&a);
	if (ok)
		s->sound = *id;
	else
		git_error_set_str(GIT_ERROR_ODB, "a loose object is cut off or damaged");
	return ok;
}

/* ---- What libgit2 looks up by itself ---- */

/* Comparing, blaming and naming revisions read objects that nobody asked about before: a first
 * place to look, which has nothing, and says so of what is sound only. */
struct guard {
	git_odb_backend backend;
	struct session *s;
};

static int look(git_odb_backend *backend, const git_oid *id)
{
	return loose_sound(((struct guard *)backend)->s, id) ? GIT_ENOTFOUND : GIT_ERROR;
}

static int guard_read(void **bytes, size_t *n, git_object_t *type, git_odb_backend *backend,
		      const git_oid *id)
{
	(void)bytes;
	(void)n;
	(void)type;
	return look(backend, id);
}

static int guard_header(size_t *n, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	(void)n;
	(void)type;
	return look(backend, id);
}

static int guard_foreach(git_odb_backend *backend, git_odb_foreach_cb each, void *ctx)
{
	(void)backend;
	(void)each;
	(void)ctx;
	return 0;
}

static void guard_free(git_odb_backend *backend)
{
	(void)backend; /* in arena */
}

bool loose_guard(struct session *s, git_odb *odb)
{
	struct guard *g = NEW(&s->arena, struct guard, 1);

	g->s = s;
	if (git_odb_init_backend(&g->backend, GIT_ODB_BACKEND_VERSION) < 0)
		return false;
	g->backend.read = guard_read;
	g->backend.read_header = guard_header;
	g->backend.foreach = guard_foreach;
	g->backend.free = guard_free;
	return git_odb_add_backend(odb, &g->backend, INT_MAX) == 0;
}
