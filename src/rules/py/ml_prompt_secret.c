/* Secrets and user text inside prompts. A prompt is known by where it goes (content= of a message,
 * the prompt argument of a model call) or by the name it is bound to. */
#include "rules/py/origin.h"
#include "rules/py/telling_name.h"

struct secret_search {
	struct check *c;
	const struct node *hit;
};

/* A secret among the expressions that are put into text; names of counts and flags are none. */
static bool search_secret(const struct node *n, void *ctx)
{
	struct secret_search *s = ctx;

	if (s->hit != NULL || n->kind == NODE_LAMBDA)
		return false;
	if (n->kind == NODE_CALL && str_in(call_method(s->c, n), "len bool mask redact hash type "
								 "isinstance"))
		return false;
	if (reads_secret_variable(s->c, n))
		s->hit = n;
	else if ((n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE) &&
		 name_is_secret(node_name(s->c, n)))
		s->hit = n;
	return s->hit == NULL;
}

static const struct node *secret_in(struct check *c, const struct node *text)
{
	struct secret_search s = {c, NULL};

	if (text->kind == NODE_JOINED_STR || text->kind == NODE_BIN_OP ||
	    (text->kind == NODE_CALL && str_eq(call_method(c, text), S("format"))))
		node_each(text, search_secret, &s);
	return s.hit;
}

/* {"role": R, "content": C}: gives C, and whether R is "system". */
static const struct node *message_content(struct check *c, const struct node *dict, bool *system)
{
	const struct node *content = NULL;
	bool role = false;

	*system = false;
	for (const struct node *k = dict->child; k != NULL && k->next != NULL; k = k->next->next) {
		str key;

		if (!node_is_constant(k, CONST_STR))
			continue;
		key = literal_text(c->arena, c->file, k);
		if (str_eq(key, S("content")))
			content = k->next;
		if (str_eq(key, S("role"))) {
			struct value v = value_of(c, k->next);

			role = true;
			*system = v.kind == VALUE_STR && str_in(v.text, "system developer");
		}
	}
	return role ? content : NULL;
}

static const struct node *built_text(struct check *c, const struct node *n)
{
	const struct binding *b;

	if (!node_is(n, NODE_NAME))
		return n;
	b = scope_find(c->scopes, c->scope, n->atom, NULL);
	return b != NULL && b->count == 1 && b->kind == BIND_ASSIGN && b->value != NULL ? b->value
											: n;
}

static void prompt_secret_message(struct check *c, const struct node *dict)
{
	bool system;
	const struct node *content = message_content(c, dict, &system);
	const struct node *hit = content ? secret_in(c, built_text(c, content)) : NULL;

	if (hit != NULL)
		finding(c, content, "%.*s is put into a prompt", STR_ARG(node_text(c->file, hit)));
}

static void prompt_secret_assign(struct check *c, const struct node *n)
{
	const struct node *target = assign_first_target(n), *hit;
	str name = target ? node_name(c, target) : S("");

	if (str_find_nocase(name, S("prompt")) == STR_NONE || name_is_secret(name))
		return;
	hit = secret_in(c, assign_value(n));
	if (hit != NULL)
		finding(c, n, "%.*s is put into a prompt", STR_ARG(node_text(c->file, hit)));
}

static void prompt_secret(struct check *c, const struct node *n)
{
	if (n->kind == NODE_DICT)
		prompt_secret_message(c, n);
	else
		prompt_secret_assign(c, n);
}

static void prompt_user_message(struct check *c, const struct node *n)
{
	const struct node *content = NULL;
	bool system = false;

	if (n->kind == NODE_DICT)
		content = message_content(c, n, &system);
	else if (str_eq(call_method(c, n), S("SystemMessage"))) {
		content = arg_node(c, n, 0, "content");
		system = true;
	}
	if (!system || content == NULL || !(origin_of(c, content) & ORIGIN_USER))
		return;
	finding(c, content, "Text of a user becomes part of the system prompt");
}

static void prompt_user_system_arg(struct check *c, const struct node *call)
{
	static const char *const names[] = {"system", "system_prompt", "system_instruction",
					    "instructions"};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		const struct node *n = arg_node(c, call, -1, names[i]);

		if (n != NULL && (origin_of(c, n) & ORIGIN_USER))
			finding(c, n, "Text of a user becomes part of the system prompt");
	}
}

/* ---- ML413 ---- */

struct user_search {
	struct check *c;
	const struct node *hit;
};

/* A value that is the user's by its origin or by a name that leaves no doubt. */
static bool search_user(const struct node *n, void *ctx)
{
	struct user_search *s = ctx;

	if (s->hit != NULL || n->kind == NODE_LAMBDA)
		return false;
	if (n->kind == NODE_CALL &&
	    !str_in(call_method(s->c, n), "format join strip str input get get_json"))
		return false; /* cleaned, quoted or counted */
	if ((n->kind == NODE_NAME && n->op == CTX_LOAD &&
	     str_in(node_name(s->c, n), "user_input user_text user_query user_message "
					"user_question user_prompt user_content")) ||
	    ((n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE || n->kind == NODE_CALL) &&
	     (origin_of(s->c, n) & ORIGIN_USER) != 0))
		s->hit = n;
	return s->hit == NULL;
}

/* Text of the program's own that a user's text is put into: f"...{x}", "..." + x, "...".format(x).
 * The words of the program must be more than a label, or there is nothing to override. */
static const struct node *user_text_in(struct check *c, const struct node *text)
{
	struct user_search s = {c, NULL};
	struct value v;

	if (text->kind != NODE_JOINED_STR && text->kind != NODE_BIN_OP &&
	    !(text->kind == NODE_CALL && str_eq(call_method(c, text), S("format"))))
		return NULL;
	v = value_of(c, text);
	if (v.kind == VALUE_PARTIAL_STR && v.text.n < 20)
		return NULL;
	node_each(text, search_user, &s);
	return s.hit;
}

static void prompt_user_built(struct check *c, const struct node *n)
{
	const struct node *text = NULL, *hit;

	if (n->kind == NODE_CALL) {
		text = arg_node(c, n, 0, "template");
	} else {
		const struct node *target = assign_first_target(n);
		str name = target != NULL ? node_name(c, target) : S("");

		if (str_find_nocase(name, S("prompt")) != STR_NONE && !str_in(name, "user_prompt"))
			text = assign_value(n);
	}
	hit = text != NULL ? user_text_in(c, text) : NULL;
	if (hit != NULL)
		finding(c, n, "%.*s is put into the text of a prompt",
			STR_ARG(node_text(c->file, hit)));
}

#define USER_PROMPT_WHY                                                                            \
	"The system prompt is where the model takes its orders from; a user who writes into it "   \
	"rewrites the orders (prompt injection) and reads out the rest."

const struct rule rules_prompt[] = {
	{
		.id = "ML401",
		.name = "secret_in_prompt",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {200, 522},
		.title = "Secret put into a prompt",
		.why = "Prompts are stored by the provider, appear in traces and logs, and the "
		       "model repeats "
		       "them to whoever asks well. A key in a prompt is a published key.",
		.fix = "Keep the secret in the tool that needs it; give the model a name or handle "
		       "only.",
		.bad = "prompt = f'Call the API with key {api_key}'   #! ML401\n"
		       "m = [{'role': 'user', 'content': f'login {user} {password}'}]   #! ML401\n",
		.good = "prompt = f'Answer in at most {max_tokens} tokens: {question}'\n",
		.on = {NODE_DICT, NODE_ASSIGN},
		.py = prompt_secret,
	},
	{
		.id = "ML402",
		.name = "user_text_in_system_prompt",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1427, 77},
		.title = "User text in the system prompt",
		.why = USER_PROMPT_WHY,
		.fix = "Put user text into a message with role 'user'; keep the system prompt "
		       "constant.",
		.bad = "q = input()\n"
		       "m = [{'role': 'system', 'content': 'Help with ' + q}]   #! ML402\n",
		.good = "q = input()\n"
			"m = [{'role': 'system', 'content': 'Help.'}, {'role': 'user', 'content': "
			"q}]\n",
		.on = {NODE_DICT},
		.calls = "*.SystemMessage",
		.py = prompt_user_message,
	},
	{
		.id = "ML403",
		.name = "user_text_in_system_argument",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1427, 77},
		.title = "User text in a system-prompt argument",
		.why = USER_PROMPT_WHY,
		.fix = "Pass user text as the user message; keep the system prompt constant.",
		.bad = "q = input()\n"
		       "r = client.messages.create(system=f'You help {q}', messages=[])   #! "
		       "ML403\n",
		.good = "q = input()\n"
			"r = client.messages.create(system='You help.', messages=[{'role': 'user', "
			"'content': q}])\n",
		.calls = "*.create *.acreate *.GenerativeModel *.create_react_agent *.create_agent "
			 "*.generate *.chat *.Agent",
		.py = prompt_user_system_arg,
	},
	{
		.id = "ML413",
		.name = "user_text_in_prompt",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1427, 77},
		.title = "User text built into the text of a prompt",
		.why = "In one string nothing tells the program's orders from the user's words, so "
		       "the words can be orders (prompt injection). As a template, braces in them "
		       "are placeholders as well.",
		.fix = "Send the user's text as a message of its own with role 'user'; in a "
		       "template as a variable: {question}.",
		.bad = "q = input()\n"
		       "prompt = f'You are a careful assistant. Answer this: {q}'   #! ML413\n",
		.good = "q = input()\n"
			"m = [{'role': 'system', 'content': 'You are a careful assistant.'},\n"
			"     {'role': 'user', 'content': q}]\n",
		.on = {NODE_ASSIGN},
		.calls = "langchain_core.prompts.PromptTemplate.from_template "
			 "langchain.prompts.PromptTemplate.from_template "
			 "langchain_core.prompts.ChatPromptTemplate.from_template "
			 "langchain.prompts.ChatPromptTemplate.from_template "
			 "langchain.PromptTemplate.from_template langchain.prompts.PromptTemplate "
			 "langchain_core.prompts.PromptTemplate",
		.py = prompt_user_built,
	},
};
