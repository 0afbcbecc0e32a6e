#include "cmd/debug.h"
#include "pack/sevenzip.h"
#include "pack/tar.h"
#include "pack/zip.h"

static bool print_zip(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct zip *z = zip_read(a, blob_of(bytes));

	(void)path;
	(void)option;
	zip_print(out, z);
	return z->note_count == 0;
}

static bool print_tar(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct tar *t = tar_open(a, blob_of(bytes));

	(void)path;
	(void)option;
	tar_print(out, t);
	return t->ended && !t->broken && !t->cut && !t->limit;
}

static bool print_sevenzip(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	size_t start = sevenzip_find(bytes);
	const struct sevenzip *z = sevenzip_read(a, blob_of(bytes), start == STR_NONE ? 0 : start);

	(void)path;
	(void)option;
	sevenzip_print(out, z);
	return z->diag == SEVENZIP_FINE;
}

const struct stage stages_pack[] = {
	{
		.name = "zip",
		.help = "a ZIP archive: both views of every member, gaps, what is wrong",
		.print = print_zip,
	},
	{
		.name = "7z",
		.help = "a 7z archive: its folders and files",
		.print = print_sevenzip,
	},
	{
		.name = "tar",
		.help = "a tar archive: its members, hidden ones too",
		.print = print_tar,
	},
};
