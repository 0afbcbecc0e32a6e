#include "engine/check.h"

static void download_timeout(struct check *c, const struct node *call)
{
	finding(c, call, "%.*s() has no read timeout and checks no digest",
		STR_ARG(call_method(c, call)));
}

const struct rule rule_download_timeout = {
	.id = "ML211",
	.name = "download_no_timeout",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {400, 494},
	.title = "Download helper without a read timeout",
	.why = "urlretrieve and wget.download cannot be given a timeout: a server that stops "
	       "sending "
	       "hangs the job. They also check nothing about what arrives.",
	.fix = "Stream with requests.get(url, stream=True, timeout=(3.05, 30)) and compare the "
	       "SHA-256 "
	       "before using the file.",
	.bad = "from urllib.request import urlretrieve\n"
	       "urlretrieve('https://e.org/m.bin', 'm.bin')   #! ML211\n",
	.good = "import requests\nr = requests.get('https://e.org/m.bin', timeout=30)\n",
	.calls = "urllib.request.urlretrieve urllib.urlretrieve wget.download "
		 "urllib.request.URLopener().retrieve",
	.py = download_timeout,
};
