/* SE520, SE521, SE522: secrets in the layers of an image. What ENV and ARG say stays in the image's
 * configuration and history, what COPY takes along in its layers, whether a later line removes it
 * or not. `RUN --mount=type=secret` leaves nothing behind. */
#include "base/limits.h"
#include "base/map.h"
#include "engine/engine_int.h"
#include "engine/format.h"
#include "repo/private.h"
#include "rules/project/value.h"
#include "text/dockerfile.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && docker_named(p->path) ? 90 : 0;
}

/* ---- Which stages are in the image ---- */

struct image {
	struct scan *scan;
	const struct docker_line *lines;
	size_t count;
	bool said;     /* that the whole context is copied */
	bool *shipped; /* by stage: the last one, and what it is made from */
	uint32_t stages;
};

/* FROM base [AS name] */
static str stage_name(const struct docker_line *from)
{
	return from->word_count >= 3 && str_eq_nocase(from->words[1].text, S("as"))
		       ? from->words[2].text
		       : (str){NULL, 0};
}

/* The last stage that is called so, before `stage`; 0: it is an image from elsewhere. */
static uint32_t stage_called(const struct map *names, str name, uint32_t stage)
{
	const uint64_t *found = map_get(names, name);

	return found != NULL && *found < stage ? (uint32_t)*found : 0;
}

static void mark_shipped(struct image *m)
{
	struct map names = map_in(m->scan->arena);
	const struct docker_line **from;
	uint32_t stage;

	m->stages = m->count > 0 ? m->lines[m->count - 1].stage : 0;
	m->shipped = NEW(m->scan->arena, bool, (size_t)m->stages + 1);
	from = NEW(m->scan->arena, const struct docker_line *, (size_t)m->stages + 1);
	for (size_t i = 0; i < m->count; i++) {
		const struct docker_line *l = &m->lines[i];
		if (!str_eq(l->name, S("FROM")))
			continue;
		from[l->stage] = l;
		if (stage_name(l).n > 0)
			*map_put(&names, stage_name(l)) = l->stage;
	}
	for (stage = m->stages; stage > 0;) {
		m->shipped[stage] = true;
		stage = from[stage] != NULL && from[stage]->word_count > 0
				? stage_called(&names, from[stage]->words[0].text, stage)
				: 0;
	}
}

/* ---- ENV and ARG ---- */

static void variable(const struct image *m, const struct docker_line *l,
		     const struct docker_pair *p)
{
	struct scan *s = m->scan;
	bool arg = str_eq(l->name, S("ARG")), kept = m->shipped[l->stage];
	enum value_look look = value_look(p->value, p->name);
	struct finding *f;

	if (!secret_name(p->name))
		return;
	if (arg && l->stage == 0) /* for FROM lines only; a stage that uses it says so again */
		return;
	/* Literals are the secrets engine's; here it is about what comes in from elsewhere. */
	if (look != VALUE_TEMPLATE && !(arg && look == VALUE_EMPTY))
		return;
	f = scan_text_finding(
		s, "SE520", p->start, p->end, p->name, "%.*s %.*s: %s", STR_ARG(l->name),
		STR_ARG(str_slice(p->name, 0, 100)),
		arg ? "what a build passes in stays in the history of the image"
		    : "the value is in the configuration of the image for everybody who pulls it");
	if (!kept) {
		f->severity = LOW;
		f->confidence = MEDIUM;
	}
}

static void variables(const struct image *m, const struct docker_line *l)
{
	const struct docker_pair *pairs;
	size_t n = docker_pairs(m->scan->arena, l, &pairs);

	for (size_t i = 0; i < n; i++)
		variable(m, l, &pairs[i]);
}

/* ---- COPY and ADD ---- */

/* A key, or a certificate? The name must say so. */
static bool is_key_name(str name)
{
	if (!str_ends(name, S(".pem")))
		return true;
	return str_find_nocase(name, S("key")) != STR_NONE ||
	       str_find_nocase(name, S("priv")) != STR_NONE ||
	       str_find_nocase(name, S("id_")) != STR_NONE;
}

/* "." and "./" take the whole context. */
static bool is_everything(str source)
{
	return str_in(source, ". ./ * ./* / /.");
}

static void copied_everything(struct image *m, const struct docker_line *l,
			      const struct docker_word *w)
{
	struct finding *f;

	if (m->said)
		return;
	m->said = true;
	f = scan_text_finding(
		m->scan, "SE522", w->start, w->end, S("COPY ."),
		"%.*s %.*s takes an .env along into the image: no .dockerignore leaves it out",
		STR_ARG(l->name), STR_ARG(w->text));

	if (!m->shipped[l->stage])
		f->severity = LOW;
	f->when = S("near:dotenv & !near:dockerignore-env");
}

static void copied_file(const struct image *m, const struct docker_line *l,
			const struct docker_word *w)
{
	str name = str_after_last(w->text, '/'), stem = name;
	enum private_kind kind;
	struct finding *f;

	if (str_ends(stem, S("*"))) /* .env* */
		stem.n--;
	kind = private_kind(str_find_byte(w->text, '/') == STR_NONE
				    ? stem
				    : str_slice(w->text, 0, w->text.n - (name.n - stem.n)));
	if (kind == PRIVATE_NOT || kind == PRIVATE_ENV_EXAMPLE ||
	    (kind == PRIVATE_KEY && !is_key_name(name)) || str_in(name, ".condarc .yarnrc.yml"))
		return;
	f = scan_text_finding(m->scan, "SE521", w->start, w->end, name,
			      "%.*s puts %.*s into a layer of the image", STR_ARG(l->name),
			      STR_ARG(str_slice(w->text, 0, 200)));
	if (!m->shipped[l->stage])
		f->severity = LOW;
}

static void copies(struct image *m, const struct docker_line *l)
{
	if (docker_flag(l, "from").p != NULL)
		return;
	for (uint32_t i = 0; i + 1 < l->word_count; i++) {
		if (is_everything(l->words[i].text))
			copied_everything(m, l, &l->words[i]);
		else
			copied_file(m, l, &l->words[i]);
	}
}

static void scan_dockerfile(struct scan *s)
{
	struct image m = {.scan = s};

	if (scan_too_large(s))
		return;
	m.count = docker_read(s->arena, s->bytes, &m.lines);
	if (m.count == LIMIT_DOCKER_LINES)
		scan_cut(s, "more instructions than are read");
	mark_shipped(&m);
	for (size_t i = 0; i < m.count; i++) {
		const struct docker_line *l = &m.lines[i];
		if (str_in(l->name, "ENV ARG"))
			variables(&m, l);
		else if (str_in(l->name, "COPY ADD"))
			copies(&m, l);
	}
}

const struct format format_dockerfile = {
	.name = "dockerfile",
	.layer = LAYER_SECRETS,
	.recognise = recognise,
	.project = scan_dockerfile,
};

/* ---- .dockerignore ---- */

static unsigned recognise_ignore(const struct settings *s, const struct peek *p)
{
	return !s->compat && str_ends(p->name, S(".dockerignore")) && p->size <= LIMIT_PROJECT_BYTES
		       ? 90
		       : 0;
}

/* Patterns that leave .env out: by name, by a beginning, everything, everything hidden. */
static bool names_env(str line)
{
	str name;

	while (str_starts(line, S("/")) || str_starts(line, S("./")))
		line = str_slice(line, line.p[0] == '/' ? 1 : 2, line.n);
	while (str_starts(line, S("**/")))
		line = str_slice(line, 3, line.n);
	name = str_ends(line, S("/")) ? str_slice(line, 0, line.n - 1) : line;
	return str_in(name,
		      ".env .env* *.env .env** * ** .* .e* .en* *env *env* *.env* .*env .*env*");
}

static void scan_ignore(struct scan *s)
{
	bool out = false;

	for (str rest = s->bytes; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		if (str_starts(line, S("!")) && names_env(str_slice(line, 1, line.n)) &&
		    str_find(line, S(".env")) != STR_NONE && !str_ends(line, S("*")))
			out = false;
		else if (names_env(line))
			out = true;
	}
	if (out)
		scan_fact(s, "dockerignore-env:%.*s", STR_ARG(scan_folder(s)));
}

const struct format format_dockerignore = {
	.name = "dockerignore",
	.layer = LAYER_SECRETS,
	.recognise = recognise_ignore,
	.project = scan_ignore,
};

const struct rule rules_dockerfile[] = {
	{
		.id = "SE520",
		.name = "docker_secret_variable",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {538, 522},
		.title = "A secret as ENV or ARG of an image",
		.why = "ENV is in the configuration of the image, and ARG in the history of its "
		       "layers: `docker history` and `docker inspect` show both to everybody who "
		       "can "
		       "pull it. A later `unset` takes nothing away.",
		.fix = "For the build: RUN --mount=type=secret,id=NAME and read "
		       "/run/secrets/NAME. For the run: pass it when the container is started.",
		.lang = "file:Dockerfile",
		.bad = "FROM python:3.12\nARG PIP_TOKEN\nRUN pip install -r requirements.txt\n",
		.good = "FROM python:3.12\nARG VERSION\nENV GPG_KEY=E3FF MAX_TOKENS=5\n"
			"RUN --mount=type=secret,id=pip_token pip install -r requirements.txt\n",
	},
	{
		.id = "SE521",
		.name = "docker_copies_secret_file",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {538},
		.title = "A file with secrets is copied into an image",
		.why = "It stays in its layer for everybody who pulls the image, even if a later "
		       "line "
		       "deletes it.",
		.fix = "RUN --mount=type=secret,id=NAME,target=PATH gives a file to one command "
		       "and "
		       "leaves nothing; `docker run --env-file` gives variables to the container.",
		.lang = "file:Dockerfile",
		.bad = "FROM python:3.12\nCOPY .env app.py /app/\n",
		.good = "FROM python:3.12\nCOPY .env.example certs/ca.pem app.py /app/\n",
	},
	{
		.id = "SE522",
		.name = "docker_context_with_env",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {538},
		.title = "An .env that `COPY . .` takes into the image",
		.why = "Git may ignore the file; Docker does not read .gitignore. The image that "
		       "is "
		       "pushed has everything that lies in the folder.",
		.fix = "List `.env` and `.env.*` in .dockerignore, or copy only what the program "
		       "needs.",
		.lang = "file:Dockerfile",
		.bad = "FROM python:3.12\nCOPY . .\n",
		.good = "FROM python:3.12\nCOPY src src\n",
	},
	{0},
};
