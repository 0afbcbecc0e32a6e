/* PEP 723: a script that says in a comment, as TOML, what it needs. */
#include "dep/formats.h"
#include "dep/toml_table.h"

/* `# /// script`, alone on its line: where the next line begins, from `at` on; STR_NONE. */
static size_t block_start(str s, size_t at)
{
	static const char mark[] = "# /// script";

	for (size_t n; (n = str_find(str_slice(s, at, s.n), str_of(mark))) != STR_NONE;) {
		size_t from = at + n, end = from + sizeof(mark) - 1;
		size_t line = end + str_find_byte(str_slice(s, end, s.n), '\n');
		at = end;
		if (line < end || (from > 0 && s.p[from - 1] != '\n'))
			continue;
		if (str_trim(str_slice(s, end, line)).n == 0)
			return line + 1;
	}
	return STR_NONE;
}

/* A block under way: its text without `# `, and where that is in the file. */
struct block {
	struct buf text;
	struct reader_piece *pieces;
	uint32_t count, room;
};

static void add_line(struct reader *r, struct block *b, str content, size_t at)
{
	b->pieces = GROW(r->arena, b->pieces, b->count, &b->room);
	b->pieces[b->count++] = (struct reader_piece){(uint32_t)b->text.n, (uint32_t)at};
	buf_add(&b->text, content);
	buf_byte(&b->text, '\n');
}

/* The lines from `at` on that are comments, up to the last of them that is `# ///` (another block
 * may follow without a line between: that is how the reference reads it). False: none is. */
static bool read_block(struct reader *r, size_t at, struct block *b, size_t *end)
{
	uint32_t count = 0;
	size_t bytes = 0;

	*end = at;
	while (at < r->bytes.n) {
		size_t n = str_find_byte(str_slice(r->bytes, at, r->bytes.n), '\n');
		str line = str_slice(r->bytes, at, n == STR_NONE ? r->bytes.n : at + n);
		if (str_ends(line, S("\r")))
			line.n--;
		if (!str_eq(line, S("#")) && !str_starts(line, S("# ")))
			break;
		if (str_eq(line, S("# ///"))) {
			count = b->count;
			bytes = b->text.n;
			*end = at;
		}
		add_line(r, b, str_slice(line, 2, line.n), at + (line.n > 2 ? 2 : line.n));
		at = n == STR_NONE ? r->bytes.n : at + n + 1;
	}
	b->count = count;
	b->text.n = bytes;
	return count > 0;
}

static bool knows(str path, str head)
{
	return (str_ends(path, S(".py")) || str_starts(head, S("#!"))) &&
	       block_start(head, 0) != STR_NONE;
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	struct block b = {.text = buf_in(a)};
	size_t at = block_start(r.bytes, 0), end;
	const struct tree *root, *python;

	out->format = "script";
	out->manifest = true;
	if (at == STR_NONE)
		return;
	if (!read_block(&r, at, &b, &end)) {
		reader_problem(&r, at, true,
			       "expected `# ///` at the end of the script's metadata");
		return;
	}
	r.doc = (struct reader_text){.text = buf_str(&b.text),
				     .at = at,
				     .end = end,
				     .piece_count = b.count,
				     .pieces = b.pieces};
	if (block_start(r.bytes, end) != STR_NONE)
		reader_problem(&r, block_start(r.bytes, end), true,
			       "expected one block of script metadata, found a second one");
	root = toml_table_parse(&r);
	python = tree_get(root, S("requires-python"));
	if (tree_is(python, TREE_STRING))
		reader_python(&r, python->text, reader_offset(&r.doc, python->start));
	toml_table_list(&r, tree_get(root, S("dependencies")), DEP_DIRECT, (str){NULL, 0});
	toml_table_indexes(&r, tree_path(root, "tool.uv.index"));
}

const struct dep_format dep_script = {.name = "script", .knows = knows, .read = read};
