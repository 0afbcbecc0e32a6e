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
