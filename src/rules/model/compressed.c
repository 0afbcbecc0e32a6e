/* Compressed files: .gz .bz2 .xz .lzma .zst .lz4 .z, by content. What is inside is recognised as a
 * file of its own; what a decompressor leaves behind or passes over is looked at as well. joblib
 * writes zlib, gzip, bz2, lzma, xz and lz4 under any name, and before 0.10 a header of its own
 * ("ZF").
 */
#include "engine/model.h"
#include "engine/rule.h"
#include "pack/codec.h"
#include "rules/model/unpack.h"

static const char *const suffixes[] = {".gz",  ".gzip", ".bz2", ".xz", ".lzma",
				       ".zst", ".zstd", ".lz4", ".z",  ".zlib"};

static size_t suffix_of(str name)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		str s = str_of(suffixes[i]);
		if (name.n > s.n && str_eq_nocase(str_slice(name, name.n - s.n, name.n), s))
			return s.n;
	}
	return 0;
}

/* "m.pkl.gz" holds "m.pkl", "a.tgz" "a.tar"; joblib's files keep their name. */
static str inner_name(struct model *m)
{
	static const char *const tars[] = {".tgz", ".tbz", ".tbz2", ".txz", ".tlz", ".tzst"};
	size_t cut = suffix_of(m->name);

	for (size_t i = 0; i < sizeof(tars) / sizeof(tars[0]); i++) {
		str s = str_of(tars[i]);
		if (m->name.n > s.n &&
		    str_eq_nocase(str_slice(m->name, m->name.n - s.n, m->name.n), s))
			return arena_printf(m->arena, "%.*s.tar",
					    STR_ARG(str_slice(m->name, 0, m->name.n - s.n)));
	}
	/* joblib before 0.10 wrote the bytes of arrays so, without NumPy's header. */
	if (m->name.n == 0 || str_ends(m->name, S(".npy.z")))
		return S("content");
	return str_slice(m->name, 0, m->name.n - cut);
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	uint64_t length;

	(void)s;
	if (codec_zfile(p->head, &length) > 0 || codec_detect(p->head) != CODEC_NONE)
		return 90;
	return suffix_of(p->name) > 0 ? 20 : 0;
}

static const char *ended(enum codec_end end)
{
	return end == CODEC_CUT ? "is cut short" : "is broken";
}

/* What follows the compressed data: zero bytes are padding. */
static void look_behind(struct model *m, const struct unpack *u, uint64_t start)
{
	uint64_t at = start + u->taken;
	struct blob rest = blob_slice(m->blob, at, m->blob.size);

	if (rest.size == 0 || unpack_all_zero(m, rest))
		return;
	model_finding(m, "MD102", at, S("behind"),
		      "%llu bytes follow the %s data that ends at offset %llu",
		      (unsigned long long)rest.size, codec_name(u->kind), (unsigned long long)at);
	model_inside(m, S("(behind the compressed data)"), rest);
}

static void look_skipped(struct model *m, struct blob frame, uint64_t at)
{
	if (frame.size == 0 || !model_recognised(m, frame))
		return;
	model_finding(m, "MD102", at, S("skipped"),
		      "a part that decompressors pass over holds a model or a program");
	model_inside(m, S("(skipped by decompressors)"), frame);
}

/* RFC 1952, 2.3: an extra field that is something by itself. */
static void look_gzip_header(struct model *m)
{
	uint8_t head[12];

	if (!blob_copy(m->blob, 0, head, sizeof(head)) || head[0] != 0x1f || (head[3] & 4) == 0)
		return;
	look_skipped(m, blob_slice(m->blob, 12, 12 + (uint64_t)(head[10] | head[11] << 8)), 12);
}

static void scan(struct model *m)
{
	struct unpack u = {.from = m->blob};
	str head = blob_get(m->blob, m->arena, 0, PEEK_HEAD);
	uint64_t length = 0, start = codec_zfile(head, &length);

	u.kind = start > 0 ? CODEC_ZLIB : codec_detect(head);
	if (u.kind == CODEC_NONE) {
		struct finding *f = model_finding(
			m, "MD103", 0, (str){NULL, 0},
			"the name says that this is compressed, but its content is not");
		if (m->outer != NULL)
			f->severity = INFO;
		return;
	}
	model_property(m, "format", str_of(codec_name(u.kind)));
	u.from = blob_slice(m->blob, start, m->blob.size);
	unpack_inside(m, inner_name(m), &u);
	if (u.end == CODEC_CUT || u.end == CODEC_BROKEN)
		model_finding(m, "MD100", start + u.taken, (str){NULL, 0},
			      "the %s data %s after %llu bytes of content: %s", codec_name(u.kind),
			      ended(u.end), (unsigned long long)u.made, u.error);
	if (u.end == CODEC_DONE && start > 0 && length != u.made)
		model_finding(m, "MD100", 2, S("length"),
			      "the header promises %llu bytes of content, there are %llu",
			      (unsigned long long)length, (unsigned long long)u.made);
	if (u.end == CODEC_DONE)
		look_behind(m, &u, start);
	for (unsigned i = 0; i < u.skipped_count; i++) {
		struct codec_range r = u.skipped[i];
		look_skipped(m, blob_slice(u.from, r.at, r.at + r.size), start + r.at);
	}
	if (u.kind == CODEC_GZIP)
		look_gzip_header(m);
}

const struct format format_compressed = {
	.name = "compressed",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
};

const struct rule rules_compressed[] = {
	{
		.id = "MD100",
		.name = "compressed_data_broken",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Compressed data is cut short or broken",
		.why = "A loader that reads as it goes runs what comes before the break, while "
		       "scanners that want the whole file give up.",
		.fix = "Get the file again from its source and compare its digest.",
		.bad = "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xcbH",
		.good = "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xcbH\\xcd\\xc9\\xc9"
			"\\x07\\x00\\x86\\xa6\\x106\\x05\\x00\\x00\\x00",
		.lang = "bytes:note.txt.gz",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD101",
		.name = "decompression_bomb",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {409},
		.title = "A little compressed data becomes a great deal",
		.why = "Whoever loads it runs out of memory or disk. Honest data of such a ratio "
		       "is "
		       "an array or tensors of zeros whose header says its size; this is not.",
		.fix = "Do not decompress it. Ask its source for the data in an uncompressed form.",
		.tags = "OWASP-ML06 OWASP-LLM10",
	},
	{
		.id = "MD102",
		.name = "data_beside_compressed_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {506, 20},
		.title = "Something lies where decompressors do not look",
		.why = "Bytes behind the end of compressed data, or in parts that decompressors "
		       "pass "
		       "over, are invisible to whoever looks at the content, and can be read by "
		       "whoever knows that they are there.",
		.fix = "Compress the content anew; find out who added the rest.",
		.bad = "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xcbH\\xcd\\xc9\\xc9\\x0"
		       "7"
		       "\\x00\\x86\\xa6\\x106\\x05\\x00\\x00\\x00#!/bin/sh\\n",
		.good = "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xcbH\\xcd\\xc9\\xc9"
			"\\x07\\x00\\x86\\xa6\\x106\\x05\\x00\\x00\\x00\\x00\\x00",
		.lang = "bytes:note.txt.gz",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD103",
		.name = "not_compressed",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "A file named as compressed is not",
		.why = "What the name says and what a loader finds differ; what it is instead is "
		       "not "
		       "known to assay.",
		.fix = "Name the file after what it is, or get it again from its source.",
		.bad = "this is a text and nothing else",
		.good = "\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xcbH\\xcd\\xc9\\xc9"
			"\\x07\\x00\\x86\\xa6\\x106\\x05\\x00\\x00\\x00",
		.lang = "bytes:note.txt.gz",
		.tags = "OWASP-ML06",
	},
	{0},
};
