/* SV401-SV415: Gradio, Streamlit, notebook servers, Ray, dashboards, tunnels. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

static bool is_text(struct check *c, const struct node *e, const char *words)
{
	struct value v = value_of(c, e);

	return v.kind == VALUE_STR && v.text.n > 0 && str_in(v.text, words);
}

static bool lists_text(struct check *c, const struct node *e, const char *words)
{
	struct value v = value_of(c, e);

	if (e == NULL || (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE))
		return is_text(c, e, words);
	for (const struct node *x = v.node->child; x != NULL; x = x->next)
		if (is_text(c, x, words))
			return true;
	return false;
}

/* ---- Gradio ---- */

static bool is_gradio(struct check *c)
{
	return imports_module(c, "gradio") && !is_test_code(c);
}

static bool has_auth(struct check *c, const struct node *call)
{
	struct call_arg a = arg_at(c, call, -1, "auth"), d = arg_at(c, call, -1, "auth_dependency");

	if (a.state == ARG_STATE_UNKNOWN || d.state == ARG_STATE_GIVEN)
		return true;
	return a.state == ARG_STATE_GIVEN && !is_none(c, a.node);
}

static void gradio_share(struct check *c, const struct node *call)
{
	if (is_gradio(c) && arg_is_true(c, call, 1, "share"))
		finding_graded(c, call, has_auth(c, call) ? MEDIUM : HIGH, HIGH,
			       "share=True opens a tunnel to this machine for the whole internet%s",
			       has_auth(c, call) ? "" : ", without a password");
}

static bool is_pair_of_literals(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	if (e == NULL || (v.kind != VALUE_TUPLE && v.kind != VALUE_LIST) || v.node->child == NULL)
		return false;
	const struct node *first = v.node->child;
	if (first->kind == NODE_TUPLE || first->kind == NODE_LIST_EXPR)
		return is_pair_of_literals(c, first);
	return first->next != NULL && value_of(c, first->next).kind == VALUE_STR &&
	       value_of(c, first->next).text.n > 0;
}

static void gradio_auth(struct check *c, const struct node *call)
{
	const struct node *auth = arg_node(c, call, -1, "auth");

	if (auth != NULL && is_gradio(c) && is_pair_of_literals(c, auth))
		finding(c, call, "the password of this app stands in the source");
}

static void gradio_host(struct check *c, const struct node *call)
{
	if (is_gradio(c) && is_text(c, arg_node(c, call, -1, "server_name"), "0.0.0.0 ::") &&
	    !has_auth(c, call))
		finding(c, call, "listens on all interfaces without a password");
}

static void gradio_paths(struct check *c, const struct node *call)
{
	if (is_gradio(c) && lists_text(c, arg_node(c, call, -1, "allowed_paths"),
				       "/ . ./ .. ../ ~ /home /root /etc"))
		finding(c, call,
			"allowed_paths lets clients download any file below it: keys, .env, "
			"models");
}

static void gradio_errors(struct check *c, const struct node *call)
{
	if (is_gradio(c) &&
	    (arg_is_true(c, call, -1, "debug") || arg_is_true(c, call, -1, "show_error")))
		finding(c, call, "errors are shown to the client");
}

static void gradio_html(struct check *c, const struct node *call)
{
	if (is_gradio(c) && arg_is_false(c, call, -1, "sanitize_html"))
		finding(c, call, "what users and models write goes into the page as HTML");
}

/* ---- Streamlit ---- */

/* Numbers, formats of numbers, names in capitals: not the client's words. */
static bool is_fixed(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	if (e == NULL || v.kind == VALUE_STR || e->kind == NODE_CONSTANT)
		return true;
	str name = e->kind == NODE_NAME || e->kind == NODE_ATTRIBUTE ? node_name(c, e) : (str){0};
	if (name.n > 0) {
		bool shouted = true;
		for (size_t i = 0; i < name.n; i++)
			shouted = shouted && !(name.p[i] >= 'a' && name.p[i] <= 'z');
		return shouted || has_word(name, "css style styles stylesheet color colour width "
						 "height footer header_html");
	}
	if (e->kind == NODE_JOINED_STR) {
		for (const struct node *p = e->child; p != NULL; p = p->next)
			if (p->kind == NODE_FORMATTED_VALUE && p->child->next == NULL &&
			    !is_fixed(c, p->child))
				return false;
		return true;
	}
	return false;
}

static void streamlit_html(struct check *c, const struct node *call)
{
	const struct node *body = arg_node(c, call, 0, "body");
	str method = call_method(c, call);

	if (!imports_module(c, "streamlit") || is_test_code(c))
		return;
	if (body == NULL)
		body = arg_node(c, call, 0, "html");
	bool raw = str_eq(method, S("html")) || arg_is_true(c, call, 1, "unsafe_allow_html");
	if (raw && body != NULL && !is_fixed(c, body))
		finding(c, call, "values go into the page as HTML");
}

static bool is_secrets(struct check *c, const struct node *e)
{
	for (unsigned i = 0; e != NULL && i < 8; i++) {
		if (e->kind == NODE_ATTRIBUTE && str_eq(node_name(c, e), S("secrets")))
			return str_eq(name_of(c, e), S("streamlit.secrets"));
		if (e->kind != NODE_ATTRIBUTE && e->kind != NODE_SUBSCRIPT)
			return false;
		e = e->child;
	}
	return false;
}

static void streamlit_secrets(struct check *c, const struct node *call)
{
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next) {
		const struct node *e = a->kind == NODE_KEYWORD ? a->child : a;
		bool shown = is_secrets(c, e);
		if (e->kind == NODE_JOINED_STR)
			for (const struct node *p = e->child; p != NULL; p = p->next)
				shown = shown || (p->kind == NODE_FORMATTED_VALUE &&
						  is_secrets(c, p->child));
		if (shown) {
			finding(c, call, "a secret is shown to whoever sees the page or the log");
			return;
		}
	}
}

/* ---- Notebook servers: c.ServerApp.token = "" ---- */

static void jupyter_setting(struct check *c, const struct node *assign)
{
	const struct node *t = assign_first_target(assign), *v = assign_value(assign);

	if (!node_is(t, NODE_ATTRIBUTE) || !node_is(t->child, NODE_ATTRIBUTE) ||
	    !str_in(node_name(c, t->child), "NotebookApp ServerApp LabApp SingleUserNotebookApp "
					    "IdentityProvider PasswordIdentityProvider JupyterHub"))
		return;
	str key = node_name(c, t);
	struct value value = value_of(c, v);
	bool empty = value.kind == VALUE_STR && value.text.n == 0;
	if (str_in(key, "token password hashed_password") && empty)
		finding(c, assign, "no %.*s: whoever reaches the port runs code", STR_ARG(key));
	else if (str_in(key, "disable_check_xsrf allow_root allow_remote_access "
			     "allow_unauthenticated_access") &&
		 is_true(c, v))
		finding_graded(c, assign, str_eq(key, S("allow_root")) ? LOW : MEDIUM, HIGH,
			       "%.*s takes a protection of the notebook server away", STR_ARG(key));
	else if (str_in(key, "allow_origin allow_origin_pat") && is_text(c, v, "* .*"))
		finding(c, assign,
			"any site that its user visits can run code in the notebook server");
	else if (str_eq(key, S("ip")) && is_text(c, v, "0.0.0.0 * ::"))
		finding_graded(c, assign, MEDIUM, MEDIUM,
			       "the notebook server listens on all interfaces");
}

/* ---- Other servers ---- */

static void ray_dashboard(struct check *c, const struct node *call)
{
	if (is_text(c, arg_node(c, call, -1, "dashboard_host"), "0.0.0.0 ::"))
		finding(c, call,
			"the dashboard takes jobs from whoever reaches it, without a password");
}

static void cluster_host(struct check *c, const struct node *call)
{
	if (is_text(c, arg_node(c, call, -1, "host"), "0.0.0.0 tcp://0.0.0.0 ::"))
		finding(c, call, "the scheduler runs pickled functions of whoever reaches it");
}

static void grpc_insecure(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "address"));

	if (!imports_module(c, "grpc") || is_test_code(c))
		return;
	if ((v.kind == VALUE_STR || v.kind == VALUE_PARTIAL_STR) &&
	    (str_starts(v.text, S("[::]:")) || str_starts(v.text, S("0.0.0.0:"))))
		finding(c, call, "gRPC on all interfaces, without TLS and without authentication");
}

static void tunnel(struct check *c, const struct node *call)
{
	if (!is_test_code(c))
		finding(c, call,
			"a tunnel makes this machine's port reachable from the whole internet");
}

static void rpyc_open(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, -1, "protocol_config"));

	if (v.kind != VALUE_DICT)
		return;
	for (const struct node *k = v.node->child; k != NULL && k->next != NULL; k = k->next->next)
		if (node_is_constant(k, CONST_STR) && is_true(c, k->next) &&
		    str_in(literal_text(c->arena, c->file, k),
			   "allow_all_attrs allow_pickle allow_setattr allow_public_attrs"))
			finding(c, k, "clients reach every attribute, and through it Python");
}

#define GRADIO_IMPORT "import gradio as gr\ndemo = gr.Interface(f, 'text', 'text')\n"

const struct rule rules_sv_apps[] = {
	{
		.id = "SV401",
		.name = "gradio_share",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {668, 284},
		.title = "Gradio app shared with the internet",
		.why = "A public address, found by scanners within hours, leads through the "
		       "firewall into the process with the "
		       "model and its files. With a password it is reported medium.",
		.fix = "Leave share off; deploy the app where access is controlled.",
		.bad = GRADIO_IMPORT "demo.launch(share=True)  #! SV401\n",
		.good = GRADIO_IMPORT "demo.launch()\n",
		.calls = "*.launch",
		.py = gradio_share,
	},
	{
		.id = "SV402",
		.name = "gradio_auth_literal",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {798},
		.title = "Password of a Gradio app in the source",
		.why = "Whoever reads the source logs in.",
		.fix = "auth=a_function that checks a hash, or credentials from the environment.",
		.bad = GRADIO_IMPORT "demo.launch(auth=('admin', 'pass' '123'))  #! SV402\n",
		.good = "import os\n" GRADIO_IMPORT
			"demo.launch(auth=(os.environ['U'], os.environ['P']))\n",
		.calls = "*.launch *.mount_gradio_app",
		.py = gradio_auth,
	},
	{
		.id = "SV403",
		.name = "gradio_all_interfaces",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {668, 306},
		.title = "Gradio app on all interfaces without a password",
		.why = "Everybody in the network uses the model, its quota and its files.",
		.fix = "auth=..., or 127.0.0.1 behind a proxy that authenticates.",
		.bad = GRADIO_IMPORT "demo.launch(server_name='0.0.0.0')  #! SV403\n",
		.good = GRADIO_IMPORT "demo.launch(server_name='127.0.0.1')\n",
		.calls = "*.launch",
		.py = gradio_host,
	},
	{
		.id = "SV404",
		.name = "gradio_allowed_paths",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {552, 22},
		.title = "Gradio app that serves the project or the system",
		.why = "/file=/path downloads whatever lies below: .env, keys, models, "
		       "/etc/passwd.",
		.fix = "A folder that holds nothing else.",
		.bad = GRADIO_IMPORT "demo.launch(allowed_paths=['/'])  #! SV404\n",
		.good = GRADIO_IMPORT "demo.launch(allowed_paths=['static/images'])\n",
		.calls = "*.launch *.mount_gradio_app",
		.py = gradio_paths,
	},
	{
		.id = "SV405",
		.name = "gradio_errors_shown",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {209, 489},
		.title = "Gradio app that shows errors to clients",
		.why = "Paths, queries and keys in exception texts help whoever looks for a way "
		       "in.",
		.fix = "Raise gr.Error with a text of your own; log the rest.",
		.bad = GRADIO_IMPORT "demo.launch(show_error=True)  #! SV405\n",
		.good = GRADIO_IMPORT "demo.launch(show_error=False)\n",
		.calls = "*.launch *.mount_gradio_app",
		.py = gradio_errors,
	},
	{
		.id = "SV406",
		.name = "streamlit_html",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {79},
		.title = "Values shown as HTML in Streamlit",
		.why = "A row, an upload or a model's answer with a script in it runs in the "
		       "browser of whoever looks at it.",
		.fix = "st.write(value), or html.escape(value) inside the markup.",
		.bad = "import streamlit as st\nst.markdown(f'<b>{answer}</b>', "
		       "unsafe_allow_html=True)  #! SV406\n",
		.good = "import streamlit as st\nst.markdown('<b>Answer</b>', "
			"unsafe_allow_html=True)\nst.write(answer)\n",
		.calls = "*.markdown *.caption streamlit.html streamlit.components.v1.html "
			 "*.subheader *.title *.header",
		.py = streamlit_html,
	},
	{
		.id = "SV407",
		.name = "streamlit_secrets_shown",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {200, 532},
		.title = "st.secrets shown or printed",
		.why = "Whoever sees the page or the log has the key.",
		.fix = "Show whether the secret is set, not what it is.",
		.bad = "import streamlit as st\nst.write(st.secrets['api'])  #! SV407\n",
		.good = "import streamlit as st\nst.write('api' in st.secrets)\n",
		.calls = "streamlit.write streamlit.text streamlit.json streamlit.code "
			 "streamlit.markdown streamlit.info print",
		.py = streamlit_secrets,
	},
	{
		.id = "SV408",
		.name = "gradio_html_unsanitised",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {79},
		.title = "Gradio component that does not sanitise HTML",
		.why = "What a user or a model writes runs in the browser of whoever sees the "
		       "chat.",
		.fix = "Leave sanitize_html on.",
		.bad = "import gradio as gr\nchat = gr.Chatbot(sanitize_html=False)  #! SV408\n",
		.good = "import gradio as gr\nchat = gr.Chatbot()\n",
		.calls = "gradio.Chatbot gradio.Markdown gradio.ChatInterface gradio.DataFrame "
			 "gradio.Dataframe",
		.py = gradio_html,
	},
	{
		.id = "SV409",
		.name = "jupyter_open",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {306, 1188},
		.title = "Notebook server without token, or open to other sites",
		.why = "A notebook server runs code for whoever gets in; open ones are found and "
		       "used for mining within hours.",
		.fix = "Leave the token on, listen on 127.0.0.1, use JupyterHub for more people.",
		.bad = "c = get_config()\nc.ServerApp.token = ''  #! SV409\n",
		.good = "c = get_config()\nc.ServerApp.ip = '127.0.0.1'\n",
		.on = {NODE_ASSIGN},
		.needs = "NotebookApp ServerApp LabApp SingleUserNotebookApp IdentityProvider "
			 "PasswordIdentityProvider JupyterHub",
		.py = jupyter_setting,
	},
	{
		.id = "SV410",
		.name = "ray_dashboard_open",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {306},
		.title = "Ray dashboard on all interfaces",
		.why = "The job interface runs any command, without authentication (ShadowRay, "
		       "CVE-2023-48022).",
		.fix = "dashboard_host=\"127.0.0.1\", and a proxy that authenticates.",
		.bad = "import ray\nray.init(dashboard_host='0.0.0.0')  #! SV410\n",
		.good = "import ray\nray.init(dashboard_host='127.0.0.1')\n",
		.calls = "ray.init",
		.py = ray_dashboard,
	},
	{
		.id = "SV411",
		.name = "dask_scheduler_open",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {306, 502},
		.title = "Dask scheduler on all interfaces",
		.why = "Scheduler and workers unpickle what they are sent: who reaches the port "
		       "runs code.",
		.fix = "TLS with distributed.security.Security, or a network of its own.",
		.bad = "from dask.distributed import LocalCluster\ncluster = "
		       "LocalCluster(host='0.0.0.0')  #! SV411\n",
		.good = "from dask.distributed import LocalCluster\ncluster = LocalCluster()\n",
		.calls = "dask.distributed.LocalCluster distributed.LocalCluster "
			 "dask.distributed.Scheduler "
			 "distributed.Scheduler",
		.py = cluster_host,
	},
	{
		.id = "SV412",
		.name = "grpc_insecure_port",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {319, 306},
		.title = "gRPC server on all interfaces without TLS",
		.why = "Requests can be read and changed on the way, and anybody can send them.",
		.fix = "server.add_secure_port(address, grpc.ssl_server_credentials(...)).",
		.bad = "import grpc\nserver.add_insecure_port('[::]:50051')  #! SV412\n",
		.good = "import grpc\nserver.add_insecure_port('localhost:50051')\n",
		.calls = "*.add_insecure_port",
		.py = grpc_insecure,
	},
	{
		.id = "SV414",
		.name = "tunnel",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {668},
		.title = "Tunnel from the internet to this machine",
		.why = "It leads around the firewall to a server that was made for one's own "
		       "machine.",
		.fix = "Remove it, or give the tunnel authentication.",
		.bad = "from pyngrok import ngrok\nurl = ngrok.connect(8501)  #! SV414\n",
		.good = "from pyngrok import ngrok\nngrok.kill()\n",
		.calls = "pyngrok.ngrok.connect flask_ngrok.run_with_ngrok localtunnel.connect "
			 "flask_cloudflared.run_with_cloudflared",
		.py = tunnel,
	},
	{
		.id = "SV415",
		.name = "rpyc_open",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {749, 502},
		.title = "RPyC server that gives away every attribute",
		.why = "From any object's attributes a client walks to Python itself.",
		.fix = "Expose single methods with the exposed_ prefix.",
		.bad = "from rpyc.utils.server import ThreadedServer\n"
		       "ThreadedServer(S, protocol_config={'allow_all_attrs': True})  #! SV415\n",
		.good = "from rpyc.utils.server import ThreadedServer\nThreadedServer(S, "
			"protocol_config={})\n",
		.calls = "rpyc.utils.server.ThreadedServer rpyc.ThreadedServer "
			 "rpyc.utils.server.ForkingServer "
			 "rpyc.connect rpyc.utils.server.OneShotServer",
		.py = rpyc_open,
	},
};
