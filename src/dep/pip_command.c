#include "dep/pip_command.h"

#include "dep/conda.h"
#include "dep/requirements.h"
#include "dep/source.h"

/* Options of pip, uv and pipx that take a value. */
static const char with_value[] =
	"-t --target -d --dest -w --wheel-dir --platform --python-version --implementation --abi "
	"--root --prefix --src --upgrade-strategy -C --config-settings --config-setting "
	"--global-option --install-option --build-option --no-binary --only-binary --progress-bar "
	"--root-user-action --report -f --find-links --trusted-host --use-feature "
	"--use-deprecated --cache-dir --proxy --retries --timeout --exists-action --cert "
	"--client-cert --log --keyring-provider --python --group --resume-retries "
	"--build-constraint --build-constraints -b --build --all-releases --only-final -p "
	"--index-strategy --resolution --prerelease --exclude-newer --torch-backend --link-mode "
	"--refresh-package --reinstall-package --override --overrides --extra "
	"--no-build-isolation-package --config-file --directory --project -P --upgrade-package "
	"--allow-insecure-host --python-platform --pip-args --suffix --preinstall";

enum takes {
	TAKES_NOTHING,
	TAKES_VALUE,
	TAKES_INDEX,
	TAKES_EXTRA_INDEX,
	TAKES_PACKAGE,
	TAKES_FILE
};

static enum takes option_takes(str name)
{
	if (str_in(name, "-i --index-url --pypi-url --default-index"))
		return TAKES_INDEX;
	if (str_in(name, "--extra-index-url --index"))
		return TAKES_EXTRA_INDEX;
	if (str_in(name, "-e --editable --spec --with"))
		return TAKES_PACKAGE;
	if (str_in(name, "-r --requirement --requirements -c --constraint --constraints"))
		return TAKES_FILE;
	return str_in(name, with_value) ? TAKES_VALUE : TAKES_NOTHING;
}

static str base_name(str program)
{
	str name = str_after_last(program, '/');

	return str_ends(name, S(".exe")) ? str_slice(name, 0, name.n - 4) : name;
}

/* `word`, or `word` with a version: pip3, python3.11. */
static bool is_program(str name, const char *word)
{
	str rest = str_slice(name, strlen(word), name.n);

	if (!str_starts(name, str_of(word)))
		return false;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] != '.' && (rest.p[i] < '0' || rest.p[i] > '9'))
			return false;
	return true;
}

static bool is_assignment(str word)
{
	size_t n = str_find_byte(word, '=');

	for (size_t i = 0; n != STR_NONE && i < n; i++)
		if (word.p[i] != '_' && !((word.p[i] | 32) >= 'a' && (word.p[i] | 32) <= 'z') &&
		    !(i > 0 && word.p[i] >= '0' && word.p[i] <= '9'))
			return false;
	return n != STR_NONE && n > 0;
}

/* The word that names an installer, among the first ones of the command: wrappers (sudo, poetry
 * run, python -m) may stand before it. `count`: there is none. */
static uint32_t find_installer(const struct shell_word *words, uint32_t count)
{
	uint32_t most = 8;

	for (uint32_t i = 0; i < count && i < most; i++) {
		str name = base_name(words[i].text.text);
		if (is_assignment(name)) {
			most++;
			continue;
		}
		if (is_program(name, "pip") || str_in(name, "pipx -mpip"))
			return i;
		if (str_eq(name, S("uv")) && i + 1 < count &&
		    str_in(words[i + 1].text.text, "pip tool"))
			return i + 1;
		if (str_in(name, "echo printf grep sed awk cat git apt apt-get"))
			break;
	}
	return count;
}

/* Which word is the first behind `install`? 0: the command installs nothing. */
static uint32_t find_install(const struct shell_word *words, uint32_t count)
{
	for (uint32_t i = find_installer(words, count) + 1; i < count; i++) {
		str word = words[i].text.text;
		if (str_in(word, "install download wheel inject"))
			return i + 1;
		if (str_in(word,
			   "uninstall freeze list show check config cache search hash compile "
			   "sync"))
			return 0;
	}
	return 0;
}

/* `torch==$VERSION`: the name is known, and what decides is not. */
static struct dep_package *read_unknown(const struct pip_command *c, const struct shell_word *w)
{
	struct reader_text name = w->text;
	struct dep_package *p;
	size_t n = 0;

	reader_problem(c->r, name.at, c->lost, "the value of a variable decides here: %.*s",
		       STR_ARG(reader_found(c->r, name.text)));
	while (n < name.text.n && strchr("$`[=<>!~; ", name.text.p[n]) == NULL)
		n++;
	if (n == name.text.n || name.text.p[n] == '$' || name.text.p[n] == '`')
		return NULL;
	name.text.n = n;
	if (!package_name_valid(name.text))
		return NULL;
	p = reader_add(c->r, name.text, &name);
	p->kind = DEP_NAMED;
	return p;
}

static void read_package(const struct pip_command *c, const struct shell_word *w, bool editable)
{
	struct dep_package *p;
	str text = w->text.text;

	if (w->pattern || text.n == 0 || text.p[0] == '.')
		return; /* files that a build made, the project itself */
	if (w->unknown)
		p = read_unknown(c, w);
	else if (editable)
		p = requirements_source(c->r, &w->text, text);
	else
		p = requirements_argument(c->r, &w->text);
	if (p == NULL)
		return;
	p->flags |= c->flags | (editable ? DEP_EDITABLE : 0);
	p->group = c->group;
}

static void read_value(const struct pip_command *c, str option, enum takes takes,
		       const struct shell_word *w)
{
	switch (takes) {
	case TAKES_INDEX:
	case TAKES_EXTRA_INDEX:
		if (!w->unknown)
			reader_index(c->r, w->text.text, w->text.at, takes == TAKES_EXTRA_INDEX);
		return;
	case TAKES_PACKAGE:
		read_package(c, w, str_in(option, "-e --editable"));
		return;
	case TAKES_FILE:
		if (c->includes && !w->unknown)
			reader_include(c->r, w->text.text, w->text.at,
				       str_starts(option, S("-c")) ||
					       str_starts(option, S("--constraint")));
		return;
	case TAKES_VALUE:
	case TAKES_NOTHING:
		return;
	}
}

/* `-qU`, `-rfile`: the letter that takes a value, or the last one, and what stands behind it. */
static str short_option(const struct pip_command *c, str word, str *value)
{
	str name;
	size_t i = 1;

	do
		name = arena_printf(c->r->arena, "-%c", word.p[i++]);
	while (i < word.n && option_takes(name) == TAKES_NOTHING);
	*value = str_slice(word, i, word.n);
	return name;
}

/* An option that is word i; returns the number of the word behind what it took. */
static uint32_t read_option(const struct pip_command *c, const struct shell_word *words,
			    uint32_t count, uint32_t i)
{
	struct shell_word value = words[i];
	str word = value.text.text, rest = word, name;
	enum takes takes;

	name = str_starts(word, S("--")) ? str_cut(&rest, '=') : short_option(c, word, &rest);
	takes = option_takes(name);
	if (takes == TAKES_NOTHING)
		return i + 1;
	if (rest.n > 0)
		value.text = reader_part(&value.text, word.n - rest.n, word.n);
	else if (i + 1 < count)
		value = words[++i];
	read_value(c, name, takes, &value);
	return i + 1;
}

/* ---- conda ---- */

/* Which word is the first behind `conda install` or `conda create`? 0: the command is another. */
static uint32_t find_conda(const struct shell_word *words, uint32_t count)
{
	bool conda = false;

	for (uint32_t i = 0; i < count && i < 8; i++) {
		str word = words[i].text.text;
		if (conda && str_in(word, "install create"))
			return i + 1;
		if (conda && str_in(word, "run env remove list"))
			return 0;
		conda |= str_in(base_name(word), "conda mamba micromamba");
	}
	return 0;
}

/* conda's own packages, by its own rules (dep/conda.h). */
static void read_conda(const struct pip_command *c, const struct shell_word *words, uint32_t count,
		       uint32_t i)
{
	static const char options_with_value[] = "-c --channel -n --name -p --prefix -f --file "
						 "--solver --repodata-fn --subdir --platform";
	struct lock l = {.r = *c->r, .out = c->r->out};
	uint32_t first = l.out->package_count;

	for (; i < count; i++) {
		str word = words[i].text.text;
		if (word.n > 0 && word.p[0] == '-')
			i += str_in(word, options_with_value);
		else if (!words[i].unknown && word.n > 0)
			conda_spec(&l, word, words[i].text.at);
	}
	*c->r = l.r;
	for (uint32_t k = first; k < l.out->package_count; k++) {
		l.out->packages[k].flags |= c->flags;
		l.out->packages[k].group = c->group;
	}
}

static void nested_command(void *ctx, const struct shell_word *words, uint32_t count)
{
	pip_command_read(ctx, words, count);
}

/* `bash -c "..."`: the script that is another script's word. */
static void read_nested(const struct pip_command *c, const struct shell_word *words, uint32_t count)
{
	struct pip_command copy = *c;
	struct shell shell = {c->r->arena, NULL, nested_command, &copy};
	bool is_shell = false;

	for (uint32_t i = 0; i + 1 < count && i < 8; i++) {
		str word = words[i].text.text;
		is_shell |= str_in(base_name(word), "sh bash dash ash zsh");
		if (is_shell && word.n > 1 && word.p[0] == '-' && str_ends(word, S("c"))) {
			shell_read(&shell, &words[i + 1].text);
			return;
		}
	}
}

void pip_command_read(const struct pip_command *c, const struct shell_word *words, uint32_t count)
{
	uint32_t i = find_install(words, count), conda = i > 0 ? 0 : find_conda(words, count);

	if (conda > 0)
		read_conda(c, words, count, conda);
	else if (i == 0)
		read_nested(c, words, count);
	if (i == 0)
		return;
	if (str_eq(words[i - 1].text.text, S("inject"))) /* pipx inject ENVIRONMENT package... */
		i++;
	while (i < count) {
		str word = words[i].text.text;
		if (word.n >= 2 && word.p[0] == '-') {
			i = read_option(c, words, count, i);
		} else {
			read_package(c, &words[i], false);
			i++;
		}
	}
}
