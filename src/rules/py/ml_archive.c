/* An archive that came over the network, unpacked without looking at its members. Plain extractall
 * of any archive is B202's. */
#include "rules/py/origin.h"

#define OUTSIDE (ORIGIN_NETWORK | ORIGIN_DOWNLOAD | ORIGIN_USER)

static bool filtered(struct check *c, const struct node *call, int position)
{
	struct call_arg f = arg_at(c, call, position, "filter");
	struct value v = value_of(c, f.node);

	return f.state != ARG_STATE_ABSENT &&
	       !(v.kind == VALUE_STR && str_eq(v.text, S("fully_trusted")));
}

static void archive_extract(struct check *c, const struct node *call)
{
	const struct node *recv = call_receiver(call);
	str method = call_method(c, call);
	bool unpack = str_eq(method, S("unpack_archive"));
	const struct node *what = unpack ? arg_node(c, call, 0, "filename") : recv;

	if (what == NULL || filtered(c, call, unpack ? 3 : 3))
		return;
	if (!unpack && (arg_given(c, call, 1, "members") ||
			str_in(call_name(c, call), "zipfile.ZipFile().extract")))
		return;
	if (!(origin_of(c, what) & OUTSIDE))
		return;
	finding(c, call, "%.*s() unpacks an archive that was just downloaded", STR_ARG(method));
}

const struct rule rule_archive_extract = {
	.id = "ML304",
	.name = "downloaded_archive",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {22, 409},
	.title = "Downloaded archive unpacked without a filter",
	.why = "A member called ../../.ssh/authorized_keys, or a link, lands outside the folder; a "
	       "bomb "
	       "fills the disk. Model and data-set archives come from people nobody checked.",
	.fix = "tarfile: extractall(path, filter='data'). zip: check every name against the target "
	       "folder and the sum of file sizes before extracting.",
	.bad = "import tarfile, urllib.request\n"
	       "p, _ = urllib.request.urlretrieve('https://e.org/m.tgz')\n"
	       "f = urllib.request.urlretrieve('https://e.org/m.tgz')[0]\n"
	       "tarfile.open(f).extractall('models')   #! ML304\n",
	.good = "import tarfile, urllib.request\n"
		"f = urllib.request.urlretrieve('https://e.org/m.tgz')[0]\n"
		"tarfile.open(f).extractall('models', filter='data')\n",
	.calls = "*.extractall shutil.unpack_archive",
	.py = archive_extract,
};

/* ---- ML313 ---- */

struct guard {
	const struct check *c;
	bool found;
};

/* Does the function look at where members go? */
static bool look_for_guard(const struct node *n, void *ctx)
{
	struct guard *g = ctx;

	if (n->kind == NODE_ATTRIBUTE || n->kind == NODE_NAME)
		g->found = g->found ||
			   str_in(node_name(g->c, n),
				  "is_relative_to relative_to commonpath commonprefix realpath "
				  "resolve abspath normpath startswith isabs is_absolute isfile "
				  "data_filter tar_filter");
	return !g->found;
}

static void tar_member(struct check *c, const struct node *call)
{
	const struct node *where = enclosing_def(c);
	struct guard g = {.c = c};

	if (arg_at(c, call, 4, "filter").state != ARG_STATE_ABSENT || is_test_code(c) ||
	    value_of(c, arg_node(c, call, 0, "member")).kind == VALUE_STR)
		return;
	node_each(where != NULL ? where : check_statement(c), look_for_guard, &g);
	if (!g.found)
		finding(c, call, "A member of an archive is unpacked wherever its name says");
}

const struct rule rule_tar_member = {
	.id = "ML313",
	.name = "tar_member_unfiltered",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {22},
	.title = "Members of a tar archive unpacked one by one without a filter",
	.why = "It is extractall in other words: before Python 3.14 a member called ../x, an "
	       "absolute name or a link lands outside the folder.",
	.fix = "Pass filter='data'.",
	.bad = "import tarfile\n"
	       "with tarfile.open('m.tgz') as t:\n"
	       "    for m in t.getmembers():\n"
	       "        t.extract(m, 'out')   #! ML313\n",
	.good = "import tarfile\n"
		"with tarfile.open('m.tgz') as t:\n"
		"    for m in t.getmembers():\n"
		"        t.extract(m, 'out', filter='data')\n",
	.calls = "tarfile.open().extract tarfile.TarFile().extract tarfile.TarFile.open().extract",
	.py = tar_member,
};
