/* A model card: README.md that begins with YAML between two lines `---`, as the Hugging Face hub
 * reads it. Says what the model beside it is for the bill of materials: licence, datasets, the
 * models it was made from. Reports nothing itself; a card that cannot be read says nothing. */
#include "engine/model.h"
#include "text/yaml.h"

#define CARD_MOST ((size_t)64 << 10) /* of front matter; long ones have lists of languages */

/* Keys that only cards of models have. */
static bool is_card(str head)
{
	static const char *const keys[] = {"\nlicense:",      "\ndatasets:",	 "\nbase_model:",
					   "\nlibrary_name:", "\npipeline_tag:", "\nmodel-index:"};

	for (size_t i = 0; i < COUNTOF(keys); i++) {
		if (str_find(head, str_of(keys[i])) != STR_NONE)
			return true;
	}
	return false;
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	bool front = str_starts(p->head, S("---\n")) || str_starts(p->head, S("---\r\n"));

	return front && str_eq_nocase(p->name, S("README.md")) && is_card(p->head) ? 60 : 0;
}

/* The value of a key, or every value of a list. */
static void say(struct model *m, const struct tree *card, const char *key, const char *property)
{
	const struct tree *t = tree_get(card, str_of(key));

	if (t == NULL || t->kind == TREE_TABLE)
		return;
	if (t->kind != TREE_ARRAY) {
		if (t->kind != TREE_NULL)
			model_property(m, property, t->text);
		return;
	}
	for (t = t->first; t != NULL; t = t->next) {
		if (t->kind != TREE_ARRAY && t->kind != TREE_TABLE && t->kind != TREE_NULL)
			model_property(m, property, t->text);
	}
}

static str front_matter(struct model *m)
{
	str text = blob_get(m->blob, m->arena, 0, CARD_MOST);

	str_cut(&text, '\n');
	for (str rest = text; rest.p != NULL;) {
		size_t at = text.n - rest.n;
		str line = str_cut(&rest, '\n');
		if (str_eq(str_trim(line), S("---")))
			return str_slice(text, 0, at);
	}
	return (str){NULL, 0};
}

static void read_card(struct model *m)
{
	const struct tree *stream, *card;
	str text = front_matter(m);
	struct diag d;

	if (text.n == 0 || !yaml_parse(m->arena, text, &stream, &d))
		return;
	card = yaml_document(stream);
	if (!tree_is(card, TREE_TABLE))
		return;
	/* "other" means: see the name. */
	say(m, card, tree_get(card, S("license_name")) ? "license_name" : "license", "license");
	say(m, card, "datasets", "dataset");
	say(m, card, "base_model", "base_model");
	say(m, card, "library_name", "framework");
	say(m, card, "pipeline_tag", "task");
	say(m, card, "model_name", "name");
	say(m, card, "license_link", "license_link");
}

const struct format format_model_card = {
	.name = "model_card",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = read_card,
};
