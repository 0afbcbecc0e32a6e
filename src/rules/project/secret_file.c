/* SE500 and SE501: files that hold secrets and would go, or went, into a commit. The name says what
 * a file is for, its content whether there is a secret in it. */
#include "base/limits.h"
#include "rules/project/secret_file.h"

#include "engine/engine_int.h"
#include "engine/format.h"
#include "rules/project/value.h"
#include "text/dotenv.h"
#include "text/json.h"

/* ---- Variables ---- */

/* What a front end shows to everybody. */
static bool is_public(str name)
{
	static const char *const starts[] = {"VITE_",	     "NEXT_PUBLIC_", "REACT_APP_",
					     "NUXT_PUBLIC_", "PUBLIC_",	     "EXPO_PUBLIC_",
					     "GATSBY_",	     "NODE_ENV"};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(name, str_of(starts[i])))
			return true;
	return false;
}

static struct holding env_holds(struct arena *a, str path, str bytes)
{
	const struct dotenv_entry *list;
	size_t n = dotenv_read(a, bytes, &list);
	struct holding h = {.noun = "settings", .cut = n == LIMIT_DOTENV_ENTRIES};
	bool named = str_starts(str_after_last(path, '/'), S(".env"));

	for (size_t i = 0; i < n; i++) {
		const struct dotenv_entry *e = &list[i];
		enum value_look look;
		if (e->comment || e->value.n == 0)
			continue;
		look = value_look(e->value, e->name);
		if ((secret_name(e->name) && look == VALUE_REAL) || url_with_password(e->value))
			return (struct holding){HOLDS_SECRET, "secrets",    e->name,
						e->start,     e->value_end, false};
		if (h.what == HOLDS_NOTHING && named && !is_public(e->name)) {
			h.what = HOLDS_SETTINGS;
			h.start = e->start;
			h.end = e->value_end;
		}
	}
	return h;
}

/* ---- Keys ---- */

static bool is_encrypted_pem(str bytes)
{
	return str_find(bytes, S("ENCRYPTED")) != STR_NONE ||
	       str_find(bytes, S("AAAABmFlczI1Ni1jdHIAAAAGYmNyeXB0")) != STR_NONE;
}

static struct holding key_holds(str path, str bytes)
{
	size_t at = str_find(bytes, S("PRIVATE KEY-----")), from;
	struct holding h = {.noun = "a private key"};

	if (at != STR_NONE) {
		from = str_rfind_byte(str_slice(bytes, 0, at), '\n');
		h.what = is_encrypted_pem(bytes) ? HOLDS_ENCRYPTED : HOLDS_SECRET;
		h.start = from == STR_NONE ? 0 : from + 1;
		h.end = at + 16;
	} else if (str_starts(bytes, S("PuTTY-User-Key-File"))) {
		h.what = str_find(bytes, S("Encryption: none")) != STR_NONE ? HOLDS_SECRET
									    : HOLDS_ENCRYPTED;
	} else if (str_starts(bytes, S("\xFE\xED\xFE\xED")) ||
		   str_starts(bytes, S("\x03\xD9\xA2\x9A")) ||
		   (str_starts(bytes, S("\x30\x82")) &&
		    (str_ends(path, S(".p12")) || str_ends(path, S(".pfx"))))) {
		h.what = HOLDS_ENCRYPTED;
		h.noun = "a key store";
	}
	return h;
}

/* ---- JSON ---- */

/* `more`: keys that hold one in this file only. */
static const struct tree *secret_in(const struct tree *t, const char *more)
{
	const struct tree *found = NULL;

	if (t->kind == TREE_STRING && t->key.n > 0) {
		bool named = secret_name(t->key) || str_in(t->key, more) ||
			     str_eq(t->key, S("private_key"));
		if (named && value_look(t->text, t->key) == VALUE_REAL)
			return t;
		if (named && str_find(t->text, S("PRIVATE KEY-----")) != STR_NONE)
			return t;
	}
	if (t->kind != TREE_TABLE && t->kind != TREE_ARRAY)
		return NULL;
	for (const struct tree *c = t->first; c != NULL && found == NULL; c = c->next)
		found = secret_in(c, more);
	return found;
}

static struct holding json_holds(struct arena *a, str path, str bytes)
{
	struct holding h = {.noun = "credentials"};
	const struct tree *t = NULL, *found;
	struct diag d;

	(void)!json_parse(a, bytes, &t, &d);
	found = t ? secret_in(t, str_ends(path, S("kaggle.json")) ? "key"
				 : str_find(path, S("docker")) != STR_NONE
					 ? "auth identitytoken registrytoken"
					 : "private_key")
		  : NULL;
	if (found != NULL) {
		h.what = HOLDS_SECRET;
		h.name = found->key;
		h.start = found->key_start;
		h.end = found->end;
	}
	return h;
}

/* ---- Logins ---- */

static str last_word(str s)
{
	s = str_trim(s);
	for (size_t i = s.n; i-- > 0;)
		if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '.' || s.p[i] == ':' ||
		    s.p[i] == '/')
			return str_slice(s, i + 1, s.n);
	return s;
}

static str unquoted(str s)
{
	s = str_trim(s);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return str_slice(s, 1, s.n - 1);
	if (s.n > 0 && s.p[s.n - 1] == ',')
		return unquoted(str_slice(s, 0, s.n - 1));
	return s;
}

static bool is_login_name(str name)
{
	return secret_name(name) ||
	       str_in(name, "_authToken _auth _password auth identitytoken registrytoken token "
			    "password client-key-data client_key secret_key key keyid");
}

/* name = value, name: value, "name": "value" */
static bool line_holds(str line, str *name)
{
	size_t at = str_find_byte(line, '=');

	if (at == STR_NONE)
		at = str_find_byte(line, ':');
	if (at == STR_NONE)
		return false;
	*name = unquoted(last_word(unquoted(str_slice(line, 0, at))));
	return is_login_name(*name) &&
	       value_look(unquoted(str_slice(line, at + 1, line.n)), *name) == VALUE_REAL;
}

/* machine h login l password p */
static bool netrc_holds(str line)
{
	size_t at = str_find(line, S("password "));
	str rest = at == STR_NONE ? S("") : str_trim(str_slice(line, at + 9, line.n));
	enum value_look look = value_look(str_cut(&rest, ' '), S("password"));

	return at != STR_NONE && (look == VALUE_REAL || look == VALUE_PLAIN);
}

/* host:port:database:user:password */
static bool pgpass_holds(str line)
{
	str rest = line;
	unsigned colons = 0;
	enum value_look look;

	for (size_t i = 0; i < line.n; i++)
		colons += line.p[i] == ':';
	for (unsigned i = 0; i < 4 && colons >= 4; i++)
		(void)str_cut(&rest, ':');
	look = value_look(rest, S("password"));
	return colons >= 4 && (look == VALUE_REAL || look == VALUE_PLAIN);
}

/* user:$2y$..., user:{SHA}... */
static bool htpasswd_holds(str line)
{
	size_t at = str_find_byte(line, ':');
	str hash = str_slice(line, at == STR_NONE ? line.n : at + 1, line.n);

	return str_starts(hash, S("$2")) || str_starts(hash, S("$apr1$")) ||
	       str_starts(hash, S("{SHA}")) || str_starts(hash, S("$5$")) ||
	       str_starts(hash, S("$6$"));
}

static bool login_line(str name, str line, str *key)
{
	*key = (str){NULL, 0};
	if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';')
		return false;
	if (str_in(name, ".netrc _netrc"))
		return netrc_holds(line);
	if (str_in(name, ".pgpass pgpass.conf"))
		return pgpass_holds(line);
	if (str_eq(name, S(".htpasswd")))
		return htpasswd_holds(line);
	if (str_in(name, ".vault-token token"))
		return value_look(line, S("token")) == VALUE_REAL;
	if (url_with_password(line))
		return true;
	return line_holds(line, key);
}

static struct holding login_holds(str path, str bytes)
{
	str name = str_after_last(path, '/');
	struct holding h = {.noun = "credentials"};

	for (str rest = bytes; rest.p != NULL;) {
		str raw = str_cut(&rest, '\n'), line = str_trim(raw);
		if (!login_line(name, line, &h.name))
			continue;
		h.what = HOLDS_SECRET;
		h.start = (size_t)(line.p - bytes.p);
		h.end = h.start + line.n;
		return h;
	}
	return h;
}

struct holding secret_file_holds(struct arena *a, enum private_kind kind, str path, str bytes)
{
	switch (kind) {
	case PRIVATE_ENV:
		return env_holds(a, path, bytes);
	case PRIVATE_KEY:
		return key_holds(path, bytes);
	case PRIVATE_JSON:
		return json_holds(a, path, bytes);
	case PRIVATE_LOGIN:
		return login_holds(path, bytes);
	case PRIVATE_NOT:
	case PRIVATE_ENV_EXAMPLE:
		break;
	}
	return (struct holding){0};
}

/* ---- The format ---- */

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	enum private_kind kind = private_kind(p->path);

	return !s->compat && kind != PRIVATE_NOT && kind != PRIVATE_ENV_EXAMPLE ? 90 : 0;
}

/* What the secrets engine has found in this file, first. */
static const struct record *engine_found(const struct scan *s)
{
	const struct record *best = NULL;

	for (const struct record *r = s->records; r != NULL; r = r->next)
		if (r->f.rule->secret != NULL && r->f.suppressed == SUPPRESSED_NOT &&
		    (best == NULL || r->f.line < best->f.line))
			best = r;
	return best;
}

/* Made for a test, and worth nothing elsewhere, most likely. */
static bool is_fixture(str path)
{
	static const char *const words[] = {"test", "fixture", "example", "sample", "mock", "demo"};

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find_nocase(path, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

enum where { ON_DISK, TRACKED, STAGED, IN_HISTORY };

/* The last two parts: `.env` of which folder? */
static str short_path(str path)
{
	size_t slash = str_rfind_byte(path, '/');

	if (slash == STR_NONE || slash == 0)
		return path;
	slash = str_rfind_byte(str_slice(path, 0, slash), '/');
	return str_slice(path, slash == STR_NONE ? 0 : slash + 1, path.n);
}

static void report(struct scan *s, const struct holding *h, const struct record *at, enum where w)
{
	static const char *const ids[] = {"SE500", "SE501", "SE501", "SE502"};
	static const char *const tails[] = {
		"is not ignored by git: the next commit may take it along",
		"is in git: everybody with the repository has it",
		"is staged: the commit takes it along",
		"is in the history: everybody with the repository has it",
	};
	str name = str_after_last(s->path, '/');
	struct finding *f = scan_text_finding(s, ids[w], h->start, h->end, short_path(s->path),
					      "%.*s holds %s and %s",
					      STR_ARG(str_slice(name, 0, 100)), h->noun, tails[w]);

	if (at != NULL) {
		f->line = at->f.line;
		f->column = at->f.column;
		f->end_line = at->f.end_line;
		f->end_column = at->f.end_column;
	}
	if (h->what != HOLDS_SECRET || is_fixture(s->path))
		f->severity = LOW;
	if (w == TRACKED)
		f->when = S("git:tracked");
	else if (w != ON_DISK)
		return;
	else if (h->what == HOLDS_SETTINGS)
		f->when = S("git:repository & !git:ignored & !git:tracked");
	else
		f->when = S("!git:ignored & !git:tracked");
}

static void scan_private(struct scan *s)
{
	enum private_kind kind = private_kind(s->path);
	const struct record *found = engine_found(s);
	struct holding h;

	if (scan_too_large(s))
		return;
	h = secret_file_holds(s->arena, kind, s->path, s->bytes);
	if (h.cut)
		scan_cut(s, "more entries than are read");
	if (kind == PRIVATE_ENV && str_starts(str_after_last(s->path, '/'), S(".env")))
		scan_fact(s, "dotenv:%.*s", STR_ARG(scan_folder(s)));
	if (found != NULL && h.what < HOLDS_ENCRYPTED) {
		h.what = HOLDS_SECRET;
		h.noun = "secrets";
	}
	if (h.what == HOLDS_NOTHING)
		return;
	if (settings_of_git(s->settings)) {
		report(s, &h, found, s->settings->staged ? STAGED : IN_HISTORY);
		return;
	}
	report(s, &h, found, ON_DISK);
	report(s, &h, found, TRACKED);
}

const struct format format_private_file = {
	.name = "private-file",
	.layer = LAYER_SECRETS,
	.in_history = true,
	.recognise = recognise,
	.project = scan_private,
};

const struct rule rules_private_file[] = {
	{
		.id = "SE500",
		.name = "secret_file_not_ignored",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {538, 540},
		.title = "A file with secrets that git does not ignore",
		.why = "One `git add .` puts it into a commit, and from there into every clone, "
		       "fork "
		       "and backup; taking it out of the history again is work for everybody. What "
		       "keeps it out is a line in .gitignore, not attention.",
		.fix = "Add the name to .gitignore (`.env`, `.env.*`, `!.env.example`, `*.pem`), "
		       "and "
		       "look with `git log --all -- FILE` whether it has been committed before.",
		.lang = "file:.env",
		.bad = "API_TOKEN=q8Zr4TnX"
		       "0pLw7KvB2mYc\n",
		.good = "API_TOKEN=\n",
		.tags = "OWASP-ML06",
	},
	{
		.id = "SE501",
		.name = "secret_file_tracked",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {538, 540},
		.title = "A file with secrets that is tracked by git",
		.why = "Everybody who has the repository, a fork or a backup of it has the "
		       "secrets, "
		       "and removing the file leaves them in the history.",
		.fix = "Replace the secrets at their issuers first. Then `git rm --cached FILE`, "
		       "add "
		       "it to .gitignore, and rewrite the history if the repository is shared.",
		.lang = "file:.env",
		.bad = "API_TOKEN=q8Zr4TnX"
		       "0pLw7KvB2mYc\n",
		.good = "API_TOKEN=\n",
	},
	{
		.id = "SE502",
		.name = "secret_file_in_history",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {538, 540},
		.title = "A file with secrets in the history of git",
		.why = "A file that was removed, or is ignored since, is still in every clone: "
		       "`git log --all -- FILE` shows it to everybody who has the repository.",
		.fix = "Replace the secrets at their issuers. Then rewrite the history "
		       "(git filter-repo --path FILE --invert-paths) if the repository is shared.",
	},
	{0},
};
