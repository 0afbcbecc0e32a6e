/* What a format of the models layer sees: one thing that may be a model (a file, or something
 * inside one), and what it may ask and say about it. A format is one file of rules/model/ that ends
 * in `const struct format format_NAME`, next to the rules (MD###) that it reports; it reads with
 * the parsers of src/model and src/pack.
 *
 * Every format whose `recognise` is sure by content (>= SURE_BY_CONTENT) scans the thing, since a
 * file may be several at once; when none is, the one surest by name does, and says if the content
 * does not fit. Contents inside (members, streams, bytes objects) go back through model_inside and
 * are recognised in the same way. */
#ifndef ENGINE_MODEL_H
#define ENGINE_MODEL_H

#include "base/replay.h"
#include "engine/format.h"

#define MODEL_NOWHERE UINT64_MAX /* an offset that means nothing */

struct model {
	struct scan *scan;
	const struct model *outer; /* what it lies in; NULL for the file itself */
	struct blob blob;
	str member; /* its path inside the file ("a/data.pkl", "in.zip!a/data.pkl"); empty for the
		       file itself */
	str name;   /* last part of its name: a hint, nothing more */
	unsigned depth;
	struct arena *arena; /* scratch, given back when this thing is done */
	bool shared;	     /* another format of models is sure of these bytes as well */
	bool quiet_name;     /* its name promises nothing (tensor data inside a torch archive): only
				what     the content shows beyond doubt counts */
	bool is_model;	     /* a container sets it when its members say that it is a model (torch,
				Keras, npz), whatever it is called: programs do not belong into it */
};

/* A finding about m. `offset` in m's bytes, or MODEL_NOWHERE. `what` identifies it among others of
 * its rule in m ("os.system", a member's name, a key): part of the fingerprint; may be empty. The
 * caller may change severity and confidence of what is returned (never NULL). */
struct finding *model_finding(struct model *m, const char *id, uint64_t offset, str what,
			      const char *fmt, ...) PRINTF_LIKE(5, 6);

/* Recognises and scans something inside m. `member` is its path as the container says it (not
 * trusted, only shown). Bounded in depth (LIMIT_MODEL_DEPTH): deeper is AS004. */
void model_inside(struct model *m, str member, struct blob blob);
/* The same for bytes whose name means nothing: quiet_name. */
void model_inside_quiet(struct model *m, str member, struct blob blob);
/* The same for a stream of unknown length (compressed data): kept in memory when it is small, read
 * again from its beginning where a format seeks when it is not. `open` opens the stream anew, in
 * the arena it is given (NULL: it cannot); it is called at least once. */
typedef replay_open_fn model_open_fn;
/* Returns why the stream ended before its end (struct stream.error), or NULL; *size is how many
 * bytes it gave. */
const char *model_inside_stream(struct model *m, str member, model_open_fn *open, void *ctx,
				uint64_t *size);
/* What a stream gives as bytes that can be read anywhere, for containers that pack several members
 * into one stream. In m->arena; valid until the next call of this or of model_inside_stream for m.
 * False: it cannot be opened (*error says so) or fuel is out. *error as model_inside_stream's. */
MUST_CHECK bool model_unpacked(struct model *m, model_open_fn *open, void *ctx, struct blob *out,
			       const char **error);
/* "its bytes cannot be read": AS003. */
void model_unreadable(struct model *m);
/* Python source inside m: checked with the code layer's rules. */
void model_code(struct model *m, str member, str source);

/* All of m's bytes, in m->arena; false when they are more than `most`, or unreadable: a finding has
 * been made then. */
MUST_CHECK bool model_bytes(struct model *m, size_t most, str *out);

/* Fuel: `bytes` more were decompressed or looked through. False when the file has used up what it
 * may (LIMIT_MODEL_FUEL); that is reported once, as AS004. */
MUST_CHECK bool model_spend(struct model *m, uint64_t bytes);

/* For the bill of materials; kept for the file as a whole. Keys: "format" (set it first, once a
 * format is sure: "pickle", "safetensors", ...), "license", "author", "name", "version",
 * "architecture", "dataset", "base_model", "source", "framework", "tensors", "parameters". */
void model_property(struct model *m, const char *key, str value);

/* The configuration m has code beside it loaded with the model (Hugging Face's auto_map). */
void model_custom_code(struct model *m);

/* m is the configuration of a model: files that frameworks load by name beside it count. */
void model_configured(struct model *m);

/* m holds pickled data (or anything else that runs code when loaded): asked by the approval policy.
 */
void model_unsafe_format(struct model *m);

/* Does a format recognise these bytes by content, and is it one that can hold code? For places
 * where something may be hidden (trailing data, gaps). */
bool model_recognised(struct model *m, struct blob blob);

#endif
