/* B505: keys that can be computed from their public half. Bandit knows the size of a curve only
 * when it is given as `ec.SECP192R1`, not as the instance `ec.SECP192R1()` that the library asks
 * for. */
#include "rules/py/bandit.h"

static const struct key_type {
	const char *function, *size_name, *type, *high, *medium;
	int size_at;
} key_types[] = {
	{"cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key", "key_size", "DSA",
	 "weak_key_size_dsa_high", "weak_key_size_dsa_medium", 0},
	{"cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", "key_size", "RSA",
	 "weak_key_size_rsa_high", "weak_key_size_rsa_medium", 1},
	{"cryptography.hazmat.primitives.asymmetric.ec.generate_private_key", "curve", "EC",
	 "weak_key_size_ec_high", "weak_key_size_ec_medium", 0},
	{"Crypto.PublicKey.DSA.generate", "bits", "DSA", "weak_key_size_dsa_high",
	 "weak_key_size_dsa_medium", 0},
	{"Crypto.PublicKey.RSA.generate", "bits", "RSA", "weak_key_size_rsa_high",
	 "weak_key_size_rsa_medium", 0},
	{"Cryptodome.PublicKey.DSA.generate", "bits", "DSA", "weak_key_size_dsa_high",
	 "weak_key_size_dsa_medium", 0},
	{"Cryptodome.PublicKey.RSA.generate", "bits", "RSA", "weak_key_size_rsa_high",
	 "weak_key_size_rsa_medium", 0},
};

static const struct curve {
	const char *name;
	int64_t bits;
} curves[] = {
	{"SECT571K1", 571}, {"SECT571R1", 570}, {"SECP521R1", 521},	  {"BrainpoolP512R1", 512},
	{"SECT409K1", 409}, {"SECT409R1", 409}, {"BrainpoolP384R1", 384}, {"SECP384R1", 384},
	{"SECT283K1", 283}, {"SECT283R1", 283}, {"BrainpoolP256R1", 256}, {"SECP256K1", 256},
	{"SECP256R1", 256}, {"SECT233K1", 233}, {"SECT233R1", 233},	  {"SECP224R1", 224},
	{"SECP192R1", 192}, {"SECT163K1", 163}, {"SECT163R2", 163},
};

static int64_t curve_bits(str name)
{
	for (size_t i = 0; i < COUNTOF(curves); i++)
		if (str_eq(name, str_of(curves[i].name)))
			return curves[i].bits;
	return 224;
}

/* The argument as Bandit chooses it: the keyword unless it is falsy, then the position. */
static struct lit size_as_bandit(struct check *c, const struct node *call, const struct key_type *k)
{
	struct lit l = lit_keyword(c, call, k->size_name);

	if (l.kind == LIT_NOTHING || (l.kind == LIT_INT && l.i == 0) ||
	    (l.kind == LIT_TEXT && l.text.n == 0))
		l = lit_positional(c, call, (unsigned)k->size_at);
	return l;
}

static void report(struct check *c, const struct node *call, const struct key_type *k, int64_t bits)
{
	enum level severity;

	if (bits < option_int(c, k->high))
		severity = HIGH;
	else if (bits < option_int(c, k->medium))
		severity = MEDIUM;
	else
		return;
	finding_graded(c, call, severity, HIGH, "a %s key of %lld bits can be computed", k->type,
		       (long long)bits);
}

static void curve(struct check *c, const struct node *call, const struct key_type *k)
{
	const struct node *n;

	if (c->compat) {
		struct lit l = size_as_bandit(c, call, k);

		if (l.kind != LIT_LIST)
			report(c, call, k, l.kind == LIT_TEXT ? curve_bits(l.text) : 224);
		return;
	}
	n = behind_name(c, arg_node(c, call, k->size_at, k->size_name));
	if (node_is(n, NODE_CALL))
		n = n->child;
	if (n != NULL)
		report(c, call, k, curve_bits(name_last(name_of(c, n))));
}

static void size(struct check *c, const struct node *call, const struct key_type *k)
{
	struct value v;

	if (c->compat) {
		struct lit l = size_as_bandit(c, call, k);

		if (l.kind == LIT_FLOAT)
			l.i = l.d < 65536 ? (int64_t)l.d : 65536;
		if ((l.kind == LIT_INT || l.kind == LIT_FLOAT) && l.d > 0)
			report(c, call, k, l.i);
		else if (l.kind == LIT_NOTHING || l.kind == LIT_INT ||
			 (l.kind == LIT_TEXT && l.text.n == 0))
			report(c, call, k, 2048);
		return;
	}
	v = value_of(c, arg_node(c, call, k->size_at, k->size_name));
	if (v.kind == VALUE_INT)
		report(c, call, k, v.i);
}

static void weak_key(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	for (size_t i = 0; i < COUNTOF(key_types); i++) {
		const struct key_type *k = &key_types[i];

		if (!str_eq(name, str_of(k->function)))
			continue;
		if (k->type[0] == 'E')
			curve(c, call, k);
		else
			size(c, call, k);
		return;
	}
}

static const struct rule_option options[] = {
	{.name = "weak_key_size_dsa_high",
	 .type = OPTION_INT,
	 .dflt = "1024",
	 .help = "DSA keys of fewer bits are of high severity."},
	{.name = "weak_key_size_dsa_medium",
	 .type = OPTION_INT,
	 .dflt = "2048",
	 .help = "DSA keys of fewer bits are of medium severity."},
	{.name = "weak_key_size_rsa_high",
	 .type = OPTION_INT,
	 .dflt = "1024",
	 .help = "RSA keys of fewer bits are of high severity."},
	{.name = "weak_key_size_rsa_medium",
	 .type = OPTION_INT,
	 .dflt = "2048",
	 .help = "RSA keys of fewer bits are of medium severity."},
	{.name = "weak_key_size_ec_high",
	 .type = OPTION_INT,
	 .dflt = "160",
	 .help = "Curves of fewer bits are of high severity."},
	{.name = "weak_key_size_ec_medium",
	 .type = OPTION_INT,
	 .dflt = "224",
	 .help = "Curves of fewer bits are of medium severity."},
	{0},
};

const struct rule rule_weak_cryptographic_key = {
	.id = "B505",
	.name = "weak_cryptographic_key",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {326},
	.title = "A cryptographic key that is too short",
	.why = "The private key follows from the public one with hardware that can be rented.",
	.fix = "RSA: at least 3072 bits; elliptic curves: Ed25519 or SECP256R1.",
	.bad = "from cryptography.hazmat.primitives.asymmetric import rsa\n"
	       "k = rsa.generate_private_key(public_exponent=65537, key_size=1024)  #! B505\n",
	.good = "from cryptography.hazmat.primitives.asymmetric import rsa\n"
		"k = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n",
	.calls = "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key "
		 "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key "
		 "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key "
		 "Crypto.PublicKey.DSA.generate Crypto.PublicKey.RSA.generate "
		 "Cryptodome.PublicKey.DSA.generate Cryptodome.PublicKey.RSA.generate",
	.options = options,
	.py = weak_key,
};
