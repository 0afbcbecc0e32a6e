#include "dep/osv.h"

#include "base/limits.h"

enum { WITHDRAWN = 1, MALICIOUS = 2 };

static void put_affected(struct buf *out, const struct osv_affected *a)
{
	buf_field(out, a->package);
	buf_u32(out, a->affected.range_count);
	for (uint32_t i = 0; i < a->affected.range_count; i++) {
		const struct affected_range *r = &a->affected.ranges[i];
		buf_u32(out, r->event_count);
		for (uint32_t k = 0; k < r->event_count; k++) {
			buf_u8(out, (uint8_t)r->events[k].kind);
			buf_field(out, r->events[k].version);
		}
	}
	buf_u32(out, a->affected.version_count);
	for (uint32_t i = 0; i < a->affected.version_count; i++)
		buf_field(out, a->affected.versions[i]);
}

void osv_put(struct buf *out, const struct osv_record *r)
{
	buf_field(out, r->id);
	buf_field(out, r->modified);
	buf_u8(out, (uint8_t)(r->withdrawn * WITHDRAWN | r->malicious * MALICIOUS));
	buf_u8(out, r->cvss);
	buf_field(out, r->vector);
	buf_field(out, r->summary);
	buf_field(out, r->published);
	buf_u32(out, r->alias_count);
	for (uint32_t i = 0; i < r->alias_count; i++)
		buf_field(out, r->aliases[i]);
	buf_u32(out, r->unversioned);
	buf_u32(out, r->affected_count);
	for (uint32_t i = 0; i < r->affected_count; i++)
		put_affected(out, &r->affected[i]);
}

static const str *get_list(struct arena *a, struct cur *c, uint32_t *count)
{
	str *list;

	*count = cur_count(c, 4);
	list = NEW(a, str, *count);
	for (uint32_t i = 0; i < *count; i++)
		list[i] = cur_field(c);
	return list;
}

static void get_range(struct arena *a, struct cur *c, struct affected_range *r)
{
	struct affected_event *events;

	r->event_count = cur_count(c, 5);
	events = NEW(a, struct affected_event, r->event_count);
	for (uint32_t i = 0; i < r->event_count; i++) {
		uint8_t kind = cur_u8(c);
		c->bad |= kind > EVENT_LIMIT;
		events[i].kind = (enum event_kind)kind;
		events[i].version = cur_field(c);
	}
	r->events = events;
}

static void get_affected(struct arena *a, struct cur *c, struct osv_affected *out)
{
	struct affected_range *ranges;

	out->package = cur_field(c);
	out->affected.range_count = cur_count(c, 4);
	ranges = NEW(a, struct affected_range, out->affected.range_count);
	for (uint32_t i = 0; i < out->affected.range_count; i++)
		get_range(a, c, &ranges[i]);
	out->affected.ranges = ranges;
	out->affected.versions = get_list(a, c, &out->affected.version_count);
}

bool osv_get(struct arena *a, struct cur *c, struct osv_record *out)
{
	uint8_t flags;

	*out = (struct osv_record){.id = cur_field(c)};
	out->modified = cur_field(c);
	flags = cur_u8(c);
	out->withdrawn = flags & WITHDRAWN;
	out->malicious = flags & MALICIOUS;
	out->cvss = cur_u8(c);
	out->vector = cur_field(c);
	out->summary = cur_field(c);
	out->published = cur_field(c);
	out->aliases = get_list(a, c, &out->alias_count);
	out->unversioned = cur_u32le(c);
	out->affected_count = cur_count(c, 12);
	out->affected = NEW(a, struct osv_affected, out->affected_count);
	for (uint32_t i = 0; i < out->affected_count; i++)
		get_affected(a, c, &out->affected[i]);
	if (flags > (WITHDRAWN | MALICIOUS) || (out->cvss > 100 && out->cvss != CVSS_UNKNOWN))
		c->bad = true;
	return !c->bad && out->id.n > 0 && out->id.n <= LIMIT_ADVISORY_ID;
}
