/* Downloads by plain http, and by a shell command. */
#include "base/buf.h"
#include "engine/check.h"

static bool local_host(str url)
{
	static const char *const hosts[] = {"localhost", "127.",     "0.0.0.0",	    "[::1]",
					    "10.",	 "192.168.", "\xef\xbf\xbd"};
	str rest = str_slice(url, 7, url.n);

	for (size_t i = 0; i < COUNTOF(hosts); i++)
		if (str_starts(rest, str_of(hosts[i])))
			return true;
	return rest.n == 0;
}

static bool model_file(str url)
{
	static const char *const endings[] = {
		".bin",	   ".pt",	  ".pth",     ".ckpt",	      ".h5",	 ".hdf5",
		".onnx",   ".pkl",	  ".joblib",  ".pickle",      ".gguf",	 ".keras",
		".tflite", ".caffemodel", ".weights", ".safetensors", ".tar.gz", ".tgz",
		".zip",	   ".npz",	  ".npy",     ".whl",	      ".so"};

	for (size_t i = 0; i < COUNTOF(endings); i++)
		if (str_ends(url, str_of(endings[i])))
			return true;
	return false;
}

static void plain_http(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		const struct node *n = a->kind == NODE_KEYWORD ? a->child : a;
		struct value v = value_of(c, n);

		if ((v.kind != VALUE_STR && v.kind != VALUE_PARTIAL_STR) ||
		    !str_starts(v.text, S("http://")) || !model_file(v.text) || local_host(v.text))
			continue;
		finding(c, n, "%.*s is fetched without TLS", STR_ARG(v.text));
		return;
	}
}

/* "wget URL", or ["wget", URL] as one text; empty when unknown. */
static str command_text(struct check *c, const struct node *n)
{
	struct value v = value_of(c, n);
	struct buf b = buf_in(c->arena);

	if (v.kind == VALUE_STR || v.kind == VALUE_PARTIAL_STR)
		return v.text;
	if ((v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) || v.node == NULL)
		return (str){0};
	for (const struct node *e = v.node->child; e != NULL && b.n < 4000; e = e->next) {
		struct value word = value_of(c, e);

		buf_add(&b, word.kind == VALUE_STR ? word.text : S("?"));
		buf_byte(&b, ' ');
	}
	return buf_str(&b);
}

static void shell_download(struct check *c, const struct node *call)
{
	str cmd = command_text(c, arg_node(c, call, 0, "args"));
	bool pipe;

	if (str_find(cmd, S("wget ")) == STR_NONE && str_find(cmd, S("curl ")) == STR_NONE)
		return;
	pipe = str_find(cmd, S("| sh")) != STR_NONE || str_find(cmd, S("| bash")) != STR_NONE ||
	       str_find(cmd, S("|sh")) != STR_NONE || str_find(cmd, S("|bash")) != STR_NONE ||
	       str_find(cmd, S("| python")) != STR_NONE;
	if (pipe)
		finding_graded(c, call, HIGH, HIGH, "A downloaded script is run as it arrives");
	else if (str_find(cmd, S("http://")) != STR_NONE)
		finding_graded(c, call, MEDIUM, HIGH, "A shell downloads without TLS");
	else if (str_find(cmd, S("--no-check-certificate")) != STR_NONE ||
		 str_find(cmd, S("curl -k")) != STR_NONE ||
		 str_find(cmd, S("--insecure")) != STR_NONE)
		finding_graded(c, call, HIGH, HIGH, "A shell downloads without verifying TLS");
	else
		finding(c, call, "A shell downloads a file that nothing checks");
}

const struct rule rules_model_url[] = {
	{
		.id = "ML217",
		.name = "model_over_http",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {319, 494},
		.title = "Model or archive fetched over plain http",
		.why = "Anybody on the way can replace the file; model files are code.",
		.fix = "Use https and compare the SHA-256 of the file.",
		.bad = "from urllib.request import urlretrieve\n"
		       "urlretrieve('http://e.org/model.pt', 'm.pt')   #! ML217\n",
		.good = "from urllib.request import urlretrieve\n"
			"urlretrieve('https://e.org/model.pt', 'm.pt')\n",
		.calls = "requests.get httpx.get urllib.request.urlopen urllib.request.urlretrieve "
			 "wget.download torch.hub.load_state_dict_from_url "
			 "torch.hub.download_url_to_file "
			 "gdown.download requests.Session().get httpx.stream "
			 "pandas.read_pickle *.download_url *.load_url *.download_file *.get_file",
		.py = plain_http,
	},
	{
		.id = "ML218",
		.name = "shell_download",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {494},
		.title = "Download by a shell command",
		.why = "wget or curl in os.system() checks no digest, hides its exit code and, "
		       "with "
		       "--no-check-certificate or plain http, takes the file from anybody.",
		.fix = "Download in Python with a timeout and compare the SHA-256.",
		.bad = "import os\nos.system('wget https://e.org/m.pt')   #! ML218\n"
		       "os.system('curl http://e.org/i.sh | sh')   #! ML218\n",
		.good = "import os\nos.system('ls')\n",
		.calls = "os.system os.popen subprocess.run subprocess.call subprocess.check_call "
			 "subprocess.check_output subprocess.Popen subprocess.getoutput",
		.py = shell_download,
	},
};
