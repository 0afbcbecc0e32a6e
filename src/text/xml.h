/* XML 1.0 as events over a stream; the only place that sees expat. Entities are never followed: not
 * external ones, not those of a DTD; internal ones in attributes are, because expat cannot leave
 * them out, within bounds (LIMIT_XML_*). Names are as written, with their prefix. */
#ifndef TEXT_XML_H
#define TEXT_XML_H

#include "base/stream.h"

enum xml_code {
	XML_DIAG_NONE,
	XML_DIAG_SYNTAX,   /* not well-formed; msg is expat's */
	XML_DIAG_ENTITY,   /* an entity that is unknown, external or calls itself where it counts */
	XML_DIAG_LAUGHS,   /* entities that grow beyond reason */
	XML_DIAG_ENCODING, /* an encoding that is not read here */
	XML_DIAG_DEPTH,	   /* elements nested beyond LIMIT_XML_DEPTH */
	XML_DIAG_SIZE,	   /* more bytes than LIMIT_XML_BYTES */
	XML_DIAG_READ,	   /* the stream broke off */
};

struct xml_diag {
	enum xml_code code;
	uint64_t offset;
	const char *msg;
};

struct xml_attribute {
	str name, value;
};

/* Every hook may be NULL. Strings are valid during the call. */
struct xml_handler {
	void *ctx;
	/* False: nothing more is wanted (no error). */
	bool (*start)(void *ctx, str name, const struct xml_attribute *attributes, unsigned count,
		      uint64_t at);
	void (*end)(void *ctx, str name);
	void (*text)(void *ctx, str text); /* in pieces of any size */
	void (*doctype)(void *ctx, str system_id, uint64_t at);
	void (*entity)(void *ctx, str name, str value, str system_id, uint64_t at);
	void (*instruction)(void *ctx, str target, uint64_t at);
};

/* False: d says why. */
bool xml_read(struct arena *a, struct stream *s, const struct xml_handler *h, struct xml_diag *d);

/* The name of the outermost element, if it begins within `head`; empty otherwise. A byte order
 * mark, comments, instructions and a DOCTYPE may precede it. */
PURE str xml_root_name(str head);

#endif
