/* Sources: POSIX pax (ustar and extended headers), "Basic Tar Format" of the GNU tar manual, and
 * how Python's tarfile behaves.
 *
 * Traps: checksums may be of signed bytes (old Suns); a size may be octal or base-256, and
 * negative; a link may state the size of what it links to and have no data; pax records count their
 * own length; a global pax header holds for everything behind it. */
#include "pack/tar.h"

#include "base/cur.h"
#include "base/limits.h"

#define SIZE_FITS 077777777777ull /* what the header's eleven digits can say */
#define SEARCH_BYTES (64 * KiB)

struct tar_pax { /* what extended headers override; `set` bits */
	struct buf path, linkpath;
	uint64_t size, real_size;
	unsigned set;
	unsigned sparse_major;
	struct tar_piece pieces[TAR_PIECES];
	unsigned piece_count;
	bool bad;
};

enum { PAX_PATH = 1, PAX_LINK = 2, PAX_SIZE = 4, PAX_REAL = 8 };
enum { PAX_LOCAL, PAX_GLOBAL };

/* ---- Fields ------------------------------------------------------------------------------- */

static str field_text(str block, size_t at, size_t n)
{
	str s = str_slice(block, at, at + n);
	size_t end = str_find_byte(s, 0);

	return end == STR_NONE ? s : str_slice(s, 0, end);
}

/* Octal digits between blanks, or base-256 after 0x80; false: neither, or negative. */
static bool field_number(str block, size_t at, size_t n, uint64_t *out)
{
	str s = str_slice(block, at, at + n);
	uint64_t v = 0;
	size_t i;

	*out = 0;
	if (s.n == n && n > 0 && (s.p[0] & 0x80) != 0) {
		if (s.p[0] != 0x80)
			return false;
		for (i = 1; i < n; i++) {
			if (v >> 56 != 0)
				return false;
			v = v << 8 | s.p[i];
		}
		*out = v;
		return true;
	}
	s = str_trim(field_text(block, at, n));
	for (i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '7')
			return false;
		v = v << 3 | (uint64_t)(s.p[i] - '0');
	}
	*out = v;
	return true;
}

static bool is_zero(str block)
{
	for (size_t i = 0; i < block.n; i++)
		if (block.p[i] != 0)
			return false;
	return true;
}

static bool checksum_fits(str block)
{
	uint64_t stated;
	uint32_t sum = 0, as_signed = 0;

	if (block.n < TAR_BLOCK || !field_number(block, 148, 8, &stated) || stated == 0)
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		uint8_t b = i >= 148 && i < 156 ? ' ' : block.p[i];
		sum += b;
		as_signed += (uint32_t)(int8_t)b;
	}
	return stated == sum || stated == as_signed;
}

static bool is_printable(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n > 0;
}

bool tar_begins(str head, bool *posix)
{
	uint64_t number;

	*posix = head.n >= TAR_BLOCK && str_eq(str_slice(head, 257, 262), S("ustar"));
	if (!checksum_fits(head) || is_zero(str_slice(head, 0, TAR_BLOCK)))
		return false;
	return *posix ||
	       (is_printable(field_text(head, 0, 100)) && field_number(head, 100, 8, &number) &&
		field_number(head, 124, 12, &number));
}

/* ---- Blocks ------------------------------------------------------------------------------- */

static uint64_t round_up(uint64_t n)
{
	return n > UINT64_MAX - TAR_BLOCK ? UINT64_MAX - TAR_BLOCK + 1
					  : (n + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
}

/* Moves t->at on, never behind the end of the file; false: it would be. */
static bool skip(struct tar *t, uint64_t n)
{
	uint64_t left = t->at < t->blob.size ? t->blob.size - t->at : 0;

	t->at += n < left ? n : left;
	return n <= left;
}

static bool read_block(struct tar *t, uint64_t at, str *out)
{
	*out = (str){t->block, TAR_BLOCK};
	return blob_copy(t->blob, at, t->block, TAR_BLOCK);
}

/* A long name or an extended header, of size bytes behind t->at. */
static bool read_extension(struct tar *t, uint64_t size, str *out)
{
	if (size > LIMIT_TAR_HEADER) {
		t->limit = true;
		return false;
	}
	*out = (str){t->room, (size_t)size};
	return blob_copy(t->blob, t->at, t->room, (size_t)size);
}

/* ---- pax ---------------------------------------------------------------------------------- */

static void pax_add_piece(struct tar_pax *p, uint64_t at, uint64_t size)
{
	if (p->piece_count < TAR_PIECES)
		p->pieces[p->piece_count++] = (struct tar_piece){at, size};
	else
		p->bad = true;
}

/* "offset,size,offset,size" */
static void pax_map(struct tar_pax *p, str value)
{
	uint64_t at, size;

	p->piece_count = 0;
	for (str rest = value; rest.n > 0;) {
		str first = str_cut(&rest, ','), second = str_cut(&rest, ',');
		if (!str_to_u64(first, &at) || !str_to_u64(second, &size)) {
			p->bad = true;
			return;
		}
		pax_add_piece(p, at, size);
	}
}

static void set_text(struct buf *b, str text)
{
	b->n = 0;
	buf_add(b, text);
}

static void pax_text(struct tar_pax *p, struct buf *b, str value, unsigned bit)
{
	set_text(b, value);
	p->set |= bit;
}

static void pax_number(struct tar_pax *p, uint64_t *to, str value, unsigned bit)
{
	if (!str_to_u64(value, to))
		p->bad = true;
	else
		p->set |= bit;
}

static void pax_apply(struct tar_pax *p, str key, str value)
{
	uint64_t n;

	if (str_eq(key, S("path")) || str_eq(key, S("GNU.sparse.name")))
		pax_text(p, &p->path, value, PAX_PATH);
	else if (str_eq(key, S("linkpath")))
		pax_text(p, &p->linkpath, value, PAX_LINK);
	else if (str_eq(key, S("size")))
		pax_number(p, &p->size, value, PAX_SIZE);
	else if (str_eq(key, S("GNU.sparse.size")) || str_eq(key, S("GNU.sparse.realsize")))
		pax_number(p, &p->real_size, value, PAX_REAL);
	else if (str_eq(key, S("GNU.sparse.map")))
		pax_map(p, value);
	else if (str_eq(key, S("GNU.sparse.major")))
		p->sparse_major = str_eq(value, S("1"));
	else if (str_eq(key, S("GNU.sparse.offset")) && str_to_u64(value, &n))
		pax_add_piece(p, n, 0);
	else if (str_eq(key, S("GNU.sparse.numbytes")) && str_to_u64(value, &n) &&
		 p->piece_count > 0)
		p->pieces[p->piece_count - 1].size = n;
}

/* Records of "length key=value\n"; Python stops at a NUL. */
static void pax_read(struct tar_pax *p, str records)
{
	while (records.n > 0 && records.p[0] != 0) {
		size_t space = str_find_byte(records, ' '), equals;
		uint64_t length;
		str record;
		if (space == STR_NONE || !str_to_u64(str_slice(records, 0, space), &length) ||
		    length <= space + 1 || length > records.n) {
			p->bad = true;
			return;
		}
		record = str_slice(records, space + 1, (size_t)length - 1);
		if (records.p[length - 1] != '\n')
			p->bad = true;
		equals = str_find_byte(record, '=');
		if (equals == STR_NONE)
			p->bad = true;
		else
			pax_apply(p, str_slice(record, 0, equals),
				  str_slice(record, equals + 1, record.n));
		records = str_slice(records, (size_t)length, records.n);
	}
}

/* What holds for the next member: the global header's values under those of its own. */
static void pax_begin(struct tar *t)
{
	struct tar_pax *local = &t->pax[PAX_LOCAL], *global = &t->pax[PAX_GLOBAL];

	local->set = 0;
	local->sparse_major = 0;
	local->piece_count = 0;
	local->bad = global->bad;
	if ((global->set & PAX_PATH) != 0)
		pax_text(local, &local->path, buf_str(&global->path), PAX_PATH);
	if ((global->set & PAX_LINK) != 0)
		pax_text(local, &local->linkpath, buf_str(&global->linkpath), PAX_LINK);
	local->size = global->size;
	local->real_size = global->real_size;
	local->set |= global->set & (PAX_SIZE | PAX_REAL);
}

/* ---- Sparse files ------------------------------------------------------------------------- */

/* GNU's old format: four pieces in the header, more in blocks behind it. */
static void sparse_old(struct tar *t, str block, struct tar_member *m)
{
	struct tar_pax *p = &t->pax[PAX_LOCAL];
	size_t at = 386, count = 4;
	uint8_t more = block.p[482];

	p->piece_count = 0;
	if (!field_number(block, 483, 12, &m->real_size))
		m->problems |= TAR_PAX;
	for (;;) {
		for (size_t i = 0; i < count; i++, at += 24) {
			uint64_t offset, size;
			if (!field_number(block, at, 12, &offset) ||
			    !field_number(block, at + 12, 12, &size))
				break;
			if (size > 0)
				pax_add_piece(p, offset, size);
		}
		if (more == 0 || !read_block(t, t->at, &block) || !skip(t, TAR_BLOCK))
			break;
		at = 0;
		count = 21;
		more = block.p[504];
	}
	m->pieces = p->pieces;
	m->piece_count = p->piece_count;
}

/* One decimal line of the map that stands before the data in format 1.0. */
static bool read_line(struct blob b, uint64_t *at, uint64_t *out)
{
	uint8_t digits[24];
	size_t n = b.size - *at < sizeof(digits) ? (size_t)(b.size - *at) : sizeof(digits), end;

	if (!blob_copy(b, *at, digits, n))
		return false;
	end = str_find_byte((str){digits, n}, '\n');
	if (end == STR_NONE || !str_to_u64((str){digits, end}, out))
		return false;
	*at += end + 1;
	return true;
}

static void sparse_new(struct tar *t, struct tar_member *m)
{
	struct tar_pax *p = &t->pax[PAX_LOCAL];
	struct blob data = blob_slice(t->blob, m->data, m->data + m->size);
	uint64_t at = 0, count, offset, size;

	if (p->sparse_major != 0) {
		p->piece_count = 0;
		if (!read_line(data, &at, &count) || count > TAR_PIECES) {
			m->problems |= TAR_PAX;
			return;
		}
		while (count-- > 0) {
			if (!read_line(data, &at, &offset) || !read_line(data, &at, &size)) {
				m->problems |= TAR_PAX;
				return;
			}
			pax_add_piece(p, offset, size);
		}
		at = round_up(at);
		at = at < m->size ? at : m->size;
		m->data += at;
		m->size -= at;
	}
	m->pieces = p->pieces;
	m->piece_count = p->piece_count;
}

struct sparse {
	struct blob_source source;
	struct blob data;
	const struct tar_piece *pieces;
	unsigned count;
};

/* Pieces lie in the archive one after the other; between them is zero. */
static bool sparse_read(struct blob_source *source, uint64_t at, uint8_t *to, size_t n)
{
	struct sparse *s = (struct sparse *)(void *)source;
	uint64_t stored = 0;

	memset(to, 0, n);
	for (unsigned i = 0; i < s->count; i++) {
		struct tar_piece p = s->pieces[i];
		uint64_t from = p.at > at ? p.at : at, end = p.at + p.size, to_end = at + n;
		if (end > to_end)
			end = to_end;
		if (from < end && !blob_copy(s->data, stored + (from - p.at), to + (from - at),
					     (size_t)(end - from)))
			return false;
		stored += p.size;
	}
	return true;
}

struct blob tar_sparse(struct arena *a, const struct tar *t, const struct tar_member *m)
{
	struct sparse *s = NEW(a, struct sparse, 1);
	struct tar_piece *pieces = NEW(a, struct tar_piece, m->piece_count + 1);
	uint64_t stored = 0, size = m->real_size;

	s->source.read = sparse_read;
	s->data = blob_slice(t->blob, m->data, m->data + m->size);
	for (unsigned i = 0; i < m->piece_count; i++) {
		struct tar_piece p = m->pieces[i];
		uint64_t left = s->data.size - stored;
		/* Only what is there, and in a size that cannot overflow. */
		if (p.at > INT64_MAX)
			break;
		p.size = p.size < left ? p.size : left;
		stored += p.size;
		pieces[s->count++] = p;
		size = p.at + p.size > size ? p.at + p.size : size;
	}
	s->pieces = pieces;
	return blob_from(&s->source, size < INT64_MAX ? size : INT64_MAX);
}

/* ---- Members ------------------------------------------------------------------------------ */

static bool is_file(uint8_t type)
{
	return type < '1' || type > '6';
}

/* Names end with the header's; "prefix/name" in ustar. */
static void header_name(struct tar *t, str block, uint8_t type)
{
	str prefix = field_text(block, 345, 155), name = field_text(block, 0, 100);
	bool posix = str_eq(str_slice(block, 257, 263), S("ustar\0"));

	t->name.n = 0;
	if (posix && prefix.n > 0 && type != 'S') {
		buf_add(&t->name, prefix);
		buf_byte(&t->name, '/');
	}
	buf_add(&t->name, name);
	set_text(&t->link, field_text(block, 157, 100));
}

/* Does a header, a zero block or the end of the file stand at `at`? */
static bool is_start(struct tar *t, uint64_t at)
{
	str block;

	if (at >= t->blob.size)
		return true;
	return read_block(t, at, &block) && (is_zero(block) || checksum_fits(block));
}

static void set_size(struct tar *t, struct tar_member *m, uint64_t stated)
{
	struct tar_pax *p = &t->pax[PAX_LOCAL];

	m->size = stated;
	if ((p->set & PAX_SIZE) != 0) {
		if (p->size != stated && p->size <= SIZE_FITS)
			m->problems |= TAR_SIZES;
		m->other_size = stated;
		m->size = p->size;
	}
	if (!is_file(m->type) && m->size > 0) {
		if (is_start(t, t->at) && t->at < t->blob.size)
			m->size = 0;
		else
			m->problems |= TAR_DATA;
	}
	if (m->piece_count == 0)
		m->real_size = m->size;
}

static void finish(struct tar *t, struct tar_member *m)
{
	struct tar_pax *p = &t->pax[PAX_LOCAL];
	uint64_t left;

	m->data = t->at;
	left = t->blob.size - t->at;
	if (m->size > left) {
		m->problems |= TAR_CUT;
		t->cut = true;
		m->size = left;
	}
	(void)skip(t, round_up(m->size));
	m->header_name = buf_str(&t->name);
	m->name = t->has_long_name ? buf_str(&t->long_name) : m->header_name;
	m->link = t->has_long_link ? buf_str(&t->long_link) : buf_str(&t->link);
	if ((p->set & PAX_PATH) != 0)
		m->name = buf_str(&p->path);
	if ((p->set & PAX_LINK) != 0)
		m->link = buf_str(&p->linkpath);
	if (p->bad)
		m->problems |= TAR_PAX;
	if (m->type == 'S')
		return;
	if ((p->set & PAX_REAL) != 0)
		m->real_size = p->real_size;
	if ((p->set & PAX_REAL) != 0 || p->sparse_major != 0 || p->piece_count > 0)
		sparse_new(t, m);
}

/* The extended headers of one member and its own. False: the header at t->at is none. */
static bool read_member(struct tar *t, struct tar_member *m)
{
	str block, body;
	uint64_t size, mode;

	pax_begin(t);
	t->has_long_name = t->has_long_link = false;
	for (unsigned headers = 0; headers < LIMIT_TAR_HEADERS; headers++) {
		if (!read_block(t, t->at, &block)) {
			t->cut = t->at < t->blob.size || headers > 0;
			return false;
		}
		if (!checksum_fits(block) || !field_number(block, 124, 12, &size))
			return false;
		m->type = block.p[156] == 0 ? TAR_FILE : block.p[156];
		if (str_find_byte(S("LKxgX"), m->type) == STR_NONE) {
			if (!field_number(block, 100, 8, &mode))
				mode = 0;
			m->mode = (uint32_t)mode;
			header_name(t, block, m->type);
			if (block.p[156] == 0 && !t->has_long_name &&
			    (t->pax[PAX_LOCAL].set & PAX_PATH) == 0 &&
			    str_ends(buf_str(&t->name), S("/")))
				m->type = TAR_FOLDER; /* v7 */
			(void)skip(t, TAR_BLOCK);
			if (m->type == 'S')
				sparse_old(t, block, m);
			set_size(t, m, size);
			finish(t, m);
			return true;
		}
		(void)skip(t, TAR_BLOCK);
		if (!read_extension(t, size, &body))
			return false;
		if (m->type == 'L') {
			t->has_long_name = true;
			set_text(&t->long_name, field_text(body, 0, body.n));
		} else if (m->type == 'K') {
			t->has_long_link = true;
			set_text(&t->long_link, field_text(body, 0, body.n));
		} else {
			pax_read(&t->pax[m->type == 'g' ? PAX_GLOBAL : PAX_LOCAL], body);
			if (m->type == 'g')
				pax_begin(t);
		}
		if (!skip(t, round_up(size))) {
			t->cut = true;
			return false;
		}
	}
	t->limit = true;
	return false;
}

/* ---- Between members ---------------------------------------------------------------------- */

/* The next block from t->at on that is a header; t->at moves there, or to the end. What lies
 * between and is not zero is junk. */
static bool search(struct tar *t)
{
	uint64_t size = t->blob.size;
	uint8_t *bytes = arena_raw(t->arena, SEARCH_BYTES, 8);
	bool found = false, posix;

	while (!found && t->at < size) {
		uint64_t left = size - t->at;
		size_t n = left < SEARCH_BYTES ? (size_t)left : SEARCH_BYTES;
		t->searched += n;
		if (t->searched > LIMIT_ZIP_GAP) {
			t->limit = true;
			break;
		}
		if (!blob_copy(t->blob, t->at, bytes, n)) {
			t->cut = true;
			break;
		}
		for (size_t i = 0; i < n; i += TAR_BLOCK) {
			str block = str_slice((str){bytes, n}, i, i + TAR_BLOCK);
			found = tar_begins(block, &posix);
			if (found) {
				n = i;
				break;
			}
			if (is_zero(block))
				continue;
			if (t->junk_end == 0)
				t->junk = t->at + i;
			t->junk_end = t->at + i + block.n;
		}
		t->at += n;
	}
	if (!found)
		t->at = size;
	arena_trim(t->arena, bytes, SEARCH_BYTES, 0);
	return found;
}

struct tar *tar_open(struct arena *a, struct blob b)
{
	struct tar *t = NEW(a, struct tar, 1);

	t->blob = b;
	t->arena = a;
	t->pax = NEW(a, struct tar_pax, 2);
	t->block = arena_raw(a, TAR_BLOCK, 8);
	t->room = arena_raw(a, LIMIT_TAR_HEADER, 8);
	t->name = t->link = t->long_name = t->long_link = buf_in(a);
	for (unsigned i = 0; i < 2; i++)
		t->pax[i].path = t->pax[i].linkpath = buf_in(a);
	return t;
}

bool tar_next(struct tar *t, struct tar_member *m)
{
	str block;

	t->junk = t->junk_end = 0;
	for (;;) {
		uint64_t at = t->at;
		*m = (struct tar_member){.at = at};
		if (at >= t->blob.size)
			return false;
		if (read_block(t, at, &block) && is_zero(block)) {
			t->ended = true;
			if (!search(t))
				return false;
			continue;
		}
		if (read_member(t, m)) {
			if (t->ended || t->broken)
				m->problems |= TAR_HIDDEN;
			return true;
		}
		if (!t->broken && !t->ended) {
			t->broken = true;
			t->broken_at = at;
		}
		t->at = at;
		if (t->junk_end == 0)
			t->junk = at;
		if (!skip(t, TAR_BLOCK)) {
			t->junk_end = t->blob.size;
			return false;
		}
		t->junk_end = t->at;
		if (!search(t))
			return false;
	}
}

void tar_print(struct buf *out, struct tar *t)
{
	struct tar_member m;

	while (tar_next(t, &m)) {
		if (t->junk_end > 0)
			buf_printf(out, "junk %llu..%llu\n", (unsigned long long)t->junk,
				   (unsigned long long)t->junk_end);
		buf_printf(out, "%llu type %c mode %o data %llu size %llu \"%.*s\"",
			   (unsigned long long)m.at, m.type > ' ' && m.type < 127 ? m.type : '?',
			   m.mode, (unsigned long long)m.data, (unsigned long long)m.size,
			   STR_ARG(m.name));
		if (m.link.n > 0)
			buf_printf(out, " -> \"%.*s\"", STR_ARG(m.link));
		if (m.piece_count > 0)
			buf_printf(out, " sparse, %u pieces of %llu bytes", m.piece_count,
				   (unsigned long long)m.real_size);
		buf_printf(out, "%s%s%s%s%s\n", (m.problems & TAR_SIZES) ? " ! two sizes" : "",
			   (m.problems & TAR_HIDDEN) ? " ! hidden" : "",
			   (m.problems & TAR_CUT) ? " ! cut short" : "",
			   (m.problems & TAR_DATA) ? " ! has data" : "",
			   (m.problems & TAR_PAX) ? " ! broken pax header" : "");
	}
	if (t->junk_end > 0)
		buf_printf(out, "junk %llu..%llu\n", (unsigned long long)t->junk,
			   (unsigned long long)t->junk_end);
	if (t->broken)
		buf_printf(out, "! broken header at %llu\n", (unsigned long long)t->broken_at);
	if (!t->ended)
		buf_printf(out, "! no end\n");
}
