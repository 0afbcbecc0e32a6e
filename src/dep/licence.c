#include "dep/licence.h"

/* Trove classifiers that name one licence of the SPDX list. */
static const struct {
	const char *classifier, *id;
} names[] = {
	{"Academic Free License (AFL)", "AFL-3.0"},
	{"Apache Software License", "Apache-2.0"},
	{"BSD License", "BSD-3-Clause"},
	{"Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"},
	{"Eclipse Public License 2.0 (EPL-2.0)", "EPL-2.0"},
	{"European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"},
	{"GNU Affero General Public License v3", "AGPL-3.0-only"},
	{"GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"},
	{"GNU General Public License (GPL)", "GPL"},
	{"GNU General Public License v2 (GPLv2)", "GPL-2.0-only"},
	{"GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"},
	{"GNU General Public License v3 (GPLv3)", "GPL-3.0-only"},
	{"GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"},
	{"GNU Lesser General Public License v2 (LGPLv2)", "LGPL-2.0-only"},
	{"GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPL-2.0-or-later"},
	{"GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"},
	{"GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"},
	{"GNU Library or Lesser General Public License (LGPL)", "LGPL"},
	{"ISC License (ISCL)", "ISC"},
	{"MIT License", "MIT"},
	{"MIT No Attribution License (MIT-0)", "MIT-0"},
	{"Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"},
	{"Python Software Foundation License", "PSF-2.0"},
	{"The Unlicense (Unlicense)", "Unlicense"},
	{"Zope Public License", "ZPL-2.1"},
	{"zlib/libpng License", "Zlib"},
};

str licence_of_classifier(str name)
{
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_eq(name, str_of(names[i].classifier)))
			return str_of(names[i].id);
	return name;
}

/* One alternative is denied when any of its parts is. */
static bool part_denied(str text, bool (*denied)(const void *ctx, str id), const void *ctx)
{
	if (denied(ctx, str_trim(text)))
		return true;
	for (str rest = text, word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		while (word.n > 0 && word.p[0] == '(')
			word = str_slice(word, 1, word.n);
		while (word.n > 0 && word.p[word.n - 1] == ')')
			word.n--;
		if (word.n > 0 && !str_in(word, "AND OR WITH and or with") && denied(ctx, word))
			return true;
	}
	return false;
}

bool licence_denied(str expression, bool (*denied)(const void *ctx, str id), const void *ctx)
{
	for (;;) {
		size_t at = str_find_nocase(expression, S(" or "));
		if (!part_denied(str_slice(expression, 0, at), denied, ctx))
			return false;
		if (at == STR_NONE)
			return true;
		expression = str_slice(expression, at + 4, expression.n);
	}
}
