/* Which commits there are: all that references, stashes and the heads of worktrees reach. */
#include "repo/git/history.h"

#include "base/limits.h"

/* ---- Commits ---- */

bool git_hex_id(str line, git_oid *id)
{
	return line.n >= GIT_OID_HEXSZ &&
	       git_oid_fromstrn(id, (const char *)line.p, GIT_OID_HEXSZ) == 0;
}

/* "NAME <MAIL> SECONDS ZONE" */
int64_t commit_seconds(str line)
{
	size_t end = str_rfind_byte(line, '>');
	str rest = str_trim(end == STR_NONE ? line : str_slice(line, end + 1, line.n));
	uint64_t seconds = 0;

	(void)!str_to_u64(str_cut(&rest, ' '), &seconds);
	return seconds > INT64_MAX ? 0 : (int64_t)seconds;
}

/* What follows the first empty line; other headers (signatures and the like) may come before it. */
static str message_after(str rest)
{
	size_t at;

	if (str_starts(rest, S("\n")))
		return str_slice(rest, 1, rest.n);
	at = str_find(rest, S("\n\n"));
	return at == STR_NONE ? (str){NULL, 0} : str_slice(rest, at + 2, rest.n);
}

static bool parse_commit(struct arena *a, str rest, struct header *h)
{
	uint32_t room = 0;
	bool tree = false;

	*h = (struct header){0};
	while (rest.p != NULL && rest.n > 0 && rest.p[0] != '\n') {
		str line = str_cut(&rest, '\n');
		if (str_starts(line, S("tree "))) {
			tree = git_hex_id(str_slice(line, 5, line.n), &h->tree);
		} else if (str_starts(line, S("parent "))) {
			h->parents = grown_to(a, h->parents, h->count, &room, sizeof(git_oid));
			if (!git_hex_id(str_slice(line, 7, line.n), &h->parents[h->count++]))
				return false;
		} else if (str_starts(line, S("author "))) {
			h->author = str_slice(line, 7, line.n);
		} else if (str_starts(line, S("committer "))) {
			h->date = commit_seconds(line);
			break;
		}
	}
	h->message = message_after(rest);
	return tree;
}

bool commit_read(struct session *s, const git_oid *id, struct header *h, bool *missing)
{
	git_odb_object *o = object_read(s, id, GIT_OBJECT_COMMIT, missing);
	str bytes;

	if (o == NULL)
		return false;
	bytes = arena_dup(&s->scratch, (str){git_odb_object_data(o), git_odb_object_size(o)});
	git_odb_object_free(o);
	return parse_commit(&s->scratch, bytes, h);
}

bool commit_tree(struct session *s, const git_oid *commit, git_oid *tree)
{
	struct header h;
	bool missing;

	if (!commit_read(s, commit, &h, &missing))
		return false;
	*tree = h.tree;
	return true;
}

uint32_t history_commit(struct history *h, const git_oid *id, unsigned state)
{
	bool fresh;
	uint32_t n = oids_add(&h->commit_ids, id, &fresh);

	if (fresh) {
		h->commits =
			grown_to(&h->s->arena, h->commits, n, &h->commit_room, sizeof(*h->commits));
		h->commits[n] = (struct commit){0};
	}
	h->commits[n].state |= (uint8_t)state;
	return n;
}

static void commit_unread(struct history *h, uint32_t n, const git_oid *id, bool missing)
{
	enum git_problem what = n < h->reachable ? GIT_NOT_CHECKED : GIT_NOTE;
	char hex[GIT_OID_HEXSZ + 1] = "";

	if (h->since) /* only what is after it counts: check_parents */
		return;
	if (missing && h->missing_commits++ > 0)
		return;
	git_oid_nfmt(hex, GIT_OID_HEXSZ, id);
	if (missing && git_repository_is_shallow(h->s->repo) == 1)
		say_problem(h->s, what, (str){NULL, 0},
			    "the repository is a shallow clone: what lies before commit %s is not "
			    "here and was not checked",
			    hex);
	else
		say_problem(h->s, what, (str){NULL, 0},
			    "commit %s %s: what it and its ancestors brought was not checked", hex,
			    missing ? "is missing" : "cannot be read");
}

/* Most are before the revision to begin after, and are not asked for. */
static struct message message_of(struct history *h, str text)
{
	if (h->since && text.n > 0)
		return (struct message){MESSAGE_NOT_KEPT, 1};
	return message_keep(h->s, text);
}

/* Reads commits from `from` on until no new ones come. */
void history_read(struct history *h, uint32_t from)
{
	for (uint32_t n = from; n < h->commit_ids.count; n++) {
		git_oid id = h->commit_ids.ids[n];
		struct header head;
		bool missing;
		uint32_t first = h->parent_count;
		arena_reset(&h->s->scratch);
		say_alive(h->s, n, 0);
		if (!commit_read(h->s, &id, &head, &missing)) {
			h->commits[n].state |= COMMIT_MISSING;
			commit_unread(h, n, &id, missing);
			continue;
		}
		for (uint32_t i = 0; i < head.count; i++) {
			uint32_t parent = history_commit(h, &head.parents[i], 0);
			h->parents = grown_to(&h->s->arena, h->parents, h->parent_count,
					      &h->parent_room, sizeof(*h->parents));
			h->parents[h->parent_count++] = parent;
		}
		h->commits[n].first = first;
		h->commits[n].count = head.count;
		h->commits[n].date = head.date;
		h->commits[n].tree = head.tree;
		h->commits[n].message = message_of(h, head.message);
	}
}

/* ---- References ---- */

/* A tag, a commit, or (rarely) a tree or a blob that has a name of its own. */
void history_start_at(struct history *h, const git_oid *id)
{
	git_object_t type = GIT_OBJECT_INVALID;
	git_object *o;
	git_oid at = *id;

	if (git_object_lookup(&o, h->s->repo, id, GIT_OBJECT_ANY) < 0) {
		history_commit(h, id, COMMIT_WANTED); /* said by history_read */
		return;
	}
	type = git_object_type(o);
	git_object_free(o);
	arena_reset(&h->s->scratch);
	if (type == GIT_OBJECT_TAG)
		type = tag_follow(h, &at);
	if (type == GIT_OBJECT_INVALID || !git_odb_exists(h->s->odb, &at)) {
		say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0}, "a tag's target is missing: %s",
			    git_said());
	} else if (type == GIT_OBJECT_COMMIT) {
		history_commit(h, &at, COMMIT_WANTED);
	} else {
		h->named = grown_to(&h->s->arena, h->named, h->named_count, &h->named_room,
				    sizeof(*h->named));
		h->named[h->named_count++] = (struct named){at, type};
	}
}

static void start_at_stashes(struct history *h)
{
	git_reflog *log;

	if (git_reflog_read(&log, h->s->repo, "refs/stash") < 0)
		return;
	for (size_t i = 0; i < git_reflog_entrycount(log); i++)
		history_start_at(h, git_reflog_entry_id_new(git_reflog_entry_byindex(log, i)));
	git_reflog_free(log);
}

/* Other worktrees may have heads that no branch has. */
static void start_at_worktrees(struct history *h)
{
	git_strarray names;
	git_oid id;
	const char *main = (const char *)arena_printf(&h->s->arena, "%sHEAD",
						      git_repository_commondir(h->s->repo))
				   .p;

	if (file_id(h->s, main, &id))
		history_start_at(h, &id);
	if (git_worktree_list(&names, h->s->repo) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		git_reference *head;
		if (git_repository_head_for_worktree(&head, h->s->repo, names.strings[i]) < 0)
			continue;
		if (git_reference_target(head) != NULL)
			history_start_at(h, git_reference_target(head));
		git_reference_free(head);
	}
	git_strarray_dispose(&names);
}

static void broken_reference(struct history *h, const char *name)
{
	say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0}, "reference %s cannot be read: %s", name,
		    git_said());
}

void history_start(struct history *h)
{
	git_reference_iterator *all;
	git_reference *ref, *direct;
	int error;
	git_oid head;

	if (git_reference_iterator_new(&all, h->s->repo) < 0) {
		broken_reference(h, "list");
		return;
	}
	while ((error = git_reference_next(&ref, all)) == 0) {
		h->s->counts.refs++;
		if (git_reference_resolve(&direct, ref) == 0) {
			history_start_at(h, git_reference_target(direct));
			git_reference_free(direct);
		} else if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
			broken_reference(h, git_reference_name(ref));
		}
		git_reference_free(ref);
	}
	if (error != GIT_ITEROVER)
		broken_reference(h, "list");
	git_reference_iterator_free(all);
	if (git_reference_name_to_id(&head, h->s->repo, "HEAD") == 0)
		history_start_at(h, &head);
	start_at_stashes(h);
	start_at_worktrees(h);
}
