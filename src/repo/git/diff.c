/* What differs between a revision and the work tree, for --diff; which files git tracks; who wrote
 * a line. */
#include "repo/git/session.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "base/map.h"
#include "repo/git/staged.h"

static void refuse(struct session *s, str what)
{
	struct buf b = buf_in(&s->scratch);

	buf_field(&b, what);
	say(s, GIT_SAY_REFUSED, &b);
}

bool revision_find(struct session *s, str revision, git_oid *commit)
{
	git_object *o = NULL, *c = NULL;
	bool ok;

	ok = git_revparse_single(&o, s->repo, arena_cstr(&s->scratch, revision)) == 0 &&
	     git_object_peel(&c, o, GIT_OBJECT_COMMIT) == 0;
	if (ok)
		*commit = *git_object_id(c);
	else
		refuse(s, arena_printf(&s->scratch, "%.*s names no commit here: %s",
				       STR_ARG(revision), git_said()));
	git_object_free(c);
	git_object_free(o);
	return ok;
}

bool tree_find(struct session *s, const git_oid *tree, str path, git_oid *blob, uint32_t *mode)
{
	git_oid at = *tree;

	*mode = 0040000;
	while (path.p != NULL) {
		str name = str_cut(&path, '/'), bytes;
		struct tree_entry e;
		bool missing, bad, found = false;
		git_odb_object *o =
			mode_is_tree(*mode) ? object_read(s, &at, GIT_OBJECT_TREE, &missing) : NULL;
		if (o == NULL)
			return false;
		bytes = (str){git_odb_object_data(o), git_odb_object_size(o)};
		while (!found && tree_next(&bytes, &e, &bad))
			found = str_eq(e.name, name);
		if (found) {
			at = *e.id;
			*mode = e.mode;
		}
		git_odb_object_free(o);
		if (!found)
			return false;
	}
	*blob = at;
	return true;
}

/* ---- Differences ---- */

struct one_file {
	struct session *s;
	const git_diff_delta *delta;
	struct buf path, lines;
	uint32_t count;
	bool all, hunks;
};

static void end_file(struct one_file *f)
{
	struct buf b = buf_in(&f->s->scratch);

	if (f->delta == NULL)
		return;
	f->delta = NULL;
	if (!f->all && f->count == 0 && f->hunks)
		return; /* lines went, none came */
	buf_field(&b, buf_str(&f->path));
	buf_u32(&b, f->all ? 0 : f->count);
	if (!f->all)
		buf_add(&b, buf_str(&f->lines));
	say(f->s, GIT_SAY_CHANGED, &b);
}

static int on_file(const git_diff_delta *delta, float progress, void *ctx)
{
	struct one_file *f = ctx;

	(void)progress;
	end_file(f);
	arena_reset(&f->s->scratch);
	f->path = buf_in(&f->s->scratch);
	f->lines = buf_in(&f->s->scratch);
	f->count = 0;
	f->hunks = false;
	if (delta->status == GIT_DELTA_DELETED || delta->status == GIT_DELTA_UNMODIFIED)
		return 0;
	buf_add(&f->path, str_of(delta->new_file.path));
	f->delta = delta;
	f->all = delta->status != GIT_DELTA_MODIFIED && delta->status != GIT_DELTA_RENAMED;
	return 0;
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *ctx)
{
	struct one_file *f = ctx;

	(void)delta;
	f->hunks = true;
	if (hunk->new_lines <= 0)
		return 0;
	buf_u32(&f->lines, (uint32_t)hunk->new_start);
	buf_u32(&f->lines, (uint32_t)(hunk->new_start + hunk->new_lines));
	f->count++;
	return 0;
}

static int compare(struct session *s, git_diff **diff, git_tree *tree)
{
	git_diff_options options;

	(void)git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.context_lines = 0;
	options.ignore_submodules = GIT_SUBMODULE_IGNORE_ALL;
	options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
			GIT_DIFF_SHOW_UNTRACKED_CONTENT | GIT_DIFF_INCLUDE_TYPECHANGE |
			GIT_DIFF_SKIP_BINARY_CHECK;
	if (git_diff_tree_to_workdir_with_index(diff, s->repo, tree, &options) == 0)
		return 0;
	return git_diff_tree_to_workdir(diff, s->repo, tree,
					&options); /* an index it cannot read */
}

static void find_renamed(git_diff *diff)
{
	git_diff_find_options options;

	(void)git_diff_find_options_init(&options, GIT_DIFF_FIND_OPTIONS_VERSION);
	options.flags = GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_FOR_UNTRACKED;
	(void)git_diff_find_similar(diff, &options);
}

void answer_diff(struct session *s, str revision)
{
	struct one_file f = {.s = s};
	git_commit *commit = NULL;
	git_tree *tree = NULL;
	git_diff *diff = NULL;
	git_oid id;

	if (!revision_find(s, revision, &id))
		return;
	if (git_repository_is_bare(s->repo))
		refuse(s, S("a bare repository has no work tree that could differ"));
	else if (git_commit_lookup(&commit, s->repo, &id) < 0 ||
		 git_commit_tree(&tree, commit) < 0 || compare(s, &diff, tree) < 0)
		say_problem(s, GIT_NOT_CHECKED, (str){NULL, 0},
			    "what differs from the revision could not be found out: %s",
			    git_said());
	else {
		find_renamed(diff);
		if (git_diff_foreach(diff, on_file, NULL, on_hunk, NULL, &f) < 0)
			say_problem(s, GIT_NOT_CHECKED, (str){NULL, 0},
				    "what differs from the revision is not known to its end: %s",
				    git_said());
		end_file(&f);
	}
	git_diff_free(diff);
	git_tree_free(tree);
	git_commit_free(commit);
}

/* ---- Tracked files ---- */

static bool is_pointer(struct session *s, const uint8_t *id, uint64_t *bytes)
{
	git_odb_object *o;
	git_object_t type;
	git_oid oid;
	size_t n = 0;
	bool missing, yes;

	memcpy(oid.id, id, GIT_OID_RAWSZ);
	if (git_odb_read_header(&n, &type, s->odb, &oid) < 0)
		return false;
	*bytes = n;
	if (n > 1024 || (o = object_read(s, &oid, GIT_OBJECT_BLOB, &missing)) == NULL)
		return false;
	yes = str_starts((str){git_odb_object_data(o), git_odb_object_size(o)},
			 S("version https://git-lfs"));
	git_odb_object_free(o);
	return yes;
}

void answer_tracked(struct session *s, struct cur *c)
{
	struct map wanted = map_in(&s->arena);
	uint32_t count = cur_u32le(c);
	struct index_file *file;
	struct index_walk walk;
	struct index_entry e;

	for (uint32_t i = 0; i < count && !c->bad; i++)
		*map_put(&wanted, arena_dup(&s->arena, cur_field(c))) = i + 1;
	if (c->bad || (file = index_open(s, (str){NULL, 0})) == NULL || file->empty)
		return;
	walk = index_begin(&file->ix, &s->arena);
	while (index_next(&walk, &e)) {
		const uint64_t *number = map_get(&wanted, e.path);
		uint64_t bytes = 0;
		struct buf b;
		if (number == NULL || e.stage > 1)
			continue;
		arena_reset(&s->scratch);
		b = buf_in(&s->scratch);
		buf_u32(&b, (uint32_t)*number - 1);
		buf_u8(&b, is_pointer(s, e.id, &bytes) ? GIT_TRACKED_POINTER : GIT_TRACKED);
		buf_u64(&b, bytes);
		say(s, GIT_SAY_TRACKED, &b);
	}
}

/* ---- Who wrote it ---- */

static bool read_work_file(struct session *s, str path, str *bytes)
{
	str full = arena_printf(&s->scratch, "%s/%.*s", s->place.work, STR_ARG(path));
	int fd = open((const char *)full.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	bool ok;

	if (fd < 0)
		return false;
	ok = input_read(&s->scratch, fd, LIMIT_CONFIG_BYTES, bytes) == INPUT_OK;
	close(fd);
	return ok;
}

static void say_author(struct session *s, uint32_t line, const git_blame_hunk *hunk)
{
	const git_signature *who = hunk->final_signature;
	char hex[GIT_OID_HEXSZ];
	struct buf b = buf_in(&s->scratch);

	if (who == NULL || git_oid_is_zero(&hunk->final_commit_id))
		return; /* not committed yet */
	git_oid_fmt(hex, &hunk->final_commit_id);
	buf_u32(&b, line);
	buf_field(&b, (str){(uint8_t *)hex, sizeof(hex)});
	buf_field(&b, arena_printf(&s->scratch, "%s <%s>", who->name ? who->name : "",
				   who->email ? who->email : ""));
	buf_u64(&b, (uint64_t)who->when.time);
	say(s, GIT_SAY_BLAME, &b);
}

/* The work tree's lines: those that are not committed have no author yet. */
void answer_blame(struct session *s, str path, struct cur *c)
{
	git_blame *blame = NULL, *now = NULL;
	uint32_t count = cur_u32le(c);
	str bytes;

	if (s->place.work == NULL || !read_work_file(s, path, &bytes) ||
	    git_blame_file(&blame, s->repo, arena_cstr(&s->scratch, path), NULL) < 0)
		return;
	if (git_blame_buffer(&now, blame, (const char *)bytes.p, bytes.n) == 0) {
		for (uint32_t i = 0; i < count && !c->bad; i++) {
			uint32_t line = cur_u32le(c);
			const git_blame_hunk *hunk = git_blame_get_hunk_byline(now, line);
			if (hunk != NULL && !c->bad)
				say_author(s, line, hunk);
		}
	}
	git_blame_free(now);
	git_blame_free(blame);
}
