#include "test.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "engine/finding.h"
#include "engine/rule.h"
#include "scan_model.h"

static unsigned worst_of(struct arena *a, const char *name, str bytes)
{
	return test_worst(test_scan_model(a, name, bytes));
}

static bool found(struct arena *a, str bytes, const char *id, uint64_t offset)
{
	const struct finding *f = test_found(test_scan_model(a, "m.pkl", bytes), id, NULL);

	return f != NULL && f->offset == offset;
}

static void times(struct buf *b, const char *s, unsigned n)
{
	while (n-- > 0)
		buf_add(b, str_of(s));
}

TEST(pickle_rules_long_and_nesting)
{
	struct buf b = buf_in(a);

	buf_byte(&b, 'L');
	times(&b, "9", 5000);
	buf_add(&b, S("L\n."));
	CHECK(found(a, buf_str(&b), "MD016", 0));
	b.n = 0;
	buf_byte(&b, 'N');
	times(&b, "\x85", 10001);
	buf_byte(&b, '.');
	CHECK(found(a, buf_str(&b), "MD017", 10001));
	b.n = 0;
	buf_byte(&b, 'N');
	times(&b, "\x85", 900);
	buf_byte(&b, '.');
	CHECK_INT(worst_of(a, "m.pkl", buf_str(&b)), 0);
}

/* joblib's wrapper around an array of `shape` numbers of eight bytes, up to its BUILD. */
static void wrapper(struct buf *b, uint8_t shape, bool aligned, const char *type)
{
	buf_add(b, S("\x80\3cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}("
		     "X\10\0\0\0subclasscnumpy\nndarray\n"
		     "X\5\0\0\0shapeK"));
	buf_byte(b, shape);
	buf_add(b, S("\x85X\5\0\0\0orderX\1\0\0\0CX\5\0\0\0dtypecnumpy\ndtype\nX\2\0\0\0"));
	buf_add(b, str_of(type));
	buf_add(b, S("\x89\x88\x87R(K\3X\1\0\0\0<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
		     "X\12\0\0\0allow_mmap\x88"));
	if (aligned)
		buf_add(b, S("X\33\0\0\0numpy_array_alignment_bytesK\20"));
	buf_add(b, S("ub"));
}

TEST(pickle_joblib_arrays)
{
	struct buf b = buf_in(a);
	size_t at;

	wrapper(&b, 2, true, "f8");
	buf_add(&b, S("\3\xff\xff\xff"
		      "0123456789abcdef."));
	CHECK_INT(worst_of(a, "m.joblib", buf_str(&b)), 0);
	b.n = 0;
	wrapper(&b, 2, false, "f8");
	at = b.n;
	buf_add(&b, S("0123456789abcdef."));
	CHECK_INT(worst_of(a, "m.joblib", buf_str(&b)), 0);
	CHECK(found(a, str_slice(buf_str(&b), 0, b.n - 2), "MD024", at));
	/* what comes behind the array runs */
	b.n--;
	at = b.n;
	buf_add(&b, S("cos\nsystem\nX\1\0\0\0x\x85R."));
	CHECK(found(a, buf_str(&b), "MD001", at + 18));
	/* an array of objects is a pickle of its own */
	b.n = 0;
	wrapper(&b, 2, false, "O8");
	at = b.n;
	buf_add(&b, S("\x80\2]."));
	buf_byte(&b, '.');
	CHECK_INT(worst_of(a, "m.joblib", buf_str(&b)), 0);
	b.n = at;
	buf_add(&b, S("\x80\2cos\nsystem\nX\1\0\0\0x\x85R.."));
	CHECK(found(a, buf_str(&b), "MD001", at + 20));
	/* the array's bytes are opcodes for a plain unpickler */
	b.n = 0;
	wrapper(&b, 3, false, "f8");
	at = b.n;
	buf_add(&b, S("cos\nsystem\n(X\1\0\0\0xtR......"));
	CHECK(found(a, buf_str(&b), "MD022", at));
	/* beginning with what needs the wrapper on the stack */
	b.n = at;
	buf_add(&b, S("0cos\nsystem\n(X\1\0\0\0xtR....."));
	CHECK(found(a, buf_str(&b), "MD022", at));
}

TEST(pickle_torch_legacy)
{
	struct buf b = buf_in(a);
	size_t at;

	buf_add(&b, S("\x80\2\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.\x80\2M\xe9\3.\x80\2}q\0."));
	buf_add(&b, S("\x80\2(U\7storagectorch\nFloatStorage\nU\0011U\3cpuK\2NtQ."));
	buf_add(&b, S("\x80\2]U\0011a."));
	at = b.n;
	buf_add(&b, S("\2\0\0\0\0\0\0\0abcdefgh"));
	CHECK_INT(worst_of(a, "m.pt", buf_str(&b)), 0);
	CHECK(found(a, str_slice(buf_str(&b), 0, b.n - 1), "MD024", at));
	buf_add(&b, S("more"));
	CHECK(found(a, buf_str(&b), "MD021", at + 16));
	b.n = at;
	buf_add(&b, S("cos\nsystem\n)R..."));
	CHECK(found(a, buf_str(&b), "MD022", at));
}

TEST(pickle_inside_constants)
{
	struct buf b = buf_in(a);
	struct file_result *r;

	buf_add(&b, S("\x80\3C\x1a\x80\3cos\nsystem\nX\2\0\0\0id\x85R......."));
	r = test_scan_model(a, "m.pkl", buf_str(&b));
	CHECK(test_found(r, "MD001", "bytes@4") != NULL);
	b.n = 0; /* base64 of \x80\3cos\nsystem\n(X\2\0\0\0idtR. */
	buf_add(&b, S("\x80\3X\x24\0\0\0gANjb3MKc3lzdGVtCihYAgAAAGlkdFIuLi4u."));
	r = test_scan_model(a, "m.pkl", buf_str(&b));
	CHECK(test_found(r, "MD001", "base64@7") != NULL);
	/* bytes that only begin like one */
	b.n = 0;
	buf_add(&b, S("\x80\3C\x14\x80\3\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21."));
	CHECK_INT(worst_of(a, "m.pkl", buf_str(&b)), 0);
}

/* Bytes that protocols 0 to 2 write as text. */
/* spaCy's function unpickles its second argument. */
TEST(pickle_inside_one_of_several)
{
	CHECK_INT(worst_of(a, "m.pkl",
			   S("\x80\4\x8c\x10spacy.tokens.doc\x8c\x0cunpickle_doc\x93"
			     "(C\4\x80\4N.C\x15"
			     "cos\nsystem\n(S'id'\ntR.C\1atR.")),
		  CRITICAL);
}

TEST(pickle_inside_latin1)
{
	str in = S("\x80\2ctorch.storage\n_load_from_bytes\nc_codecs\nencode\n"
		   "(X\x15\0\0\0\xc2\x80\2cos\nsystem\n(U\1xtR."
		   "X\6\0\0\0latin1tR\x85R.");
	struct file_result *r = test_scan_model(a, "m.pkl", in);

	CHECK(test_found(r, "MD001", "latin1#1") != NULL);
	CHECK_INT(worst_of(a, "m.pkl",
			   S("ctorch.storage\n_load_from_bytes\n(c_codecs\nencode\n"
			     "(V\x80\2].\nVlatin1\ntRtR.")),
		  0);
}

TEST(pickle_trailing_bytes)
{
	CHECK_INT(worst_of(a, "m.pkl", S("\x80\2N.\n")), 0);
	CHECK_INT(worst_of(a, "m.pkl", S("\x80\2N.\0\0\0\0")), INFO);
	CHECK(found(a, S("\x80\2N.\0\0\0\1"), "MD021", 4));
	CHECK_INT(worst_of(a, "m.pkl", S("\x80\2N.\x80\2N.\x80\2N.")), 0);
	CHECK(found(a, S("\x80\2N.\x80\2cos\nsystem\n)R."), "MD001", 18));
	/* what is broken has run until then, and what follows is searched */
	CHECK(found(a, S("\x80\2cos\nsystem\n)Rh\7."), "MD001", 14));
	CHECK(found(a, S("\x80\2cos\nsystem\n)Rh\7."), "MD019", 15));
	CHECK(found(a, S("\x80\2ccollections\nOrderedDict\n)Rh\7xx\x80\2cos\nsystem\n)R."), "MD023",
		    33));
}

/* A file of any size: read through a window, in little memory. */
TEST(pickle_not_a_pickle)
{
	struct buf b = buf_in(a);
	size_t at;

	CHECK_INT(worst_of(a, "m.pkl", S("this is no pickle")), MEDIUM);
	CHECK_INT(worst_of(a, "m.pkl", S("")), LOW);
	CHECK_INT(worst_of(a, "m.txt", S("this is no pickle")), 0);
	CHECK_INT(worst_of(a, "m.bin", S("\1\2\3\4\5\6\7\10")), 0);
	CHECK_INT(worst_of(a, "m.bin", S("cos\nsystem\n(S'id'\ntR.")), CRITICAL);
	/* a first argument that is longer than what recognition sees */
	buf_byte(&b, 'V');
	times(&b, "0123456789", 10000);
	at = b.n;
	buf_add(&b, S("\n0cos\nsystem\n(S'id'\ntR."));
	CHECK_INT(worst_of(a, "m.txt", buf_str(&b)), CRITICAL);
	CHECK_INT(worst_of(a, "m.txt", str_slice(buf_str(&b), 0, at)), 0);
	/* and the second pickle of two */
	b.n = at;
	buf_add(&b, S("\n."));
	at = b.n;
	buf_add(&b, str_slice(buf_str(&b), 0, at));
	CHECK_INT(worst_of(a, "m.pkl", buf_str(&b)), 0);
}

/* A line of text first, whatever the name. */
TEST(pickle_behind_a_text)
{
	str evil = S("{\"format\": \"pickle\"}\n\x80\2cos\nsystem\n(X\2\0\0\0idtR.");
	str good = S("{\"format\": \"pickle\"}\n\x80\2ccollections\nOrderedDict\n)R.");

	CHECK(found(a, evil, "MD023", 21));
	CHECK_INT(worst_of(a, "m.model", evil), CRITICAL);
	CHECK_INT(worst_of(a, "m.json", evil), CRITICAL);
	CHECK_INT(worst_of(a, "m.txt", evil), CRITICAL);
	CHECK(worst_of(a, "m.txt", good) <= INFO);
	good = S("# of ours\n\x80\2]."); /* of no known format */
	CHECK_INT(worst_of(a, "m.pt", good), MEDIUM);
}

/* "storages" of PyTorch's first format, inside a tar archive. */
TEST(pickle_torch_tar_members)
{
	struct buf tar = buf_in(a), b = buf_in(a);
	struct file_result *r;
	uint8_t *header;
	unsigned sum = 0;

	buf_add(&b, S("\x80\2K\1.\x80\2K\0U\3cpuctorch\nFloatStorage\n\x87."));
	buf_add(&b, S("\2\0\0\0\0\0\0\0abcdefgh\x80\2]."));
	memset(buf_room(&tar, 512), 0, 512);
	header = tar.p;
	memcpy(header, "storages", 8);
	memcpy(header + 100, "0000644", 7);
	(void)snprintf((char *)header + 124, 12, "%011o", (unsigned)b.n);
	memcpy(header + 136, "00000000000", 11);
	memcpy(header + 148, "        ", 8);
	header[156] = '0';
	memcpy(header + 257, "ustar\00000", 8);
	for (int i = 0; i < 512; i++)
		sum += header[i];
	(void)snprintf((char *)header + 148, 8, "%06o", sum);
	buf_add(&tar, buf_str(&b));
	memset(buf_room(&tar, 2048 - b.n % 512), 0, 2048 - b.n % 512);
	r = test_scan_model(a, "m.pt", buf_str(&tar));
	for (uint32_t i = 0; i < r->finding_count; i++)
		CHECK(r->findings[i].severity <= INFO);
}
