#include "engine/check.h"

static void torch_hub_download(struct check *c, const struct node *call)
{
	str method = call_method(c, call);
	struct call_arg a;

	if (str_eq(method, S("download_url_to_file"))) {
		a = arg_at(c, call, 2, "hash_prefix");
		if (a.state == ARG_STATE_UNKNOWN ||
		    (a.state == ARG_STATE_GIVEN && !is_none(c, a.node)))
			return;
	} else {
		a = arg_at(c, call, 4, "check_hash");
		if (a.state == ARG_STATE_UNKNOWN ||
		    (a.state == ARG_STATE_GIVEN && !is_false(c, a.node)))
			return;
	}
	finding(c, call, "%.*s() does not check the digest of what it downloads", STR_ARG(method));
}

const struct rule rule_torch_hub_download = {
	.id = "ML106",
	.name = "torch_hub_unchecked_download",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {494, 502},
	.title = "torch.hub download without a digest check",
	.why = "Weights fetched by URL are unpickled or run later; whoever controls the server, "
	       "the "
	       "bucket or the name in DNS chooses them. torch checks a digest only when asked.",
	.fix = "Pass check_hash=True (the file name must end in -<sha256 prefix>) or "
	       "hash_prefix='<sha256>'.",
	.bad = "from torch.hub import load_state_dict_from_url, download_url_to_file\n"
	       "s = load_state_dict_from_url('https://e.org/w.pth')   #! ML106\n"
	       "download_url_to_file('https://e.org/w.pth', 'w.pth')   #! ML106\n",
	.good = "from torch.hub import load_state_dict_from_url, download_url_to_file\n"
		"s = load_state_dict_from_url('https://e.org/w-0a1b2c3d.pth', check_hash=True)\n"
		"download_url_to_file('https://e.org/w', 'w', hash_prefix='0a1b2c3d')\n",
	.calls = "torch.hub.load_state_dict_from_url torch.hub.download_url_to_file "
		 "torch.utils.model_zoo.load_url torchvision.models.utils.load_state_dict_from_url",
	.py = torch_hub_download,
};
