/* B108: a path below a folder that every local user can write to. Bandit reports every text that
 * starts so; outside --bandit-compat it must be a path, and not only be compared or matched. */
#include "rules/py/bandit.h"
#include "rules/py/origin.h"

static bool is_below(str text, str folder, bool compat)
{
	if (folder.n == 0 || text.n < folder.n || text.p[0] != folder.p[0] ||
	    !str_starts(text, folder))
		return false;
	return compat || text.n == folder.n || folder.p[folder.n - 1] == '/' ||
	       text.p[folder.n] == '/';
}

static bool only_looked_at(const struct check *c)
{
	const struct node *p = check_parent(c, 0);

	if (p != NULL &&
	    (p->kind == NODE_TUPLE || p->kind == NODE_LIST_EXPR || p->kind == NODE_SET))
		p = check_parent(c, 1);
	if (p == NULL)
		return false;
	if (p->kind == NODE_KEYWORD)
		return str_in(node_name(c, p),
			      "help description doc example examples title summary");
	if (p->kind == NODE_CALL && call_receiver(p) != NULL)
		return str_in(call_method(c, p),
			      "exists isdir isfile access disk_usage statvfs startswith endswith "
			      "replace find index count match "
			      "removeprefix lstrip rstrip strip debug info warning "
			      "error");
	return p->kind == NODE_COMPARE || p->kind == NODE_MATCH_VALUE;
}

static bool is_prose(str text)
{
	return str_find_byte(text, ' ') != STR_NONE || str_find_byte(text, '\n') != STR_NONE;
}

/* Most texts are no path at all: that need not be asked of the list. */
static bool is_plain_word(str s)
{
	uint8_t b = s.n > 1 ? s.p[0] | 0x20 : 'a';

	return s.n < 2 || b == ' ' || (b >= 'a' && b <= 'z' && s.p[1] != ':');
}

/* The first bytes of the folders, a bit each: nearly every other text begins with another one. */
static const uint64_t *first_bytes(struct check *c)
{
	static const char key;
	void **memo = file_memo(c, &key);
	uint64_t *set = *memo;

	if (set != NULL)
		return set;
	*memo = set = NEW(c->arena, uint64_t, 4);
	for (str rest = option_list(c, "tmp_dirs"), folder; rest.p != NULL;) {
		folder = str_cut(&rest, '\n');
		if (folder.n > 0)
			set[folder.p[0] >> 6] |= (uint64_t)1 << (folder.p[0] & 63);
	}
	return set;
}

static bool may_begin(struct check *c, const struct node *n)
{
	int first = literal_first(c->file, n);

	return first < 0 || (first_bytes(c)[first >> 6] >> (first & 63) & 1) != 0;
}

/* The folder itself is nothing that another user can make first. */
static enum level tmp_level(const struct check *c, str text, str folder)
{
	while (text.n > 1 && text.p[text.n - 1] == '/')
		text.n--;
	return !c->compat && text.n <= folder.n ? LOW : level_in_tests(c);
}

static void tmp_directory(struct check *c, const struct node *n)
{
	str text;

	if (n->op != CONST_STR || n->end - n->start < 2 ||
	    node_is(check_parent(c, 0), NODE_EXPR_STMT) || !may_begin(c, n))
		return;
	text = literal_text(c->arena, c->file, n);
	for (str rest = option_list(c, "tmp_dirs"), folder; rest.p != NULL;) {
		folder = str_cut(&rest, '\n');
		if (!is_below(text, folder, c->compat))
			continue;
		if (!c->compat && (is_plain_word(text) || only_looked_at(c) || is_prose(text)))
			return;
		finding_graded(c, n, tmp_level(c, text, folder), LEVEL_DEFAULT,
			       "a fixed path in %.*s, where every local user can write",
			       STR_ARG(str_slice(folder, 0, 60)));
		return;
	}
}

static const struct rule_option options[] = {
	{.name = "tmp_dirs",
	 .type = OPTION_LIST,
	 .dflt = "/tmp\n/var/tmp\n/dev/shm",
	 .help = "Folders that every local user can write to."},
	{0},
};

const struct rule rule_hardcoded_tmp_directory = {
	.id = "B108",
	.name = "hardcoded_tmp_directory",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {377},
	.title = "A fixed path in a shared temporary folder",
	.why = "Another user of the machine can put a link or a file of his own there first, and "
	       "so "
	       "choose what is overwritten, or what is loaded.",
	.fix = "Use tempfile.mkstemp, NamedTemporaryFile or TemporaryDirectory.",
	.bad = "f = open('/tmp/model.pt', 'wb')  #! B108\n",
	.good = "import tempfile\nf = tempfile.NamedTemporaryFile()\nok = "
		"path.startswith('/tmp')\n",
	.on = {NODE_CONSTANT},
	.options = options,
	.py = tmp_directory,
};
