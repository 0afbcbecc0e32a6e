/* Files that pin versions and revisions: no findings, only facts for joining. One that is broken
 * says less; the layer that judges such files is another. */
#include "engine/format.h"

#include "dep/pins.h"

static unsigned recognise(const struct settings *s, str path, str bytes)
{
	(void)bytes;
	return !s->compat && pins_known(path) ? 90 : 0;
}

static void scan_pins(struct scan *s)
{
	str *facts;
	bool ok;
	size_t n = pins_read(s->arena, s->path, s->bytes, &facts, &ok);

	s->out->facts = facts;
	s->out->fact_count = (uint32_t)n;
	s->out->layers = 0; /* read, not checked */
}

const struct format format_pins = {
	.name = "pins",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_pins,
};
