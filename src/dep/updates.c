/* What keeps dependencies up to date by itself: Dependabot's configuration (GitHub's documentation,
 * "Dependabot options reference") says for which ecosystems and folders; Renovate finds them all,
 * so its file only has to be there. */
#include "dep/formats.h"
#include "dep/reader.h"
#include "text/yaml.h"

static bool is_dependabot(str path, str head)
{
	(void)head;
	return str_eq(path, S(".github/dependabot.yml")) ||
	       str_eq(path, S(".github/dependabot.yaml")) ||
	       str_ends(path, S("/.github/dependabot.yml")) ||
	       str_ends(path, S("/.github/dependabot.yaml"));
}

static bool is_renovate(str path, str head)
{
	(void)head;
	return str_in(
		str_after_last(path, '/'),
		"renovate.json renovate.json5 .renovaterc .renovaterc.json .renovaterc.json5");
}

static void add(struct reader *r, uint32_t *room, str ecosystem, str folder, size_t offset)
{
	struct dep_file *f = r->out;
	struct dep_update *u;
	uint32_t column;

	f->updates = GROW(r->arena, f->updates, f->update_count, room);
	u = &f->updates[f->update_count++];
	*u = (struct dep_update){.ecosystem = ecosystem, .folder = folder};
	reader_place(r, offset, &u->line, &column);
}

static void read_entry(struct reader *r, uint32_t *room, const struct tree *entry)
{
	const struct tree *what = tree_get(entry, S("package-ecosystem"));
	const struct tree *one = tree_get(entry, S("directory"));
	const struct tree *many = tree_get(entry, S("directories"));

	if (!tree_is(what, TREE_STRING)) {
		reader_problem(r, entry->start, false, "expected an entry with package-ecosystem");
		return;
	}
	if (tree_is(one, TREE_STRING))
		add(r, room, what->text, one->text, entry->start);
	for (const struct tree *c = tree_is(many, TREE_ARRAY) ? many->first : NULL; c != NULL;
	     c = c->next)
		if (tree_is(c, TREE_STRING))
			add(r, room, what->text, c->text, c->start);
}

static void read_dependabot(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	const struct tree *root, *updates;
	struct diag d = {0};
	uint32_t room = 0;

	if (!yaml_parse(a, r.bytes, &root, &d))
		reader_problem(&r, d.offset, false, "expected YAML: %s", d.msg);
	updates = tree_get(yaml_document(root), S("updates"));
	for (const struct tree *c = tree_is(updates, TREE_ARRAY) ? updates->first : NULL; c != NULL;
	     c = c->next)
		read_entry(&r, &room, c);
}

static void read_renovate(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	uint32_t room = 0;

	add(&r, &room, S("*"), S("**"), 0);
}

const struct dep_format dep_dependabot = {
	.name = "dependabot", .knows = is_dependabot, .read = read_dependabot};
const struct dep_format dep_renovate = {
	.name = "renovate", .knows = is_renovate, .read = read_renovate};
