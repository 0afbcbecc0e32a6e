/* Both views of an archive as text. */
#include "pack/zip.h"

static const struct {
	unsigned bit;
	const char *text;
} problems[] = {
	{ZIP_LOCAL_ONLY, "no directory names it"},
	{ZIP_NO_LOCAL, "there is no local header where the directory says"},
	{ZIP_NAME, "its two headers have different names"},
	{ZIP_METHOD, "its two headers have different compression methods"},
	{ZIP_FLAGS, "only one of its two headers says that it is encrypted"},
	{ZIP_CRC, "its two headers have different checksums"},
	{ZIP_SIZE, "its two headers have different sizes"},
	{ZIP_DESCRIPTOR, "the data descriptor behind it is missing or says something else"},
	{ZIP_OUTSIDE, "it ends behind the end of the file"},
	{ZIP_OVERLAP, "it lies over another member or the directory"},
	{ZIP_DUPLICATE, "another member has the same name"},
	{ZIP_TWICE, "another entry has the same local header"},
	{ZIP_STORED_SIZE, "it is stored, but its packed and unpacked sizes differ"},
	{ZIP_VERSION, "its version or its flags make some readers refuse it"},
};

const char *zip_problem(unsigned bit)
{
	for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++)
		if (problems[i].bit == bit)
			return problems[i].text;
	return "";
}

static void print_name(struct buf *out, str name)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		uint8_t b = name.p[i];
		if (b < 0x20 || b == 0x7f || b == '"' || b == '\\')
			buf_printf(out, "\\x%02x", b);
		else
			buf_byte(out, b);
	}
	buf_byte(out, '"');
}

static void print_header(struct buf *out, const struct zip_header *h)
{
	buf_printf(out, "method %u flags %04x crc %08x packed %llu size %llu", h->method, h->flags,
		   h->crc, (unsigned long long)h->packed, (unsigned long long)h->size);
}

static void print_entry(struct buf *out, const struct zip_entry *e)
{
	buf_printf(out, "member %llu..%llu data %llu views %02x ", (unsigned long long)e->at,
		   (unsigned long long)e->end, (unsigned long long)e->data, e->views);
	print_name(out, e->name);
	if (e->views != 0) {
		buf_printf(out, "\n\tdirectory: ");
		print_header(out, &e->h);
		buf_printf(out, " attributes %08x system %u", e->attributes, e->system);
	}
	if ((e->problems & ZIP_NO_LOCAL) == 0) {
		buf_printf(out, "\n\tlocal:     ");
		print_header(out, &e->local);
	}
	if ((e->problems & ZIP_NAME) != 0) {
		buf_printf(out, " name ");
		print_name(out, e->local_name);
	}
	if (e->unicode_name.n > 0) {
		buf_printf(out, "\n\tUnicode name: ");
		print_name(out, e->unicode_name);
	}
	buf_byte(out, '\n');
	for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++)
		if ((e->problems & problems[i].bit) != 0)
			buf_printf(out, "\t! %s\n", problems[i].text);
}

void zip_print(struct buf *out, const struct zip *z)
{
	static const char *const gaps[] = {
		[ZIP_GAP_PREFIX] = "before the archive",
		[ZIP_GAP_BETWEEN] = "between members",
		[ZIP_GAP_DIRECTORY] = "beside the directory",
		[ZIP_GAP_TRAILING] = "behind the archive",
		[ZIP_GAP_COMMENT] = "comment",
		[ZIP_GAP_MEMBER_COMMENT] = "comment of a member",
	};

	for (unsigned i = 0; i < z->view_count; i++) {
		const struct zip_view *v = &z->views[i];
		buf_printf(out,
			   "view %u: end record %llu%s, directory %llu, %llu bytes, offsets %+lld, "
			   "states %llu entries, has %u in %llu bytes\n",
			   i, (unsigned long long)v->end_at, v->zip64 ? " (64-bit)" : "",
			   (unsigned long long)v->at, (unsigned long long)v->size,
			   (long long)v->shift, (unsigned long long)v->stated, v->count,
			   (unsigned long long)v->bytes);
	}
	for (uint32_t i = 0; i < z->count; i++)
		print_entry(out, &z->entries[i]);
	for (uint32_t i = 0; i < z->gap_count; i++)
		buf_printf(out, "gap %llu..%llu %s\n", (unsigned long long)z->gaps[i].at,
			   (unsigned long long)(z->gaps[i].at + z->gaps[i].size),
			   gaps[z->gaps[i].kind]);
	for (unsigned i = 0; i < z->note_count; i++)
		buf_printf(out, "! at %llu: %s\n", (unsigned long long)z->notes[i].offset,
			   z->notes[i].msg);
}
