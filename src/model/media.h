/* Where pictures and documents end. What follows their end is shown by no viewer, and is where a
 * payload hides that a loader is later pointed at by an offset.
 *
 * Sources: PNG (ISO/IEC 15948, 5.3), JPEG (ITU-T T.81, annex B), GIF89a, RIFF (WAV, WebP), PDF
 * (ISO 32000-1, 7.5.5). */
#ifndef MODEL_MEDIA_H
#define MODEL_MEDIA_H

#include "base/stream.h"

enum media {
	MEDIA_NONE,
	MEDIA_PNG,
	MEDIA_JPEG,
	MEDIA_GIF,
	MEDIA_RIFF,
	MEDIA_PDF,
};

/* By the first bytes. */
enum media media_recognise(str head);
const char *media_name(enum media kind); /* "PNG" */

/* The offset behind the content's last byte. False: the structure breaks off or makes no sense, and
 * *end is where. Reads the stream once, from its beginning; jumps where sizes allow it. */
MUST_CHECK bool media_end(struct stream *s, enum media kind, uint64_t *end);

#endif
