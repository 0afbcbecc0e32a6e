/* Pictures, sounds and documents: no models, but places where one is hidden, behind the end that a
 * viewer sees or anywhere when the structure is only a pretence. */
#include "engine/model.h"
#include "engine/rule.h"
#include "model/media.h"
#include "rules/model/pickle.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	(void)s;
	return media_recognise(p->head) != MEDIA_NONE && !p->quiet ? 60 : 0;
}

static void scan(struct model *m)
{
	enum media kind = media_recognise(blob_get(m->blob, m->arena, 0, 16));
	uint64_t end = 0;

	if (!media_end(stream_of(m->arena, m->blob), kind, &end)) {
		(void)pickle_search(m, 0, m->blob.size, "in a file that only begins as a picture");
		return;
	}
	if (end == m->blob.size)
		return;
	model_inside(m, S("(behind the end)"), blob_slice(m->blob, end, m->blob.size));
	(void)pickle_search(m, end, m->blob.size, "behind the end of a picture or document");
}

const struct format format_media = {
	.name = "media",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
	.is_no_model = true,
};
