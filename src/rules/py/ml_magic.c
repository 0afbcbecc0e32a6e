/* ML601-ML609: what a notebook tells IPython and the shell: `!pip install`, `%run`, `!curl | sh`,
 * `%env`, and the lines of %%bash cells, which py/notebook.c hands on as `!` lines. A line is cut
 * into commands at && || ; and |, and each into words; quotes are taken off, nothing is expanded.
 */
#include "base/ascii.h"
#include "rules/py/handler.h"
#include "rules/py/magic_line.h"

/* Index of the first argument of `pip install`, 0 if the command is none. */
static unsigned pip_install(const struct command *k)
{
	unsigned i = 0;

	if (str_in(program(k), "uv") && k->count > 1 && str_eq(k->word[1], S("pip")))
		i = 1;
	else if (str_starts(program(k), S("python")) || str_eq(program(k), S("{sys.executable}")))
		while (i < k->count && !str_eq(k->word[i], S("pip")))
			i++;
	else if (!str_in(program(k), "pip pip3 pip2") && !str_starts(program(k), S("pip3.")))
		return 0;
	for (unsigned j = i + 1; j < k->count; j++)
		if (str_eq(k->word[j], S("install")))
			return j + 1;
	return 0;
}

static bool is_url(str w)
{
	return str_starts(w, S("http://")) || str_starts(w, S("https://")) ||
	       str_starts(w, S("git+")) || str_starts(w, S("ftp://"));
}

/* Options of pip and conda whose next word is their value. */
static bool takes_value(str option)
{
	return str_in(option, "-r --requirement -c --constraint -i --index-url --extra-index-url "
			      "-f --find-links -t --target "
			      "--trusted-host -e --editable --prefix --root --platform "
			      "--python-version --timeout "
			      "--retries --proxy --cache-dir --log -n --name -c --channel");
}

typedef void judge(struct check *c, const struct node *n, const struct magic_line *l,
		   struct command *k);

/* Runs a judge over every command of a shell line. */
static void each_command(struct check *c, const struct node *n, judge *see)
{
	struct magic_line l = magic_line_of(c, n);
	struct command k;

	if (!l.shell)
		return;
	for (str rest = l.text; next_command(&rest, &k);) {
		skip_prefixes(&k);
		if (k.count > 0)
			see(c, n, &l, &k);
	}
}

/* ---- ML601, ML602 ---- */

static bool is_pinned(str w)
{
	return str_find(w, S("==")) != STR_NONE || str_find(w, S(" @ ")) != STR_NONE ||
	       str_find(w, S("{")) != STR_NONE || str_find(w, S("$")) != STR_NONE;
}

static void see_unpinned(struct check *c, const struct node *n, const struct magic_line *l,
			 struct command *k)
{
	unsigned i = pip_install(k);

	(void)l;
	if (i == 0)
		return;
	for (; i < k->count; i++) {
		str w = k->word[i];
		if (w.n == 0)
			continue;
		if (w.p[0] == '-') {
			i += takes_value(w) ? 1 : 0;
			continue;
		}
		if (str_in(w, "pip setuptools wheel .") || w.p[0] == '.' || w.p[0] == '/' ||
		    w.p[0] == '>' || str_find_byte(w, '>') == 1 || is_url(w) || is_pinned(w) ||
		    str_ends(w, S(".whl")))
			continue;
		finding(c, n, "pip install %.*s takes whatever version is newest on the day",
			STR_ARG(w));
		return;
	}
}

static bool has_commit(str url)
{
	size_t at = str_rfind_byte(url, '@');
	size_t hex = 0;

	if (at == STR_NONE)
		return false;
	for (size_t i = at + 1; i < url.n; i++, hex++) {
		uint8_t b = url.p[i];
		if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f')))
			break;
	}
	return hex >= 7;
}

static void see_untrusted(struct check *c, const struct node *n, const struct magic_line *l,
			  struct command *k)
{
	unsigned i = pip_install(k);

	(void)l;
	if (i == 0)
		return;
	for (; i < k->count; i++) {
		str w = k->word[i];
		bool plain = str_find(w, S("http://")) != STR_NONE &&
			     str_find(w, S("http://localhost")) == STR_NONE &&
			     str_find(w, S("http://127.0.0.1")) == STR_NONE;
		if (str_starts(w, S("--trusted-host"))) {
			finding(c, n,
				"--trusted-host: packages are taken without checking the server's "
				"certificate");
			return;
		}
		if (plain) {
			finding(c, n,
				"packages over plain HTTP: anybody on the way can change them");
			return;
		}
		if (str_starts(w, S("git+")) && !has_commit(w)) {
			finding_graded(
				c, n, MEDIUM, HIGH,
				"installs whatever the repository holds on the day: no commit");
			return;
		}
		if (str_starts(w, S("https://")) && i > 0 && !takes_value(k->word[i - 1]) &&
		    str_find(w, S("sha256=")) == STR_NONE) {
			finding_graded(c, n, MEDIUM, MEDIUM,
				       "installs a file from an address, without a hash");
			return;
		}
		if (str_starts(w, S("--extra-index-url"))) {
			str url = w.n > 18	     ? str_slice(w, 18, w.n)
				  : i + 1 < k->count ? k->word[i + 1]
						     : (str){0};
			if (str_find(url, S("pytorch.org")) != STR_NONE ||
			    str_find(url, S("nvidia.com")) != STR_NONE ||
			    str_find(url, S("googleapis.com")) != STR_NONE)
				continue;
			finding_graded(
				c, n, LOW, MEDIUM,
				"--extra-index-url: whichever index has the higher version wins");
			return;
		}
	}
}

static void pip_unpinned(struct check *c, const struct node *n)
{
	each_command(c, n, see_unpinned);
}
static void pip_untrusted(struct check *c, const struct node *n)
{
	each_command(c, n, see_untrusted);
}

/* ---- ML603, ML604 ---- */

static bool is_download(const struct command *k)
{
	return str_in(program(k), "curl wget aria2c fetch");
}

/* Does the command run what comes in, rather than read it as data? */
static bool runs_input(const struct command *k)
{
	bool shell = str_in(program(k), "sh bash zsh dash");

	if (!shell && !str_in(program(k), "python python3 perl ruby node"))
		return false;
	if (k->count == 1 || str_eq(k->word[1], S("-")))
		return true;
	return shell && k->word[1].n > 0 && k->word[1].p[0] == '-' && !str_eq(k->word[1], S("-c"));
}

static void download_to_shell(struct check *c, const struct node *n)
{
	struct magic_line l = magic_line_of(c, n);
	struct command k;
	bool downloaded = false;

	if (!l.shell)
		return;
	for (str rest = l.text; next_command(&rest, &k);) {
		skip_prefixes(&k);
		bool runs = str_in(program(&k),
				   "sh bash zsh dash python python3 perl ruby node source");
		bool inner = false;
		for (unsigned i = 1; runs && i < k.count; i++)
			inner = inner || str_find(k.word[i], S("$(curl")) != STR_NONE ||
				str_find(k.word[i], S("<(curl")) != STR_NONE ||
				str_find(k.word[i], S("$(wget")) != STR_NONE ||
				str_find(k.word[i], S("<(wget")) != STR_NONE;
		if ((k.piped && downloaded && runs_input(&k)) || inner) {
			finding(c, n, "what the server sends is run at once, unseen");
			return;
		}
		downloaded = is_download(&k) || (k.piped && downloaded);
	}
}

static void see_download(struct check *c, const struct node *n, const struct magic_line *l,
			 struct command *k)
{
	(void)l;
	if (!is_download(k) && !str_eq(program(k), S("git")))
		return;
	for (unsigned i = 1; i < k->count; i++) {
		str w = k->word[i];
		if (str_in(w, "--no-check-certificate -k --insecure --check-certificate=false -kL "
			      "-Lk -skL -sk -ksL")) {
			finding(c, n, "the server's certificate is not checked");
			return;
		}
		if (str_starts(w, S("http://")) && !str_starts(w, S("http://localhost")) &&
		    !str_starts(w, S("http://127.")) && !str_starts(w, S("http://{"))) {
			finding(c, n,
				"a download over plain HTTP: anybody on the way can change it");
			return;
		}
	}
}

static void download_insecure(struct check *c, const struct node *n)
{
	each_command(c, n, see_download);
}

/* ---- ML605 ---- */

static void run_elsewhere(struct check *c, const struct node *n)
{
	struct magic_line l = magic_line_of(c, n);
	struct command k;
	str rest = l.text;

	if (!l.magic || !next_command(&rest, &k) || !str_in(k.word[0], "run load loadpy load_ext"))
		return;
	for (unsigned i = 1; i < k.count; i++) {
		if (is_url(k.word[i])) {
			finding(c, n,
				"%%%.*s of an address: what the server sends becomes code here",
				STR_ARG(k.word[0]));
			return;
		}
		if (str_eq(k.word[0], S("run")) && str_ends(k.word[i], S(".ipynb"))) {
			finding_graded(c, n, INFO, HIGH,
				       "runs another notebook in this one's names");
			return;
		}
	}
}

/* ---- ML606 ---- */

/* HF_TOKEN, --api-key, dbPassword; not max-tokens, tokenizer. */
static bool is_secret_name(str name)
{
	str before = {0};

	for (size_t i = 0; i < name.n;) {
		size_t from = i;
		while (i < name.n && is_letter(name.p[i]))
			i++;
		str word = str_slice(name, from, i);
		if (word_in(word, "token secret password passwd pwd apikey pat") ||
		    (word_in(word, "key") &&
		     word_in(before, "api access private secret auth service account")))
			return true;
		if (word.n > 0)
			before = word;
		else
			i++;
	}
	return false;
}

/* A value that is written out: no variable, no placeholder. */
static bool is_written(str v)
{
	v = word_unquote(v);
	if (v.n < 6 || v.p[0] == '$' || v.p[0] == '{' || v.p[0] == '<' || v.p[0] == '*' ||
	    v.p[0] == '[')
		return false;
	if (str_find_nocase(v, S("your")) != STR_NONE || str_find(v, S("...")) != STR_NONE ||
	    str_find_nocase(v, S("xxx")) != STR_NONE || str_find(v, S("***")) != STR_NONE ||
	    str_find_nocase(v, S("example")) != STR_NONE ||
	    str_find_nocase(v, S("replace")) != STR_NONE ||
	    str_find_nocase(v, S("placeholder")) != STR_NONE || str_eq_nocase(v, S("false")))
		return false;
	return true;
}

static bool see_assignment(struct check *c, const struct node *n, str word, str next)
{
	size_t eq = str_find_byte(word, '=');
	str name = eq == STR_NONE ? word : str_slice(word, 0, eq);
	str value = eq == STR_NONE ? next : str_slice(word, eq + 1, word.n);

	if (!is_secret_name(name) || !is_written(value))
		return false;
	while (name.n > 0 && name.p[0] == '-')
		name = str_slice(name, 1, name.n);
	finding(c, n, "%.*s is written into the notebook", STR_ARG(name));
	return true;
}

static bool has_login(str url)
{
	size_t scheme = str_find(url, S("://")), at, colon;

	if (scheme == STR_NONE)
		return false;
	str host = str_slice(url, scheme + 3, url.n);
	host = str_slice(host, 0,
			 str_find_byte(host, '/') == STR_NONE ? host.n : str_find_byte(host, '/'));
	at = str_rfind_byte(host, '@');
	if (at == STR_NONE)
		return false;
	str user = str_slice(host, 0, at);
	colon = str_find_byte(user, ':');
	return is_written(colon == STR_NONE ? user : str_slice(user, colon + 1, user.n)) &&
	       (colon != STR_NONE || user.n > 12) && str_find_byte(user, '{') == STR_NONE &&
	       str_find_byte(user, '$') == STR_NONE;
}

static void secret_written(struct check *c, const struct node *n)
{
	struct magic_line l = magic_line_of(c, n);
	struct command k;

	if (!l.shell && !str_starts(l.text, S("env ")) && !str_starts(l.text, S("set_env ")))
		return;
	for (str rest = l.text; next_command(&rest, &k);)
		for (unsigned i = 0; i < k.count; i++) {
			str next = i + 1 < k.count ? k.word[i + 1] : (str){0};
			bool option = k.word[i].n > 0 && k.word[i].p[0] == '-';
			bool assigns = str_find_byte(k.word[i], '=') != STR_NONE;
			bool env = !l.shell && i == 1;
			if ((assigns || option || env) &&
			    see_assignment(c, n, k.word[i],
					   option && next.n > 0 && next.p[0] == '-' ? (str){0}
										    : next))
				return;
			if (is_url(k.word[i]) && has_login(k.word[i])) {
				finding(c, n, "a password or token stands in the address");
				return;
			}
		}
}

/* ---- ML607 ---- */

static void system_built(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	const struct node *receiver = call_receiver(call);
	const struct node *cmd = call_first_arg(call);

	if (receiver == NULL || cmd == NULL || !node_is(receiver, NODE_CALL) ||
	    !str_eq(call_method(c, receiver), S("get_ipython")))
		return;
	(void)name;
	if (cmd->kind == NODE_JOINED_STR ||
	    (cmd->kind == NODE_BIN_OP && value_of(c, cmd).kind != VALUE_STR) ||
	    (cmd->kind == NODE_CALL && str_eq(call_method(c, cmd), S("format"))))
		finding(c, call, "a shell command put together from values");
}

/* ---- ML608 ---- */

struct cloned {
	struct check *c;
	str name[16];
	const struct node *at[16];
	bool told[16];
	unsigned count;
};

static str clone_name(const struct command *k, unsigned url)
{
	str w = url + 1 < k->count && k->word[url + 1].n > 0 && k->word[url + 1].p[0] != '-'
			? k->word[url + 1]
			: k->word[url];
	while (w.n > 0 && w.p[w.n - 1] == '/')
		w.n--;
	w = str_after_last(w, '/');
	return str_ends(w, S(".git")) ? str_slice(w, 0, w.n - 4) : w;
}

static void see_clone(struct cloned *d, const struct node *n, const struct command *k)
{
	if (!str_eq(program(k), S("git")) || k->count < 3 || d->count == COUNTOF(d->name))
		return;
	bool clone = false;
	for (unsigned i = 1; i < k->count; i++) {
		clone = clone || str_eq(k->word[i], S("clone"));
		if (str_in(k->word[i], "checkout reset")) {
			d->count = 0; /* somebody chose a commit */
			return;
		}
		if (clone && (is_url(k->word[i]) || str_starts(k->word[i], S("git@")))) {
			d->name[d->count] = clone_name(k, i);
			d->at[d->count] = n;
			d->told[d->count++] = false;
			return;
		}
	}
}

static void see_use(struct cloned *d, const struct command *k)
{
	if (!str_in(program(k), "python python3 bash sh source pip pip3 make run cd . chmod") &&
	    pip_install(k) == 0)
		return;
	for (unsigned j = 0; j < d->count; j++)
		for (unsigned i = 1; i < k->count && !d->told[j]; i++)
			if (d->name[j].n > 2 && str_find(k->word[i], d->name[j]) != STR_NONE) {
				d->told[j] = true;
				finding(d->c, d->at[j],
					"code of %.*s is run at whatever commit is newest on the "
					"day",
					STR_ARG(d->name[j]));
			}
}

static bool see_magic(const struct node *n, void *ctx)
{
	struct cloned *d = ctx;
	struct command k;

	if (n->kind != NODE_MAGIC)
		return n->kind < NODE_BOOL_OP || n->kind >= NODE_ALIAS;
	struct magic_line l = magic_line_of(d->c, n);
	if (!l.shell && !l.magic)
		return false;
	for (str rest = l.text; next_command(&rest, &k);) {
		skip_prefixes(&k);
		if (k.count == 0)
			continue;
		see_use(d, &k);
		see_clone(d, n, &k);
	}
	return false;
}

static void clone_run(struct check *c, const struct node *module)
{
	struct cloned d = {.c = c};

	if (c->notebook)
		node_each(module, see_magic, &d);
}

const struct rule rules_ml_magic[] = {
	{
		.id = "ML601",
		.name = "notebook_install_unpinned",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1357, 494},
		.title = "Notebook installs a package without a version",
		.why = "The notebook gives other results next month, and installs what an attacker "
		       "publishes under the name "
		       "tomorrow.",
		.fix = "%pip install name==1.2.3, or -r requirements.txt with versions and hashes.",
		.bad = "!pip install transformers  #! ML601\n",
		.good = "!pip install transformers==4.46.0\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = pip_unpinned,
	},
	{
		.id = "ML602",
		.name = "notebook_install_untrusted",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {494, 829, 295},
		.title = "Notebook installs from a source that is not checked",
		.why = "Installing runs the package's code with your rights. --trusted-host and "
		       "plain HTTP let anybody on the "
		       "way replace it; a repository without a commit or a file without a hash may "
		       "change any day.",
		.fix = "The index over HTTPS with versions; git+https://...@<40-digit commit>.",
		.bad = "!pip install --trusted-host pypi.internal torch==2.5.0  #! ML602\n",
		.good = "!pip install torch==2.5.0 --index-url "
			"https://download.pytorch.org/whl/cu121\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = pip_untrusted,
	},
	{
		.id = "ML603",
		.name = "notebook_download_to_shell",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {494, 829},
		.title = "Notebook pipes a download into a shell",
		.why = "Whatever the server sends today runs at once with your rights, and leaves "
		       "no copy to look at.",
		.fix = "Download, compare the SHA-256, read it, then run it.",
		.bad = "!curl -sSL https://example.org/install.sh | bash  #! ML603\n",
		.good = "!curl -sSLO https://example.org/install.sh\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = download_to_shell,
	},
	{
		.id = "ML604",
		.name = "notebook_download_insecure",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {319, 295, 494},
		.title = "Notebook downloads over plain HTTP or without checking the certificate",
		.why = "Data, weights and code can be replaced by anybody on the way.",
		.fix = "https://, and compare the SHA-256.",
		.bad = "!wget http://example.org/weights.bin  #! ML604\n",
		.good = "!wget https://example.org/weights.bin\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = download_insecure,
	},
	{
		.id = "ML605",
		.name = "notebook_runs_address",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829, 494},
		.title = "Notebook runs code from an address",
		.why = "%run and %load of a URL execute what the server sends today.",
		.fix = "Keep the code in the repository and import it.",
		.bad = "%run https://example.org/setup.py  #! ML605\n",
		.good = "%run setup.py\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = run_elsewhere,
	},
	{
		.id = "ML606",
		.name = "notebook_secret_in_shell",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {798, 312},
		.title = "Secret written into a magic or shell line",
		.why = "Notebooks are shared, rendered and committed with everything that stands "
		       "in them.",
		.fix = "getpass.getpass(), or the environment that starts Jupyter; change the "
		       "secret that stood here.",
		.bad = "%env WANDB_API_KEY=0123abcd"
		       "4567ef89  #! ML606\n",
		.good = "%env WANDB_MODE=offline\n",
		.lang = "cell",
		.on = {NODE_MAGIC},
		.py = secret_written,
	},
	{
		.id = "ML607",
		.name = "notebook_system_built",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {78},
		.title = "Shell command of a notebook put together from values",
		.why = "A file name or a model's answer with ; or $( ) in it runs as a command.",
		.fix = "subprocess.run([...]) with a list.",
		.bad = "get_ipython().system(f'unzip {name}')  #! ML607\n",
		.good = "get_ipython().system('unzip data.zip')\n",
		.lang = "cell",
		.calls = "*.system *.getoutput",
		.py = system_built,
	},
	{
		.id = "ML608",
		.name = "notebook_clone_run",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {494, 829},
		.title = "Notebook clones a repository and runs its code, at no fixed commit",
		.why = "The code of others runs as it is on the day, with your rights, tokens and "
		       "data.",
		.fix = "git -C dir checkout <commit> behind the clone.",
		.bad = "!git clone https://example.org/x/trainer  #! ML608\n"
		       "!python trainer/run.py\n",
		.good = "!git clone https://example.org/x/trainer\n"
			"!git -C trainer checkout 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567\n"
			"!python trainer/run.py\n",
		.lang = "cell",
		.on = {NODE_MODULE},
		.py = clone_run,
	},
};
