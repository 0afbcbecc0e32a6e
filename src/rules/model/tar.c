/* tar archives: NeMo (.nemo), old torch files, data sets, and what comes out of .tar.gz. Members
 * are recognised by content; torch's old format has members without suffix ("pickle", "storages").
 *
 * Out of a decompressor a tar is read once, in order: small members are copied, of large ones only
 * the first megabyte is kept, so that a format that begins at the beginning need not go back. */
#include "pack/tar.h"

#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "pack/path.h"
#include "repo/walk.h"
#include "rules/model/unpack.h"

#define SHOWN 20
#define COPIED (1 * MiB)

struct opened {
	struct model *m;
	struct tar *tar;
	uint8_t *room; /* COPIED bytes, for source code */
	unsigned shown;
};

static str shown(struct model *m, str name)
{
	return walk_escape(m->scan->arena, str_slice(name, 0, 200));
}

static void report(struct opened *o, const struct tar_member *t, const char *rule, const char *says)
{
	if (o->shown++ < SHOWN)
		model_finding(o->m, rule, t->at, t->name, "%.*s: %s", STR_ARG(shown(o->m, t->name)),
			      says);
}

static void check_link(struct opened *o, const struct tar_member *t)
{
	bool symbolic = t->type == TAR_SYMLINK;
	enum path_problem p = symbolic ? path_check_link(t->name, t->link) : path_check(t->link);

	if (p != PATH_FINE)
		model_finding(o->m, "MD122", t->at, t->name, "%.*s is a %s link to %.*s, which %s",
			      STR_ARG(shown(o->m, t->name)), symbolic ? "symbolic" : "hard",
			      STR_ARG(shown(o->m, t->link)), path_says(p));
}

static void check_kind(struct opened *o, const struct tar_member *t)
{
	struct finding *f;

	switch (t->type) {
	case TAR_HARD_LINK:
	case TAR_SYMLINK:
		check_link(o, t);
		break;
	case TAR_CHARACTER:
	case TAR_DEVICE:
	case TAR_FIFO:
		report(o, t, "MD123", "is a device or a pipe");
		break;
	case TAR_FILE:
		if ((t->mode & 06000) == 0)
			break;
		f = model_finding(o->m, "MD123", t->at, t->name,
				  "%.*s is to run with the rights of its owner (mode %o)",
				  STR_ARG(shown(o->m, t->name)), t->mode & 07777);
		f->severity = INFO;
		break;
	default: /* other letters are files */
		break;
	}
	if ((t->problems & TAR_SIZES) != 0)
		report(o, t, "MD126", "its two headers state different sizes");
	if ((t->problems & TAR_DATA) != 0)
		report(o, t, "MD126",
		       "a link, folder or device with data: some readers skip it, "
		       "others read a header there");
	if ((t->problems & TAR_PAX) != 0)
		report(o, t, "MD125", "its extended header is broken");
	if ((t->problems & TAR_CUT) != 0)
		report(o, t, "MD125", "its data is cut short");
	if ((t->problems & TAR_HIDDEN) != 0)
		report(o, t, "MD127",
		       "it lies where readers stop to look: behind the end of the "
		       "archive or a broken header");
}

/* ---- Contents ----------------------------------------------------------------------------- */

/* Code that comes with a model: beside it, or where SageMaker looks. (Elsewhere a tar archive is a
 * package of software, which is not what is asked.) */
static bool is_python(str name)
{
	if (str_starts(name, S("./")))
		name = str_slice(name, 2, name.n);
	return str_ends(name, S(".py")) &&
	       (str_find_byte(name, '/') == STR_NONE || str_starts(name, S("code/")));
}

static void look_inside(struct opened *o, str name, struct blob b)
{
	if (b.size > 0)
		model_inside(o->m, name, b);
}

static void look_at_content(struct opened *o, const struct tar_member *t)
{
	struct blob b = blob_slice(o->m->blob, t->data, t->data + t->size);
	str source;

	if (t->piece_count > 0)
		b = tar_sparse(o->m->arena, o->tar, t);
	if (is_python(t->name) && b.size < COPIED) {
		if (o->room == NULL)
			o->room = arena_raw(o->m->arena, COPIED, 64);
		source = (str){o->room, (size_t)b.size};
		if (blob_copy(b, 0, o->room, source.n))
			model_code(o->m, t->name, source);
		return;
	}
	look_inside(o, t->name, b);
	if ((t->problems & TAR_SIZES) != 0 && t->other_size > t->size)
		look_inside(o, t->name, blob_slice(o->m->blob, t->data, t->data + t->other_size));
}

static void look_at_junk(struct opened *o)
{
	struct tar *t = o->tar;
	uint64_t size = t->junk_end - t->junk;
	uint8_t magic[5];
	struct blob b;

	if (t->junk_end == 0)
		return;
	model_finding(o->m, "MD127", t->junk, S("junk"), "%llu bytes belong to no member",
		      (unsigned long long)size);
	/* What a broken header was to describe lies behind it. */
	b = blob_slice(o->m->blob, t->junk, t->junk_end);
	if (blob_copy(b, 257, magic, sizeof(magic)) && memcmp(magic, "ustar", 5) == 0)
		b = blob_slice(b, TAR_BLOCK, b.size);
	if (b.size < o->m->blob.size)
		look_inside(o, S("(between members)"), b);
	t->junk_end = 0;
}

static void scan(struct model *m)
{
	struct opened o = {.m = m};
	str head = blob_get(m->blob, m->arena, 0, TAR_BLOCK);
	struct tar_member t;
	bool posix, absolute;

	if (!tar_begins(head, &posix) && !posix) {
		model_finding(m, "MD124", 0, (str){NULL, 0},
			      "the name says that this is a tar archive, but its content is not");
		return;
	}
	model_property(m, "format", S("tar"));
	o.tar = tar_open(m->arena, m->blob);
	while (!m->scan->model_spent && tar_next(o.tar, &t)) {
		look_at_junk(&o);
		if (unpack_check_name(m, t.name, t.at, &absolute) == NULL &&
		    !str_eq(t.name, t.header_name))
			(void)unpack_check_name(m, t.header_name, t.at, &absolute);
		check_kind(&o, &t);
		look_at_content(&o, &t);
	}
	look_at_junk(&o);
	if (o.tar->broken)
		model_finding(m, "MD125", o.tar->broken_at, S("broken"),
			      "the header here is none: its checksum or its numbers are wrong");
	else if (o.tar->cut)
		model_finding(m, "MD125", m->blob.size, S("cut"), "the archive is cut short");
	else if (!o.tar->ended && !m->scan->model_spent)
		model_finding(m, "MD125", m->blob.size, S("end"),
			      "the archive has no end: members may be missing")
			->severity = INFO;
	if (o.tar->limit)
		model_finding(m, "AS004", o.tar->at, S("limit"),
			      "extended headers or gaps are larger than assay reads");
	if (o.shown > SHOWN)
		model_finding(m, "MD125", MODEL_NOWHERE, S("more"),
			      "%u more things are wrong with members", o.shown - SHOWN);
}

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	bool posix, begins = tar_begins(p->head, &posix);

	(void)s;
	if (begins)
		return posix ? 95 : p->quiet ? 0 : 70;
	if (posix && !p->quiet)
		return 55;
	return str_ends(p->name, S(".tar")) || str_ends(p->name, S(".nemo")) ? 20 : 0;
}

const struct format format_tar = {
	.name = "tar",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = scan,
};

const struct rule rules_tar[] = {
	{
		.id = "MD125",
		.name = "tar_broken",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "A tar archive is broken or cut short",
		.why = "Readers stop at a broken header or search for the next one: what one sees "
		       "another does not.",
		.fix = "Get the archive again from its source and compare its digest.",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD126",
		.name = "tar_headers_disagree",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 20},
		.title = "Readers of a tar archive find different members in it",
		.why = "Where two headers state different sizes, or a link has data, some readers "
		       "go on at other places than the rest and see members that were hidden in "
		       "the data of another (CVE-2025-62518).",
		.fix = "Pack the archive anew; find out who made it.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "MD127",
		.name = "tar_hidden_data",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436, 506},
		.title = "A tar archive holds something behind its end or between members",
		.why = "Ordinary readers stop before it; with ignore_zeros, or for another tool, "
		       "the archive has other content than the one that was checked.",
		.fix = "Pack the archive anew; find out who added the rest.",
		.tags = "OWASP-ML06 ATLAS-AML.T0010",
	},
	{0},
};
