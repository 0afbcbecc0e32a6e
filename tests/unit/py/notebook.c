/* Every byte of a notebook's module leads back to its place in the JSON text. */
#include "test.h"

#include "py/notebook.h"

static struct notebook read_notebook(struct arena *a, const char *text)
{
	struct notebook nb;
	struct diag d = {0};

	CHECK(notebook_read(a, test_guarded(str_of(text), 0), &nb, &d));
	return nb;
}

/* The place of the first byte of `needle` in the module. */
static struct notebook_place place_of(const struct notebook *nb, const char *needle)
{
	size_t at = str_find(nb->source, str_of(needle));

	CHECK(at != STR_NONE);
	return notebook_place(nb, at == STR_NONE ? 0 : (uint32_t)at);
}

TEST(notebook_module)
{
	struct notebook nb =
		read_notebook(a, "{\"cells\": ["
				 "{\"cell_type\": \"code\", \"source\": [\"a\\n\", \"b\"]},"
				 "{\"cell_type\": \"markdown\", \"source\": \"text\"},"
				 "{\"cell_type\": \"code\", \"source\": \"c\\r\\nd\"}"
				 "], \"nbformat\": 4}");

	CHECK_STR(nb.source, S("a\nb\n\nc\nd\n\n"));
	CHECK_INT(nb.cells, 3);
	CHECK_INT(nb.code_cells, 2);
}

TEST(notebook_places)
{
	struct notebook nb = read_notebook(
		a, "{\"cells\": [\n"
		   " {\"cell_type\": \"code\", \"source\": [\n"
		   "  \"first\\n\",\n"
		   "  \"x = \\\"\\u00e9\\ud83d\\ude00\\\"; second\\n\",\n"
		   "  \"\xc3\xa9 = third\"\n"
		   " ]},\n"
		   " {\"cell_type\": \"code\", \"source\": \"one\\n\\ttwo\\nthree\"}\n"
		   "]}");
	struct notebook_place p;

	p = place_of(&nb, "first");
	CHECK_INT(p.line, 3);
	CHECK_INT(p.column, 4);
	CHECK_INT(p.cell, 1);
	CHECK_INT(p.cell_line, 1);
	p = place_of(&nb, "second");
	CHECK_INT(p.line, 4);
	CHECK_INT(p.column, 32);
	CHECK_INT(p.cell_line, 2);
	CHECK(str_starts(str_slice(nb.bytes, p.offset, nb.bytes.n), S("second\\n")));
	p = place_of(&nb, "third");
	CHECK_INT(p.line, 5);
	CHECK_INT(p.column, 8);
	CHECK_INT(p.cell_line, 3);
	p = place_of(&nb, "two");
	CHECK_INT(p.line, 7);
	CHECK_INT(p.cell, 2);
	CHECK_INT(p.cell_line, 2);
	CHECK(str_starts(str_slice(nb.bytes, p.offset, nb.bytes.n), S("two\\nthree")));
	p = place_of(&nb, "three");
	CHECK_INT(p.cell_line, 3);
	CHECK(str_starts(str_slice(nb.bytes, p.offset, nb.bytes.n), S("three\"}")));
}

/* The inverse of the map, checked for every byte of a notebook whose strings are plain. */
TEST(notebook_every_byte)
{
	struct notebook nb = read_notebook(
		a, "{\"cells\": [\n"
		   "{\"cell_type\": \"code\", \"source\": [\"abc\", \"def\\n\", \"\", \"ghi\"]},\n"
		   "{\"cell_type\": \"code\", \"source\": []},\n"
		   "{\"cell_type\": \"code\", \"source\": \"jkl\\nmno\"}]}");

	for (uint32_t i = 0; i < nb.source.n; i++) {
		struct notebook_place p = notebook_place(&nb, i);
		if (nb.source.p[i] != '\n')
			CHECK_INT(nb.bytes.p[p.offset], nb.source.p[i]);
	}
	CHECK_INT(place_of(&nb, "ghi").cell_line, 2);
	CHECK_INT(place_of(&nb, "jkl").cell, 3);
}

TEST(notebook_indented_cell)
{
	struct notebook nb = read_notebook(a, "{\"cells\": [{\"cell_type\": \"code\","
					      "\"source\": \"\\n  if a:\\n      b\\n  c\"}]}");

	CHECK_STR(nb.source, S("\nif a:\n    b\nc\n\n"));
	CHECK_INT(nb.bytes.p[place_of(&nb, "c\n").offset], 'c');
	CHECK_INT(nb.bytes.p[place_of(&nb, "if").offset], 'i');
}

TEST(notebook_shell_cell)
{
	struct notebook nb =
		read_notebook(a, "{\"cells\": [{\"cell_type\": \"code\","
				 "\"source\": \"%%bash\\nls \\\\\\n -l\\n  cat x\\n\\ndone\"}]}");

	CHECK_STR(nb.source, S("%%bash\n!ls \\\n -l\n!cat x\n\n!done\n\n"));
	CHECK_INT(nb.bytes.p[place_of(&nb, "cat").offset], 'c');
	CHECK_INT(nb.bytes.p[place_of(&nb, "!cat").offset], 'c');
	CHECK_INT(place_of(&nb, "!cat").cell_line, 4);
	CHECK_INT(place_of(&nb, "done").cell_line, 6);
}

TEST(notebook_other_cells)
{
	struct notebook nb =
		read_notebook(a, "{\"cells\": [{\"cell_type\": \"code\","
				 "\"source\": [\"%%html\\n\", \"<b>\\n\", \"</b>\"]}]}");

	CHECK_STR(nb.source, S("%%html\n\n\n\n"));
}

TEST(notebook_kernels)
{
	CHECK_STR(
		read_notebook(
			a, "{\"cells\": [], \"metadata\": {\"language_info\": {\"name\": \"R\"}}}")
			.language,
		S("R"));
	CHECK_STR(read_notebook(a, "{\"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": "
				   "\"julia\"}}}")
			  .language,
		  S("julia"));
	CHECK_STR(read_notebook(a, "{\"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": "
				   "\"python\"}}}")
			  .language,
		  S(""));
}

TEST(notebook_bad)
{
	struct notebook nb;
	struct diag d = {0};

	CHECK(!notebook_read(a, test_guarded(S("{\"cells\": ["), 0), &nb, &d));
	CHECK_INT(d.code, NOTEBOOK_DIAG_JSON);
	CHECK(!notebook_read(a, test_guarded(S("{\"cells\": 1}"), 0), &nb, &d));
	CHECK_INT(d.code, NOTEBOOK_DIAG_SHAPE);
	CHECK(!notebook_read(a, test_guarded(S("[]"), 0), &nb, &d));
	CHECK_INT(d.code, NOTEBOOK_DIAG_SHAPE);
	/* odd members are passed over */
	CHECK(notebook_read(
		a,
		test_guarded(S("{\"cells\": [1, {}, {\"cell_type\": \"code\"}, {\"cell_type\": 2}, "
			       "{\"cell_type\": \"code\", \"source\": [1, \"x\", {}]}]}"),
			     0),
		&nb, &d));
	CHECK_STR(nb.source, S("x\n\n"));
	CHECK_INT(notebook_place(&nb, 0).cell, 4);
}
