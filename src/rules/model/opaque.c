/* What no format knows: binary data in which a pickle may lie behind a prefix of any kind, to be
 * loaded from an offset. Text is not searched: nothing loads a model out of a text by an offset,
 * and texts speak about pickles. */
#include "engine/model.h"
#include "rules/model/pickle.h"

static bool is_text(str head)
{
	for (size_t i = 0; i < head.n;) {
		unsigned n = str_utf8_len(str_slice(head, i, head.n));
		if (head.p[i] < ' ' && (head.p[i] < 8 || head.p[i] > 13) && head.p[i] != 27)
			return false;
		if (n == 0 && head.n - i >= 4)
			return false;
		i += n ? n : 1;
	}
	return true;
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	(void)s;
	return !p->quiet && !is_text(p->head) ? 1 : 0;
}

static void scan(struct model *m)
{
	(void)pickle_search(m, 0, m->blob.size, "in data of an unknown kind");
}

const struct format format_opaque = {
	.name = "opaque",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
	.is_no_model = true,
};
