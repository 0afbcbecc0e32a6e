/* What images install: `pip install` in the RUN instructions of a Dockerfile. ARG and ENV of the
 * file are known; `-r` names files of the image, which are read where they are in the project. */
#include "base/limits.h"
#include "text/dockerfile.h"

#include "base/map.h"
#include "dep/formats.h"
#include "dep/pip_command.h"

struct image {
	struct reader r;
	struct map values; /* of ARG and ENV, by name: an index into `pairs` */
	const struct docker_pair **pairs;
	uint32_t count, room;
	struct pip_command pip;
};

static str variable(void *ctx, str name)
{
	const struct image *i = ctx;
	const uint64_t *at = map_get(&i->values, name);

	return at != NULL ? i->pairs[*at]->value : (str){NULL, 0};
}

static void command(void *ctx, const struct shell_word *words, uint32_t count)
{
	const struct image *i = ctx;

	pip_command_read(&i->pip, words, count);
}

static void set_variables(struct image *i, const struct docker_line *line)
{
	const struct docker_pair *pairs;
	size_t n = docker_pairs(i->r.arena, line, &pairs);

	for (size_t k = 0; k < n; k++) {
		if (str_find_byte(pairs[k].value, '$') != STR_NONE)
			continue;
		i->pairs = GROW(i->r.arena, i->pairs, i->count, &i->room);
		*map_put(&i->values, pairs[k].name) = i->count;
		i->pairs[i->count++] = &pairs[k];
	}
}

/* RUN ["pip", "install", "x"]: words as they are. */
static void run_words(struct image *i, const struct docker_line *line)
{
	struct shell_word *words = NEW(i->r.arena, struct shell_word, line->word_count);

	for (uint32_t k = 0; k < line->word_count; k++) {
		const struct docker_word *w = &line->words[k];
		words[k].text = reader_slice(&i->r, w->start + 1, w->end - 1);
		words[k].text.decoded = !str_eq(words[k].text.text, w->text);
		words[k].text.text = w->text;
	}
	pip_command_read(&i->pip, words, line->word_count);
}

static void run_script(struct image *i, const struct docker_line *line)
{
	struct shell shell = {i->r.arena, variable, command, i};
	struct reader_piece *pieces = NEW(i->r.arena, struct reader_piece, line->piece_count);
	struct reader_text text = {.text = line->text,
				   .at = docker_offset(line, 0),
				   .end = line->end,
				   .piece_count = line->piece_count,
				   .pieces = pieces};

	for (uint32_t k = 0; k < line->piece_count; k++)
		pieces[k] =
			(struct reader_piece){line->pieces[k].text_at, line->pieces[k].input_at};
	shell_read(&shell, &text);
	for (uint32_t k = 0; k < line->heredoc_count; k++) {
		const struct docker_heredoc *h = &line->heredocs[k];
		text = reader_slice(&i->r, h->start, h->start + h->body.n);
		shell_read(&shell, &text);
	}
}

static bool is_name(uint8_t c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* FROM python:3.8-slim, docker.io/library/python:$VERSION */
static void read_from(struct image *i, const struct docker_line *line)
{
	str name = line->word_count > 0 ? line->words[0].text : (str){NULL, 0};
	str tag = str_after_last(name, '/'), key;
	size_t from, to;

	if (!str_starts(tag, S("python:")))
		return;
	tag = str_slice(tag, 7, tag.n);
	if (tag.n > 1 && tag.p[0] == '$') {
		from = tag.p[1] == '{' ? 2 : 1;
		for (to = from; to < tag.n && is_name(tag.p[to]);)
			to++;
		key = str_slice(tag, from, to);
		tag = str_trim(variable(i, key));
	}
	if (tag.n > 0)
		reader_runs_on(&i->r, tag, line->words[0].start);
}

static bool knows(str path, UNUSED str head)
{
	return docker_named(path);
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct image i = {.r = reader_of(a, path, bytes, out), .values = map_in(a)};
	const struct docker_line *lines;
	size_t n;

	out->format = "Dockerfile";
	if (str_find(i.r.bytes, S("install")) == STR_NONE &&
	    str_find(i.r.bytes, S("python:")) == STR_NONE)
		return;
	i.pip = (struct pip_command){.r = &i.r, .flags = DEP_DIRECT, .lost = true};
	n = docker_read(a, i.r.bytes, &lines);
	if (n == LIMIT_DOCKER_LINES)
		reader_problem(&i.r, 0, true, "more instructions than are read");
	for (size_t k = 0; k < n; k++) {
		if (str_in(lines[k].name, "ARG ENV"))
			set_variables(&i, &lines[k]);
		else if (str_eq(lines[k].name, S("FROM")))
			read_from(&i, &lines[k]);
		else if (str_eq(lines[k].name, S("RUN")) && lines[k].json)
			run_words(&i, &lines[k]);
		else if (str_eq(lines[k].name, S("RUN")))
			run_script(&i, &lines[k]);
	}
}

const struct dep_format dep_dockerfile = {.name = "Dockerfile", .knows = knows, .read = read};
