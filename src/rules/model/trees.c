/* Models of boosted trees in the libraries' own formats: XGBoost (UBJSON, and the binary format of
 * versions before 2), LightGBM (text), CatBoost (CBM1). None runs code; their readers are C++ that
 * trusts counts and indices, so these are checked. XGBoost's JSON is for the configurations. */
#include "base/cur.h"
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/flatbuffer.h"
#include "model/ubjson.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 ATLAS-AML.T0010"

static void malformed(struct model *m, uint64_t at, const char *library, const char *msg)
{
	model_finding(m, "MD440", at, str_of(msg), "a model of %s that is cut short or damaged: %s",
		      library, msg);
}

/* ---- XGBoost ---- */

static bool is_ubjson(str head)
{
	str key = ubjson_first_key(head);

	return str_in(key, "learner version Config Model");
}

/* LearnerModelParam is 136 bytes; then the names of the objective and of the booster. */
static bool is_old_binary(str head)
{
	struct cur c = cur_of(head);
	uint64_t n;
	str objective, booster;

	if (str_starts(head, S("binf")))
		cur_skip(&c, 4);
	cur_skip(&c, 136);
	n = cur_u64le(&c);
	if (c.bad || n == 0 || n > 64)
		return false;
	objective = cur_bytes(&c, (size_t)n);
	n = cur_u64le(&c);
	if (c.bad || n > 16)
		return false;
	booster = cur_bytes(&c, (size_t)n);
	return !c.bad && str_find_byte(objective, ':') != STR_NONE &&
	       str_in(booster, "gbtree gblinear dart");
}

static void check_ubjson(struct model *m)
{
	struct ubjson_diag d;
	uint64_t end;

	if (!ubjson_read(stream_of(m->arena, m->blob), &end, &d)) {
		malformed(m, d.offset, "XGBoost", d.msg);
		return;
	}
	if (end < m->blob.size) {
		malformed(m, end, "XGBoost", "bytes behind the end of the model");
		model_inside_quiet(m, S("(behind the model)"),
				   blob_slice(m->blob, end, m->blob.size));
	}
}

/* ---- LightGBM ---- */

struct lightgbm {
	struct model *m;
	struct stream *s;
	int64_t max_feature, leaves; /* of the tree at hand */
	bool in_tree;
	const char *wrong;
	uint64_t at;
};

static void wrong(struct lightgbm *x, const char *msg)
{
	if (x->wrong == NULL) {
		x->wrong = msg;
		x->at = stream_at(x->s);
	}
}

/* The numbers after `key=` to the line's end: each in [low, high], and how many there must be (-1:
 * any number). */
static void read_numbers(struct lightgbm *x, int64_t low, int64_t high, int64_t want)
{
	int64_t count = 0;
	int c = ' ';

	while (c >= 0 && c != '\n') {
		int64_t v = 0;
		bool minus = false, digits = false;
		c = stream_byte(x->s);
		if (c == '-') {
			minus = true;
			c = stream_byte(x->s);
		}
		for (; c >= '0' && c <= '9'; c = stream_byte(x->s)) {
			digits = true;
			v = v < INT64_MAX / 20 ? v * 10 + (c - '0') : INT64_MAX / 2;
		}
		if (!digits)
			continue;
		count++;
		if (minus)
			v = -v;
		if (v < low || v > high)
			wrong(x, "an index or count out of range");
	}
	if (want >= 0 && count != want)
		wrong(x, "more or fewer numbers than the tree has nodes");
}

static int64_t read_number(struct lightgbm *x)
{
	int64_t v = 0;
	int c = stream_byte(x->s);
	bool minus = c == '-';

	if (minus)
		c = stream_byte(x->s);
	for (; c >= '0' && c <= '9'; c = stream_byte(x->s))
		v = v < INT64_MAX / 20 ? v * 10 + (c - '0') : INT64_MAX / 2;
	while (c >= 0 && c != '\n')
		c = stream_byte(x->s);
	return minus ? -v : v;
}

static void skip_line(struct lightgbm *x)
{
	while (stream_ready(x->s))
		if (stream_byte(x->s) == '\n')
			return;
}

static void tree_line(struct lightgbm *x, str key)
{
	int64_t nodes = x->leaves - 1;

	if (str_eq(key, S("num_leaves"))) {
		x->leaves = read_number(x);
		if (x->leaves < 1 || x->leaves > 1 << 28)
			wrong(x, "a tree of an impossible number of leaves");
	} else if (str_eq(key, S("split_feature"))) {
		read_numbers(x, 0, x->max_feature, nodes);
	} else if (str_eq(key, S("left_child")) || str_eq(key, S("right_child"))) {
		read_numbers(x, -x->leaves, nodes - 1, nodes);
	} else {
		skip_line(x);
	}
}

static void header_line(struct lightgbm *x, str key)
{
	if (str_eq(key, S("max_feature_idx"))) {
		x->max_feature = read_number(x);
		if (x->max_feature < 0 || x->max_feature > INT32_MAX)
			wrong(x, "an impossible number of features");
	} else if (str_in(key, "num_class num_tree_per_iteration")) {
		int64_t n = read_number(x);
		if (n < 1 || n > 1000000)
			wrong(x, "an impossible number of classes");
	} else {
		skip_line(x);
	}
}

static void check_lightgbm(struct model *m)
{
	struct lightgbm x = {.m = m, .s = stream_of(m->arena, m->blob), .leaves = 1};
	uint8_t key[32];
	bool ended = false;

	while (stream_ready(x.s)) {
		size_t n = 0;
		int c = stream_byte(x.s);
		str name;
		for (; c >= 0 && c != '=' && c != '\n'; c = stream_byte(x.s))
			if (n < sizeof(key))
				key[n++] = (uint8_t)c;
		name = (str){key, n};
		ended |= str_starts(name, S("end of trees")) ||
			 str_starts(name, S("feature importances")) ||
			 str_starts(name, S("feature_importances"));
		if (c != '=')
			continue;
		if (str_eq(name, S("Tree")))
			x.in_tree = true;
		if (ended || str_eq(name, S("Tree")))
			skip_line(&x);
		else if (x.in_tree)
			tree_line(&x, name);
		else
			header_line(&x, name);
	}
	if (x.wrong != NULL)
		malformed(m, x.at, "LightGBM", x.wrong);
	else if (!ended)
		malformed(m, m->blob.size, "LightGBM", "it ends before the trees do");
}

/* ---- CatBoost ---- */

/* "CBM1", the size of a FlatBuffer, the FlatBuffer (TModelCore), and parts that it names. */
static void check_catboost(struct model *m)
{
	uint8_t head[8];
	uint64_t size;
	struct fb f;
	struct fb_table core, entry;
	struct fb_vector list;

	if (!blob_copy(m->blob, 0, head, 8)) {
		malformed(m, 0, "CatBoost", "it ends inside its header");
		return;
	}
	size = (uint64_t)head[4] | (uint64_t)head[5] << 8 | (uint64_t)head[6] << 16 |
	       (uint64_t)head[7] << 24;
	if (size > m->blob.size - 8) {
		malformed(m, 4, "CatBoost", "its core is longer than the file");
		return;
	}
	f = fb_of(m->arena, blob_slice(m->blob, 8, 8 + size));
	core = fb_root(&f);
	(void)fb_child(&f, core, 1);
	list = fb_list(&f, core, 2, 4);
	for (uint32_t i = 0; i < list.count && f.fuel > 0; i++) {
		uint8_t room[64];
		entry = fb_item(&f, list, i);
		(void)fb_text(&f, entry, 0, room, sizeof(room));
		(void)fb_text(&f, entry, 1, room, sizeof(room));
	}
	list = fb_list(&f, core, 3, 4);
	if (f.diag.code != FB_DIAG_NONE) {
		malformed(m, 8 + f.diag.offset, "CatBoost", f.diag.msg);
	} else if (list.count == 0 && 8 + size < m->blob.size) {
		malformed(m, 8 + size, "CatBoost", "bytes behind the end of the model");
		model_inside_quiet(m, S("(behind the model)"),
				   blob_slice(m->blob, 8 + size, m->blob.size));
	}
}

/* ---- The formats ---- */

enum library { NONE, XGBOOST, XGBOOST_OLD, LIGHTGBM, CATBOOST };

static enum library library_of(str head)
{
	if (str_starts(head, S("CBM1")))
		return CATBOOST;
	if (str_starts(head, S("tree\nversion=v")) || str_starts(head, S("tree\r\nversion=v")))
		return LIGHTGBM;
	if (is_ubjson(head))
		return XGBOOST;
	return is_old_binary(head) ? XGBOOST_OLD : NONE;
}

static void check_trees(struct model *m)
{
	switch (library_of(blob_get(m->blob, m->arena, 0, 512))) {
	case XGBOOST:
		model_property(m, "format", S("xgboost"));
		check_ubjson(m);
		break;
	case XGBOOST_OLD:
		model_property(m, "format", S("xgboost"));
		break;
	case LIGHTGBM:
		model_property(m, "format", S("lightgbm"));
		check_lightgbm(m);
		break;
	case CATBOOST:
		model_property(m, "format", S("catboost"));
		check_catboost(m);
		break;
	case NONE:
		if (!graph_lfs_pointer(m))
			model_finding(m, "MD441", 0, (str){NULL, 0},
				      "named %.*s, but the content is no such model",
				      STR_ARG(graph_show(m, m->name)));
		break;
	}
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (library_of(str_slice(p->head, 0, 512)) != NONE)
		return 80;
	return str_ends(p->name, S(".ubj")) || str_ends(p->name, S(".cbm")) ? 35 : 0;
}

const struct format format_trees = {
	.name = "trees",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_trees,
};

const struct rule rules_trees[] = {
	{
		.id = "MD440",
		.name = "trees_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 125},
		.tags = TAGS,
		.title = "A model of boosted trees that is damaged",
		.why = "The libraries' readers trust counts and indices, and read or write where "
		       "they point.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.ubj",
		.bad = "{U\\x07learner{U\\x01xL\\x00",
		.good = "{U\\x07learner{U\\x01xi\\x00}}",
	},
	{
		.id = "MD441",
		.name = "not_trees",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as XGBoost's or CatBoost's, but no such model",
		.why = "A name that promises one format makes people and programs trust whatever "
		       "is "
		       "inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "bytes:model.ubj",
		.bad = "no model",
		.good = "{U\\x07learner{U\\x01xi\\x00}}",
	},
	{0},
};
