/* What the block of a try statement does, so that a lost exception can be graded: the most serious
 * call in it decides. First by the resolved name of the callee, then by the words of its last name,
 * then by what it is given. The tables are data: a name stands where losing its exception does the
 * harm that the tier's comment says. */
#include "rules/py/handler.h"

struct clue {
	enum tier tier;
	const char *names; /* dotted names; one that ends in `.` is a prefix */
};

/* clang-format off */
static const struct clue clues[] = {
	/* A forged, expired or tampered thing goes through as if it were genuine. */
	{TIER_CRITICAL, "jwt.decode jwt.decode_complete jose.jwt.decode jose.jws.verify authlib.jose. jwcrypto. "
			"itsdangerous. cryptography. Crypto.Cipher. Crypto.Signature. Cryptodome. nacl. "
			"bcrypt.checkpw passlib. argon2. hmac.compare_digest secrets.compare_digest "
			"ssl.match_hostname OpenSSL.crypto. gnupg. sigstore. ldap.initialize "
			"google.oauth2.id_token. google.auth.jwt. "
			"django.contrib.auth.authenticate django.contrib.auth.hashers.check_password "
			"django.core.signing.loads django.core.signing.Signer().unsign "
			"django.core.signing.TimestampSigner().unsign django.middleware.csrf. "
			"flask_login.login_user werkzeug.security.check_password_hash"},
	/* Input that was to be refused is used. */
	{TIER_CRITICAL, "jsonschema.validate pandera. cerberus. voluptuous. marshmallow. "
			"pydantic.TypeAdapter().validate_python pydantic.TypeAdapter().validate_json "
			"great_expectations."},
	/* Code-bearing formats: an exception is often the only trace of an attack. */
	{TIER_CRITICAL, "pickle.load pickle.loads pickle.Unpickler().load cPickle.loads cPickle.load dill.load "
			"dill.loads cloudpickle.load cloudpickle.loads marshal.load marshal.loads "
			"yaml.load yaml.unsafe_load yaml.full_load jsonpickle.decode shelve.open"},
	/* The service goes on with another model, or none; the training goes on with less data. */
	{TIER_HIGH,     "torch.load torch.jit.load torch.hub.load torch.package. joblib.load numpy.load numpy.loadtxt "
			"numpy.genfromtxt numpy.fromfile pandas.read_csv pandas.read_parquet pandas.read_json "
			"pandas.read_excel pandas.read_pickle pandas.read_feather pandas.read_hdf pandas.read_sql "
			"polars.read_csv polars.read_parquet pyarrow.parquet.read_table datasets.load_dataset "
			"datasets.load_from_disk safetensors.safe_open safetensors.torch.load_file "
			"safetensors.torch.load onnx.load onnxruntime.InferenceSession tensorflow.saved_model.load "
			"tensorflow.keras.models.load_model keras.models.load_model keras.saving.load_model "
			"tf.saved_model.load mlflow.pyfunc.load_model skops.io.load spacy.load xgboost.Booster().load_model "
			"huggingface_hub.hf_hub_download huggingface_hub.snapshot_download h5py.File anndata.read_h5ad "
			"Bio.SeqIO.parse Bio.SeqIO.read scipy.io.loadmat"},
	/* What was to be written, sent or logged is lost. */
	{TIER_MEDIUM,   "requests. httpx. urllib.request.urlopen urllib.request.urlretrieve urllib3.PoolManager(). "
			"aiohttp.ClientSession(). smtplib. ftplib. paramiko. subprocess.run subprocess.call "
			"subprocess.check_call subprocess.check_output subprocess.Popen os.system "
			"socket.create_connection shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move "
			"os.replace os.rename logging.config. logging.basicConfig logging.FileHandler "
			"logging.handlers. json.dump pickle.dump torch.save numpy.save joblib.dump boto3. open io.open"},
};

/* The callee's last name, whole. */
static const struct clue methods[] = {
	{TIER_CRITICAL, "check_password check_permission check_permissions check_token check_signature check_auth "
			"check_api_key check_credentials check_csrf compare_digest checkpw has_permission has_perm "
			"full_clean model_validate model_validate_json validate_python decode_token decode_jwt jwt_decode "
			"unsign introspect_token load_pem_private_key load_pem_public_key load_pem_x509_certificate "
			"require_auth require_permission require_login authorize_request"},
	{TIER_HIGH,     "from_pretrained load_state_dict load_weights load_checkpoint load_model load_dataset "
			"load_tokenizer load_from_checkpoint load_models load_datasets load_embeddings load_adapter "
			"read_h5ad read_fasta"},
	{TIER_MEDIUM,   "write_text write_bytes writelines commit executemany sendall sendmail send_message "
			"upload_file upload_fileobj put_object urlopen urlretrieve insert_one insert_many bulk_create "
			"dictConfig fileConfig addHandler read_text read_bytes savefig save_pretrained save_model "
			"save_checkpoint"},
};

/* The callee's first word: verify_signature, _validateToken. */
static const char critical_verbs[] = "verify validate authenticate authorize authorise decrypt unpickle deserialize "
				     "deserialise unmarshal";
/* Nouns that turn load_, read_ and restore_ into the loading of a model or of data. */
static const char load_verbs[] = "load read restore";
static const char load_nouns[] = "model models weights checkpoint checkpoints ckpt dataset datasets tokenizer embeddings "
				 "scaler estimator adapter";
/* Arguments that turn check(x), decode(x) into a matter of authentication. Not `token`: in code about
 * language a token is a word. */
static const char secret_verbs[] = "check decode parse match test lookup confirm";
static const char secret_words[] = "jwt signature password passwd credential credentials certificate hmac otp totp csrf";
static const char cleanup_verbs[] = "close aclose shutdown terminate kill cancel join disconnect stop rollback release unlink "
				    "remove rmtree rmdir cleanup flush dispose quit exit wait unregister delete detach clear "
				    "destroy logout unlock reset removedirs pop discard empty_cache collect";
/* clang-format on */

static bool name_matches(str name, const char *names)
{
	for (str rest = str_of(names); rest.p != NULL;) {
		str one = str_cut(&rest, ' ');
		if (one.n == 0)
			continue;
		if (one.p[one.n - 1] == '.' ? str_starts(name, one) : str_eq(name, one))
			return true;
	}
	return false;
}

static str first_word(str identifier)
{
	return word_cut(&identifier);
}

static bool given_secret(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		const struct node *e = a->kind == NODE_KEYWORD ? a->child : a;
		if ((e->kind == NODE_NAME || e->kind == NODE_ATTRIBUTE) &&
		    has_word(node_name(c, e), secret_words))
			return true;
	}
	return false;
}

static enum tier tier_of_method(struct check *c, const struct node *call, str method)
{
	str first = first_word(method);

	for (size_t i = 0; i < COUNTOF(methods); i++)
		if (str_in(method, methods[i].names))
			return methods[i].tier;
	if (word_in(first, critical_verbs))
		return TIER_CRITICAL;
	if (word_in(first, load_verbs) && has_word(method, load_nouns))
		return TIER_HIGH;
	if (word_in(first, secret_verbs) && given_secret(c, call))
		return TIER_CRITICAL;
	return TIER_LOW;
}

static enum tier tier_of_call(struct check *c, const struct node *call, str method)
{
	enum tier tier = tier_of_method(c, call, method);
	str name = call_name(c, call);

	if (name.n == 0 || name.p[0] == '.')
		return tier;
	for (size_t i = 0; i < COUNTOF(clues); i++)
		if (clues[i].tier > tier && name_matches(name, clues[i].names))
			return clues[i].tier;
	return tier;
}

/* Checks of form: critical where nothing but the exception says `no`, that is when the call is the
 * last thing that the block does and its result is not used. */
static const char soft_words[] =
	"validate model deserialize deserialise unmarshal parse match test lookup load";

/* A file or an answer that is only read: nothing is lost, the program takes another value. */
static bool only_reads(struct check *c, const struct node *call, str method)
{
	struct value mode;

	if (str_in(method,
		   "read_text read_bytes get head json check_output tell Client AsyncClient "
		   "Session disable_warnings"))
		return true;
	if (!str_in(call_name(c, call), "open io.open"))
		return false;
	mode = value_of(c, arg_node(c, call, 1, "mode"));
	return mode.kind == VALUE_STR ? str_find_byte(mode.text, 'r') == 0 &&
						str_find_byte(mode.text, '+') == STR_NONE
				      : !arg_given(c, call, 1, "mode");
}

struct survey {
	struct check *c;
	const struct node *last; /* a bare call at the end of the block */
	struct duty *duty;
	uint32_t cleanups;
};

static void survey_call(struct survey *s, const struct node *call)
{
	str method = call_method(s->c, call);
	enum tier tier = tier_of_call(s->c, call, method);

	s->duty->calls++;
	if (word_in(first_word(method), cleanup_verbs))
		s->cleanups++;
	if (tier == s->duty->tier && s->duty->reads)
		s->duty->reads = only_reads(s->c, call, method);
	if (tier > s->duty->tier) {
		s->duty->tier = tier;
		s->duty->what = method;
		s->duty->reads = only_reads(s->c, call, method);
		s->duty->soft = call != s->last && word_in(first_word(method), soft_words);
	}
}

/* An inner try with a broad handler looks after itself. */
static bool guards_itself(struct check *c, const struct node *try)
{
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next)
		if (handler_catches(c, h).broad)
			return true;
	return false;
}

static bool survey_node(const struct node *n, void *ctx)
{
	struct survey *s = ctx;

	switch ((enum node_kind)n->kind) {
	case NODE_FUNCTION_DEF:
	case NODE_CLASS_DEF:
	case NODE_LAMBDA:
		return false;
	case NODE_TRY:
		return !guards_itself(s->c, n);
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
		s->duty->imports = true;
		return false;
	case NODE_RETURN:
	case NODE_YIELD:
		s->duty->returns = true;
		return true;
	case NODE_CALL:
		survey_call(s, n);
		return true;
	default:
		return true;
	}
}

struct duty block_duty(struct check *c, const struct node *body)
{
	struct duty duty = {.tier = TIER_LOW};
	struct survey s = {.c = c, .duty = &duty};

	for (const struct node *stmt = body->child; stmt != NULL; stmt = stmt->next)
		if (stmt->next == NULL && stmt->kind == NODE_EXPR_STMT)
			s.last =
				node_is(stmt->child, NODE_AWAIT) ? stmt->child->child : stmt->child;
	for (const struct node *stmt = body->child; stmt != NULL; stmt = stmt->next)
		node_each(stmt, survey_node, &s);
	duty.cleanup = duty.calls > 0 && s.cleanups == duty.calls;
	return duty;
}
