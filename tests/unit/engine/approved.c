/* The approval policy: what the configuration may say, how entries get into its text, what is
 * found. */
#include "engine/approve.h"

#include "base/hash.h"
#include "engine/approved_text.h"
#include "engine/config.h"
#include "engine/rule.h"
#include "test.h"

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct config *parsed(struct arena *a, enum config_kind kind, str text, const char *where)
{
	struct config *c = NEW(a, struct config, 1);
	struct buf b = buf_in(a);

	c->kind = kind;
	c->where = str_of(where);
	config_parse(a, kind, test_guarded(text, 0), &b);
	CHECK(config_read(a, buf_str(&b), c));
	return c;
}

static struct settings settings_of(struct arena *a, const struct config *policy,
				   const struct config *project, str *error)
{
	struct config_sources from = {NULL, policy, {project}, S("2026-01-01"), false};
	struct config_errors errors = {0};
	struct settings s = {.layers = LAYER_ALL};

	*error = settings_make(a, &s, &from, &errors) ? S("") : errors.items[0];
	return s;
}

static struct settings project(struct arena *a, const char *text)
{
	str error;
	struct settings s = settings_of(
		a, NULL, parsed(a, CONFIG_ASSAY_TOML, str_of(text), "assay.toml"), &error);

	CHECK_STR(error, S(""));
	return s;
}

static void check_error(struct arena *a, const char *text, const char *want)
{
	str error;

	settings_of(a, NULL, parsed(a, CONFIG_ASSAY_TOML, str_of(text), "f"), &error);
	CHECK_STR(error, str_of(want));
}

TEST(approved_entries)
{
	struct settings s = project(a, "[[models.approved]]\npath = 'a/b.pkl'\n"
				       "sha256 = '" SHA_B "'\npurpose = 'p'\nby = 'me'\n"
				       "date = 2026-02-03\n");

	CHECK(s.approval && s.approved != NULL && s.approved->next == NULL);
	CHECK_STR(s.approved->path, S("a/b.pkl"));
	CHECK_STR(hash_hex_in(a, s.approved->sha256, 32), S(SHA_B));
	CHECK_STR(s.approved->by, S("me"));
	CHECK_STR(s.approved->date, S("2026-02-03"));
	CHECK_STR(s.approved->where, S("assay.toml:1"));
	s = project(a, "[[models.approved]]\npath = 'old/'\npurpose = 'p'\n"
		       "[models.approved.files]\n'x.pkl' = '" SHA_A "'\n'y/z.pkl' = '" SHA_B "'\n");
	CHECK_STR(s.approved->path, S("old/x.pkl"));
	CHECK_STR(s.approved->next->path, S("old/y/z.pkl"));
	CHECK_STR(s.approved->next->where, S("assay.toml:6"));
	s = project(a, "[models]\napproved = []\n");
	CHECK(s.approval && s.approved == NULL);
	s = project(a, "[models]\n");
	CHECK(!s.approval);
}

TEST(approved_mistakes)
{
	check_error(a, "[models]\naproved = []\n",
		    "f:2: unknown key `aproved` of [models]; did you mean `approved`?");
	check_error(a, "[models.approved]\npath = 'x'\n",
		    "f:1: `approved` must be an array of tables: [[models.approved]], not a table");
	check_error(a, "[[models.approved]]\npath = '../x'\nsha256 = '" SHA_A "'\npurpose = 'p'\n",
		    "f:1: an approved model needs a `path` relative to the repository's root, "
		    "without `.` and `..`");
	check_error(a, "[[models.approved]]\npath = '/x'\nsha256 = '" SHA_A "'\npurpose = 'p'\n",
		    "f:1: an approved model needs a `path` relative to the repository's root, "
		    "without `.` and `..`");
	check_error(a, "[[models.approved]]\npath = 'x'\nsha256 = '" SHA_A "'\npurpose = ' '\n",
		    "f:1: an approved model needs a `purpose`");
	check_error(a, "[[models.approved]]\npath = 'x'\nsha256 = 'abc'\npurpose = 'p'\n",
		    "f:3: `sha256` must be the SHA-256 of the file: 64 hex digits");
	check_error(a, "[[models.approved]]\npath = 'x'\npurpose = 'p'\n",
		    "f:1: an approved file needs its `sha256`; a folder's path ends with a slash");
	check_error(a, "[[models.approved]]\npath = 'x/'\nsha256 = '" SHA_A "'\npurpose = 'p'\n",
		    "f:1: a folder is approved by `files`, a table of names and their SHA-256; "
		    "`assay models --approve` writes one entry a file");
	check_error(a,
		    "[[models.approved]]\npath = 'x/'\npurpose = 'p'\nfiles.'../y' = '" SHA_A "'\n",
		    "f:4: `files` names files below the folder, without `..`");
	check_error(a,
		    "[[models.approved]]\npath = 'x'\nsha256 = '" SHA_A "'\npurpose = 'p'\n"
		    "date = 'soon'\n",
		    "f:1: `date` must be a date such as 2027-01-31");
	check_error(a, "[[models.approved]]\npath = 3\nsha256 = '" SHA_A "'\npurpose = 'p'\n",
		    "f:2: `path` must be a string, not an integer");
}

/* Where the policy has a list, even an empty one, the project's adds nothing to it. */
TEST(approved_policy_is_a_ceiling)
{
	struct config *mine =
		parsed(a, CONFIG_ASSAY_TOML,
		       S("[[models.approved]]\npath = 'x'\nsha256 = '" SHA_A "'\npurpose = 'p'\n"),
		       "assay.toml");
	struct config *theirs = parsed(a, CONFIG_POLICY, S("[models]\napproved = []\n"), "policy");
	struct config *silent = parsed(a, CONFIG_POLICY, S("fail-on = 'low'\n"), "policy");
	struct settings s;
	str error;

	s = settings_of(a, theirs, mine, &error);
	CHECK(s.approval && s.approved == NULL);
	CHECK_STR(s.weakenings->what, S("refused by the policy: approval of x"));
	s = settings_of(a, silent, mine, &error);
	CHECK(s.approval && s.approved != NULL && s.weakenings == NULL);
	s = settings_of(a, mine, mine, &error);
	CHECK(s.approved->next == NULL && s.weakenings == NULL);
}

static str edited(struct arena *a, str text, struct approved_change *c, size_t n)
{
	return approved_text(a, test_guarded(text, 0), c, n, "models.approved");
}

TEST(approved_text_adds_at_the_end)
{
	struct approved_change c[] = {
		{.path = S("b\"\n"), .sha256 = S("2"), .purpose = S("q"), .date = S("2026-01-02")},
		{.path = S("a"),
		 .sha256 = S("1"),
		 .purpose = S("p"),
		 .by = S("me"),
		 .date = S("2026-01-02")}};

	CHECK_STR(
		edited(a, S("# hello"), c, 2),
		S("# hello\n\n[[models.approved]]\npath = \"a\"\nsha256 = \"1\"\npurpose = \"p\"\n"
		  "by = \"me\"\ndate = 2026-01-02\n\n[[models.approved]]\npath = \"b\\\"\\n\"\n"
		  "sha256 = \"2\"\npurpose = \"q\"\ndate = 2026-01-02\n"));
	CHECK(str_starts(edited(a, S(""), c, 1), S("[[models.approved]]\npath = \"a\"\n")));
}

TEST(approved_text_changes_an_entry)
{
	struct approved_change c = {.path = S("a"),
				    .sha256 = S("NEW"),
				    .purpose = S("q"),
				    .by = S("you"),
				    .date = S("2026-01-02"),
				    .line = 3,
				    .old_sha256 = S("OLD")};

	CHECK_STR(edited(a,
			 S("fail-on = \"low\"\n\n[[models.approved]] # mine\npath = \"a\"\n"
			   "sha256=\"OLD\"\r\n# why\npurpose = \"p\"\ndate = 2025-01-01\n"
			   "by = 'me'\n\n[deps]\npurpose = 1\n"),
			 &c, 1),
		  S("fail-on = \"low\"\n\n[[models.approved]] # mine\npath = \"a\"\n"
		    "sha256 = \"NEW\"\r\n# why\npurpose = \"q\"\ndate = 2026-01-02\n"
		    "by = \"you\"\n\n[deps]\npurpose = 1\n"));
	c.line = 2;
	CHECK_STR(edited(a, S("[models]\napproved = [{path='a',sha256='OLD'},\n{sha256='OLD'}]"),
			 &c, 1),
		  S("[models]\napproved = [{path='a',sha256='NEW'},\n{sha256='OLD'}]"));
}

/* ---- What is found ---- */

struct made {
	struct walk walk;
	struct settings settings;
	struct approval *approval;
	struct file_result result;
};

static const char *const names[] = {"a.pkl", "x/a.pkl", "x/s.safetensors", "d/b%.pkl", "a.npy",
				    "n.pkl", "o.pkl"};

static struct made *made_policy(struct arena *a, const char *toml)
{
	struct made *m = NEW(a, struct made, 1);

	m->settings = project(a, toml);
	m->walk = (struct walk){.arena = a,
				.roots = NEW(a, struct walk_root, 1),
				.root_count = 1,
				.files = NEW(a, struct walk_file, COUNTOF(names))};
	for (size_t i = 0; i < COUNTOF(names); i++) {
		struct walk_file *f = &m->walk.files[m->walk.count++];
		f->rel = names[i];
		f->path = arena_printf(a, "given/%s", names[i]);
	}
	m->approval = approval_new(a, &m->settings, &m->walk);
	return m;
}

static const struct finding *found(struct made *m, const char *rel, bool unsafe, const char *sha)
{
	size_t at = 0;

	while (at + 1 < COUNTOF(names) && strcmp(names[at], rel) != 0)
		at++;
	m->result = (struct file_result){.unsafe = unsafe, .hashed = sha != NULL};
	for (size_t i = 0; sha != NULL && i < 32; i++)
		m->result.sha256[i] = (uint8_t)(sha[0] == 'a' ? 0xAA : 0x11);
	return approval_check(m->approval, &m->walk.files[at], &m->result);
}

#define LIST                                                                                       \
	"[[models.approved]]\npath = 'a.pkl'\nsha256 = '" SHA_A "'\npurpose = 'p'\n"               \
	"[[models.approved]]\npath = 'd/b%25.pkl'\nsha256 = '" SHA_A "'\npurpose = 'p'\n"

TEST(approval_decides_by_place_and_digest)
{
	struct made *m = made_policy(a, LIST);
	const struct finding *f;
	struct finding *extra;

	CHECK(found(m, "a.pkl", true, "a") == NULL);
	f = found(m, "x/a.pkl", true, "a");
	CHECK(f != NULL && strcmp(f->rule->id, "MD490") == 0);
	CHECK_STR(f->path, S("given/x/a.pkl"));
	CHECK(found(m, "x/s.safetensors", false, NULL) == NULL);
	CHECK_INT(approval_unused(m->approval, &extra), 1);
	CHECK_STR(extra[0].message, S("the approval of d/b%25.pkl matches no file"));
	CHECK_INT(extra[0].line, 5);
	f = found(m, "d/b%.pkl", true, "b");
	CHECK(f != NULL && strcmp(f->rule->id, "MD491") == 0);
	CHECK_INT(approval_unused(m->approval, &extra), 0);
	/* what cannot be read, or holds no code any more, is not what was approved either */
	CHECK(found(m, "a.pkl", false, NULL) != NULL);
	CHECK(found(m, "a.pkl", false, "b") != NULL);
}

TEST(approval_of_nothing)
{
	struct made *m = made_policy(a, "[models]\napproved = []\n");

	CHECK(found(m, "a.pkl", true, NULL) != NULL);
	CHECK(found(m, "a.npy", false, NULL) == NULL);
	m = made_policy(a, "fail-on = 'low'\n");
	CHECK(m->approval == NULL);
	CHECK(found(m, "a.pkl", true, NULL) == NULL);
}

/* A baseline that knows one content does not know the next. */
TEST(approval_fingerprint_is_of_the_content)
{
	struct made *m = made_policy(a, LIST);
	str one = found(m, "n.pkl", true, "a")->fingerprint;

	CHECK_STR(found(m, "n.pkl", true, "a")->fingerprint, one);
	CHECK(!str_eq(found(m, "n.pkl", true, "b")->fingerprint, one));
	CHECK(!str_eq(found(m, "o.pkl", true, "a")->fingerprint, one));
}
