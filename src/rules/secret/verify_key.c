/* Private keys, parsed: armour (RFC 7468, and as it stands in strings of other languages: escaped
 * line ends, quotes, indentation), then DER (the lengths of all containers agree; PKCS 1, SEC 1,
 * PKCS 8, OpenSSL's DSA), OpenSSH's own format, PuTTY's, PGP's first packet. What is not a key is
 * rejected: an example cut short, three dots, random letters. */
#include "rules/secret/random.h"
#include "rules/secret/verify.h"
#include "base/buf.h"
#include "base/cur.h"
#include "text/base64.h"

struct armour {
	str label; /* "RSA PRIVATE KEY" */
	str bytes; /* decoded */
	bool encrypted;
};

/* Line ends as they are, whatever they are written as; quotes, `+`, commas and white space at the
 * ends of lines gone. */
static str lines_of(struct arena *a, str s)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c != '\\') {
			buf_byte(&b, c == '\r' ? '\n' : c);
			continue;
		}
		while (i + 1 < s.n && s.p[i + 1] == '\\')
			i++;
		if (i + 1 < s.n && (s.p[i + 1] == 'n' || s.p[i + 1] == 'r')) {
			buf_byte(&b, '\n');
			i++;
		}
	}
	return buf_str(&b);
}

static str bare_line(str line)
{
	while (line.n > 0 && strchr(" \t\"'`,;+.()#*>|%", line.p[0]) != NULL && line.p[0] != '+')
		line = str_slice(line, 1, line.n);
	while (line.n > 0 && strchr(" \t\"'`,;()\\", line.p[line.n - 1]) != NULL)
		line.n--;
	return line;
}

/* `"AbC" +` and `"AbC" .` */
static str without_operator(str line)
{
	line = bare_line(line);
	if (line.n > 2 && (line.p[line.n - 1] == '+' || line.p[line.n - 1] == '.') &&
	    strchr(" \"'`", line.p[line.n - 2]) != NULL)
		line.n--;
	return bare_line(line);
}

static bool open_armour(struct arena *a, str value, struct armour *out)
{
	size_t begin = str_find(value, S("-----BEGIN ")), label_end, end;
	struct buf b = buf_in(a);
	str text;

	*out = (struct armour){0};
	if (begin == STR_NONE)
		return false;
	value = str_slice(value, begin + 11, value.n);
	label_end = str_find(value, S("-----"));
	end = str_find(value, S("-----END "));
	if (label_end == STR_NONE || end == STR_NONE || end < label_end + 5)
		return false;
	out->label = str_slice(value, 0, label_end);
	text = lines_of(a, str_slice(value, label_end + 5, end));
	for (str rest = text, line; rest.p != NULL;) {
		line = without_operator(str_cut(&rest, '\n'));
		if (str_find(line, S("ENCRYPTED")) != STR_NONE)
			out->encrypted = true;
		if (str_find_byte(line, ':') != STR_NONE || (line.n > 0 && line.p[0] == '='))
			continue;
		for (size_t i = 0; i < line.n; i++)
			if (line.p[i] != ' ')
				buf_byte(&b, line.p[i]);
	}
	out->encrypted |= str_starts(out->label, S("ENCRYPTED"));
	return base64_decode(a, buf_str(&b), &out->bytes) && out->bytes.n > 0;
}

/* ---- DER ---- */

struct der {
	uint8_t tag;
	str content;
};

static bool der_next(str *rest, struct der *out)
{
	struct cur c = cur_of(*rest);
	size_t n;

	out->tag = cur_u8(&c);
	n = cur_u8(&c);
	if (n > 0x80) {
		unsigned size = n & 0x7f;
		if (size > 4)
			return false;
		for (n = 0; size > 0; size--)
			n = n << 8 | cur_u8(&c);
	} else if (n == 0x80) {
		return false;
	}
	out->content = cur_bytes(&c, n);
	if (c.bad)
		return false;
	*rest = str_slice(*rest, c.at, rest->n);
	return true;
}

/* The parts of a container fill it. */
static unsigned der_parts(str content, struct der parts[10])
{
	unsigned n = 0;

	while (content.n > 0 && n < 10) {
		if (!der_next(&content, &parts[n]))
			return 0;
		n++;
	}
	return content.n == 0 ? n : 0;
}

enum key_form { KEY_NONE, KEY_PKCS1, KEY_SEC1, KEY_PKCS8, KEY_PKCS8_ENCRYPTED, KEY_DSA };

static enum key_form key_form_of(str bytes)
{
	struct der whole, p[10], inner[10];
	unsigned n;

	if (!der_next(&bytes, &whole) || whole.tag != 0x30 || bytes.n > 0)
		return KEY_NONE;
	n = der_parts(whole.content, p);
	if (n < 2)
		return KEY_NONE;
	if (p[0].tag == 0x30 && p[1].tag == 0x04 && n == 2)
		return der_parts(p[0].content, inner) > 0 ? KEY_PKCS8_ENCRYPTED : KEY_NONE;
	if (p[0].tag != 0x02 || p[0].content.n != 1)
		return KEY_NONE;
	if (p[1].tag == 0x30 && n >= 3 && p[2].tag == 0x04)
		return der_parts(p[1].content, inner) > 0 && inner[0].tag == 0x06 ? KEY_PKCS8
										  : KEY_NONE;
	if (p[1].tag == 0x04 && p[0].content.p[0] == 1)
		return KEY_SEC1;
	for (unsigned i = 1; i < n; i++) {
		if (p[i].tag != 0x02)
			return KEY_NONE;
	}
	return n >= 9 ? KEY_PKCS1 : n >= 6 ? KEY_DSA : KEY_NONE;
}

static void is_encrypted(struct secret_candidate *c)
{
	c->severity = MEDIUM;
	c->note = "encrypted with a passphrase";
}

/* ---- OpenSSH: PROTOCOL.key ---- */

static str ssh_string(struct cur *c)
{
	return cur_bytes(c, cur_u32be(c));
}

static bool is_openssh(struct secret_candidate *c, str bytes)
{
	struct cur in = cur_of(bytes);
	str cipher, public;
	uint32_t keys;

	if (!str_eq(cur_bytes(&in, 15), (str){(const uint8_t *)"openssh-key-v1", 15}))
		return false;
	cipher = ssh_string(&in);
	ssh_string(&in); /* key derivation */
	ssh_string(&in);
	keys = cur_u32be(&in);
	public = ssh_string(&in);
	ssh_string(&in);
	if (in.bad || keys == 0)
		return false;
	if (!str_eq(cipher, S("none"))) {
		is_encrypted(c);
	} else {
		struct cur k = cur_of(public);
		str type = ssh_string(&k);
		if (!k.bad && type.n < 40)
			c->note = (const char *)arena_printf(c->arena, "%.*s", STR_ARG(type)).p;
	}
	return true;
}

/* ---- PGP: RFC 9580, the first packet is a secret key ---- */

static bool is_pgp(struct secret_candidate *c, str bytes)
{
	uint8_t tag = bytes.n > 60 ? bytes.p[0] : 0;

	if (tag == 0xc5 || (tag & 0xfc) == 0x94)
		return true;
	c->confidence = LOW;
	return bytes.n > 200;
}

/* Keys for tests are made to be published: worth a look, no alarm. */
static void grade_by_path(struct secret_candidate *c)
{
	static const char *const folders[] = {"test/",	   "tests/",   "testdata/", "certdata/",
					      "fixtures/", "testing/", "examples/", "test_data/"};

	for (size_t i = 0; i < COUNTOF(folders); i++) {
		str folder = str_of(folders[i]);
		size_t at = str_find(c->path, folder);
		if (at != STR_NONE && (at == 0 || strchr("/_-", c->path.p[at - 1]) != NULL)) {
			c->severity = LOW;
			c->note = "below a folder of tests";
		}
	}
}

/* Its pattern has found the parts of a key (RFC 7517). */
bool secret_verify_jwk(struct secret_candidate *c)
{
	grade_by_path(c);
	return true;
}

bool secret_verify_pem(struct secret_candidate *c)
{
	struct armour a;

	if (!open_armour(c->arena, c->value, &a))
		return false;
	grade_by_path(c);
	if (str_starts(a.label, S("OPENSSH")))
		return is_openssh(c, a.bytes);
	if (str_starts(a.label, S("PGP")))
		return is_pgp(c, a.bytes);
	if (a.encrypted && !str_starts(a.label, S("ENCRYPTED"))) { /* RFC 1421 headers */
		is_encrypted(c);
		return a.bytes.n >= 48 && a.bytes.n % 8 == 0;
	}
	switch (key_form_of(a.bytes)) {
	case KEY_NONE:
		return false;
	case KEY_PKCS8_ENCRYPTED:
		is_encrypted(c);
		return true;
	case KEY_PKCS1:
	case KEY_SEC1:
	case KEY_PKCS8:
	case KEY_DSA:
		break;
	}
	return true;
}

bool secret_verify_der(struct secret_candidate *c)
{
	struct buf b = buf_in(c->arena);
	str bytes, text = lines_of(c->arena, c->value);
	enum key_form form;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] > ' ')
			buf_byte(&b, text.p[i]);
	if (!base64_decode(c->arena, buf_str(&b), &bytes))
		return false;
	form = key_form_of(bytes);
	if (form == KEY_PKCS8_ENCRYPTED)
		is_encrypted(c);
	return form != KEY_NONE;
}

/* PFX (RFC 7292): version 3 and a container, the lengths agree. */
bool secret_verify_pkcs12(struct secret_candidate *c)
{
	struct der whole, p[10];
	str bytes;

	if (!base64_decode(c->arena, c->value, &bytes) || !der_next(&bytes, &whole) ||
	    whole.tag != 0x30 || bytes.n > 0 || der_parts(whole.content, p) < 2)
		return false;
	c->note = "opened by its password";
	return p[0].tag == 0x02 && p[0].content.n == 1 && p[0].content.p[0] == 3 &&
	       p[1].tag == 0x30;
}

bool secret_verify_putty(struct secret_candidate *c)
{
	if (str_find(c->value, S("Encryption: none")) == STR_NONE)
		is_encrypted(c);
	return str_find(c->value, S("Public-Lines: ")) != STR_NONE;
}
