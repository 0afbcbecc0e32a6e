/* Settings that switch a protection of Django, Flask or one of their kin off: SV104, SV106, SV107,
 * SV109-SV111, SV118, SV119, SV125, SV128, SV209-SV211, SV220. One hook a rule, all through
 * setting_each (setting.h). Files for development and tests are left alone. */
#include "rules/py/setting.h"

static bool is_off(struct check *c, const struct node *e)
{
	return e->kind == NODE_CONSTANT && is_false(c, e); /* `not DEBUG` is on where it counts */
}

static bool has_star(struct check *c, const struct node *list)
{
	struct value v = value_of(c, list);

	if (v.kind == VALUE_STR)
		return str_eq(v.text, S("*"));
	if (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE && v.kind != VALUE_SET)
		return false;
	for (const struct node *x = v.node->child; x != NULL; x = x->next) {
		struct value item = value_of(c, x);
		if (item.kind == VALUE_STR && str_eq(item.text, S("*")))
			return true;
	}
	return false;
}

/* A setting of a settings module, or of app.config. */
static bool counts(const struct check *c, const struct setting *s)
{
	return (!s->module || s->is_settings) && !is_dev_file(c);
}

/* ---- What each rule looks at ---- */

static void see_debug(struct check *c, const struct setting *s)
{
	if (!counts(c, s) || !is_true(c, s->value) || s->value->kind != NODE_CONSTANT)
		return;
	if (str_eq(s->name, S("DEBUG")) || str_eq(s->name, S("TEMPLATE_DEBUG")))
		finding(c, s->at,
			"%.*s is on: errors show code, settings and variables to the client",
			STR_ARG(s->name));
}

static void see_hosts(struct check *c, const struct setting *s)
{
	if (counts(c, s) && str_eq(s->name, S("ALLOWED_HOSTS")) && has_star(c, s->value))
		finding(c, s->at, "ALLOWED_HOSTS has \"*\": any Host header is believed");
}

static void see_cors(struct check *c, const struct setting *s)
{
	if (!counts(c, s))
		return;
	if (str_in(s->name, "CORS_ALLOW_ALL_ORIGINS CORS_ORIGIN_ALLOW_ALL") && is_true(c, s->value))
		finding(c, s->at, "%.*s lets every site read the answers of this service",
			STR_ARG(s->name));
	else if (str_eq(s->name, S("CORS_ORIGINS")) && has_star(c, s->value))
		finding(c, s->at,
			"CORS_ORIGINS has \"*\": every site can read the answers of this service");
}

static void see_csrf(struct check *c, const struct setting *s)
{
	if (counts(c, s) &&
	    str_in(s->name, "WTF_CSRF_ENABLED WTF_CSRF_CHECK_DEFAULT JWT_COOKIE_CSRF_PROTECT") &&
	    is_off(c, s->value))
		finding(c, s->at, "%.*s is off: other sites can send forms in the user's name",
			STR_ARG(s->name));
}

static void see_transport(struct check *c, const struct setting *s)
{
	int64_t hsts = -1;

	if (!counts(c, s))
		return;
	if (str_eq(s->name, S("SECURE_SSL_REDIRECT")) && is_off(c, s->value))
		finding(c, s->at,
			"SECURE_SSL_REDIRECT is off: requests over plain HTTP are answered");
	else if (str_eq(s->name, S("SECURE_CONTENT_TYPE_NOSNIFF")) && is_off(c, s->value))
		finding(c, s->at,
			"SECURE_CONTENT_TYPE_NOSNIFF is off: browsers may guess that an upload is "
			"a script");
	else if (str_eq(s->name, S("SECURE_HSTS_SECONDS")) &&
		 value_of(c, s->value).kind == VALUE_INT && (hsts = value_of(c, s->value).i) == 0)
		finding(c, s->at, "SECURE_HSTS_SECONDS is 0: browsers may be led to plain HTTP");
}

static void see_frames(struct check *c, const struct setting *s)
{
	struct value v;

	if (!counts(c, s) || !str_eq(s->name, S("X_FRAME_OPTIONS")))
		return;
	v = value_of(c, s->value);
	if (v.kind == VALUE_STR && !str_eq_nocase(v.text, S("DENY")) &&
	    !str_eq_nocase(v.text, S("SAMEORIGIN")))
		finding(c, s->at,
			"X_FRAME_OPTIONS is neither DENY nor SAMEORIGIN: other sites can frame the "
			"pages");
}

static void see_sizes(struct check *c, const struct setting *s)
{
	if (counts(c, s) &&
	    str_in(s->name, "DATA_UPLOAD_MAX_MEMORY_SIZE DATA_UPLOAD_MAX_NUMBER_FIELDS "
			    "DATA_UPLOAD_MAX_NUMBER_FILES") &&
	    is_none(c, s->value))
		finding(c, s->at, "%.*s is None: a request may be of any size", STR_ARG(s->name));
}

static void see_hashers(struct check *c, const struct setting *s)
{
	struct value v;

	if (!counts(c, s) || !str_eq(s->name, S("PASSWORD_HASHERS")))
		return;
	v = value_of(c, s->value);
	if ((v.kind != VALUE_LIST && v.kind != VALUE_TUPLE) || v.node->child == NULL)
		return;
	struct value first = value_of(c, v.node->child);
	if (first.kind == VALUE_STR &&
	    (str_find(first.text, S("MD5")) != STR_NONE ||
	     str_find(first.text, S("SHA1PasswordHasher")) != STR_NONE ||
	     str_find(first.text, S("Crypt")) != STR_NONE) &&
	    str_find(first.text, S("PBKDF2")) == STR_NONE &&
	    str_find(first.text, S("BCrypt")) == STR_NONE)
		finding(c, v.node->child,
			"passwords are hashed with %.*s, which is made to be fast",
			STR_ARG(first.text));
}

static const struct node *dict_value(struct check *c, const struct node *dict, str key)
{
	struct value v = value_of(c, dict);

	if (v.kind != VALUE_DICT)
		return NULL;
	for (const struct node *k = v.node->child; k != NULL && k->next != NULL; k = k->next->next)
		if (node_is_constant(k, CONST_STR) &&
		    str_eq(literal_text(c->arena, c->file, k), key))
			return k->next;
	return NULL;
}

static void see_drf(struct check *c, const struct setting *s)
{
	if (!counts(c, s) || !str_eq(s->name, S("REST_FRAMEWORK")))
		return;
	const struct node *list = dict_value(c, s->value, S("DEFAULT_PERMISSION_CLASSES"));
	struct value v = value_of(c, list);
	if (list == NULL || (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE))
		return;
	if (v.node->child == NULL) {
		finding(c, list,
			"DEFAULT_PERMISSION_CLASSES is empty: every view is open unless it says "
			"otherwise");
		return;
	}
	struct value first = value_of(c, v.node->child);
	if (first.kind == VALUE_STR && str_ends(first.text, S("AllowAny")))
		finding(c, v.node->child,
			"AllowAny is the default: every view is open unless it says otherwise");
}

static void see_serializer(struct check *c, const struct setting *s)
{
	struct value v = value_of(c, s->value);

	if (str_in(s->name, "SESSION_SERIALIZER") && v.kind == VALUE_STR &&
	    str_find_nocase(v.text, S("pickle")) != STR_NONE) {
		finding(c, s->at,
			"sessions are pickled: whoever can write one, or knows the secret key, "
			"runs code");
		return;
	}
	if (!str_in(s->name,
		    "CELERY_ACCEPT_CONTENT CELERY_TASK_SERIALIZER CELERY_RESULT_SERIALIZER"))
		return;
	bool pickled = v.kind == VALUE_STR && str_eq(v.text, S("pickle"));
	if (v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_SET)
		for (const struct node *x = v.node->child; x != NULL; x = x->next) {
			struct value item = value_of(c, x);
			pickled = pickled ||
				  (item.kind == VALUE_STR && str_eq(item.text, S("pickle")));
		}
	if (pickled)
		finding(c, s->at,
			"%.*s takes pickle: whoever can write to the broker runs code in the "
			"workers",
			STR_ARG(s->name));
}

static void see_cookies(struct check *c, const struct setting *s)
{
	if (counts(c, s) &&
	    str_in(s->name, "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY "
			    "REMEMBER_COOKIE_SECURE "
			    "REMEMBER_COOKIE_HTTPONLY JWT_COOKIE_SECURE") &&
	    is_off(c, s->value))
		finding(c, s->at, "%.*s is off: %s", STR_ARG(s->name),
			str_ends(s->name, S("HTTPONLY"))
				? "a script in the page can read the cookie"
				: "the cookie also travels over plain HTTP");
}

static void see_samesite(struct check *c, const struct setting *s)
{
	if (!counts(c, s) ||
	    !str_in(s->name,
		    "SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE REMEMBER_COOKIE_SAMESITE"))
		return;
	struct value v = value_of(c, s->value);
	bool none = v.kind == VALUE_STR && str_eq_nocase(v.text, S("none"));
	/* Django: False is "None" of the standard; None sends no attribute. */
	if (none || (v.kind == VALUE_BOOL && !v.b))
		finding(c, s->at, "%.*s lets the cookie go with requests that other sites start",
			STR_ARG(s->name));
}

#define DAY 86400

static void see_lifetime(struct check *c, const struct setting *s)
{
	struct value v = value_of(c, s->value);

	if (!counts(c, s))
		return;
	if (str_in(s->name, "JWT_ACCESS_TOKEN_EXPIRES JWT_REFRESH_TOKEN_EXPIRES") &&
	    v.kind == VALUE_BOOL && !v.b)
		finding(c, s->at, "%.*s is False: a stolen token is good for ever",
			STR_ARG(s->name));
	else if (str_in(s->name, "SESSION_COOKIE_AGE PERMANENT_SESSION_LIFETIME") &&
		 v.kind == VALUE_INT && v.i > (int64_t)90 * DAY)
		finding(c, s->at, "%.*s is over 90 days: a stolen session stays good as long",
			STR_ARG(s->name));
}

static void see_login(struct check *c, const struct setting *s)
{
	if (counts(c, s) && str_eq(s->name, S("LOGIN_DISABLED")) && is_true(c, s->value))
		finding(c, s->at, "LOGIN_DISABLED is on: @login_required lets everybody through");
}

/* ---- Hooks ---- */

static void debug_on(struct check *c, const struct node *n)
{
	setting_each(c, n, see_debug);
}
static void hosts_any(struct check *c, const struct node *n)
{
	setting_each(c, n, see_hosts);
}
static void cors_all(struct check *c, const struct node *n)
{
	setting_each(c, n, see_cors);
}
static void csrf_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_csrf);
}
static void transport_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_transport);
}
static void frames_any(struct check *c, const struct node *n)
{
	setting_each(c, n, see_frames);
}
static void sizes_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_sizes);
}
static void hashers_weak(struct check *c, const struct node *n)
{
	setting_each(c, n, see_hashers);
}
static void drf_open(struct check *c, const struct node *n)
{
	setting_each(c, n, see_drf);
}
static void serializer_pickle(struct check *c, const struct node *n)
{
	setting_each(c, n, see_serializer);
}
static void cookies_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_cookies);
}
static void samesite_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_samesite);
}
static void lifetime_long(struct check *c, const struct node *n)
{
	setting_each(c, n, see_lifetime);
}
static void login_off(struct check *c, const struct node *n)
{
	setting_each(c, n, see_login);
}

const struct rule rules_sv_settings[] = {
	{
		.id = "SV104",
		.name = "debug_setting",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {489, 215},
		.title = "DEBUG = True in a settings module",
		.why = "With DEBUG on, every error page shows source, settings and variables, and "
		       "some servers offer a "
		       "console. What stands in the file is what runs when nobody thinks of it.",
		.fix = "DEBUG = os.environ.get(\"DEBUG\") == \"1\", or False here and True in a "
		       "settings file for development.",
		.bad = "INSTALLED_APPS = ['app']\nDEBUG = True  #! SV104\n",
		.good = "import os\nINSTALLED_APPS = ['app']\nDEBUG = os.environ.get('DEBUG') == "
			"'1'\n",
		.on = {NODE_MODULE},
		.py = debug_on,
	},
	{
		.id = "SV106",
		.name = "allowed_hosts_any",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {346, 644},
		.title = "ALLOWED_HOSTS with \"*\"",
		.why = "Links in e-mails (password reset) and caches are built from the Host "
		       "header, which the client "
		       "chooses.",
		.fix = "List the names under which the service is reached.",
		.bad = "ROOT_URLCONF = 'urls'\nALLOWED_HOSTS = ['*']  #! SV106\n",
		.good = "ROOT_URLCONF = 'urls'\nALLOWED_HOSTS = ['example.org']\n",
		.on = {NODE_MODULE},
		.py = hosts_any,
	},
	{
		.id = "SV107",
		.name = "cors_setting_any",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {942},
		.title = "CORS settings that allow every origin",
		.why = "Any page that a user visits can call this service from the user's browser "
		       "and read the answers, "
		       "also inside a company's network.",
		.fix = "CORS_ALLOWED_ORIGINS with the sites that need it.",
		.bad = "INSTALLED_APPS = []\nCORS_ALLOW_ALL_ORIGINS = True  #! SV107\n",
		.good = "INSTALLED_APPS = []\nCORS_ALLOWED_ORIGINS = ['https://example.org']\n",
		.on = {NODE_MODULE},
		.py = cors_all,
	},
	{
		.id = "SV109",
		.name = "csrf_setting_off",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {352},
		.title = "CSRF protection switched off",
		.why = "Another site can make the browser of a logged-in user send a form to this "
		       "one.",
		.fix = "Leave it on; exempt single views that authenticate by a header.",
		.bad = "from flask import Flask\napp = Flask(__name__)\n"
		       "app.config['WTF_CSRF_ENABLED'] = False  #! SV109\n",
		.good = "from flask import Flask\napp = "
			"Flask(__name__)\napp.config['WTF_CSRF_ENABLED'] = True\n",
		.on = {NODE_MODULE},
		.py = csrf_off,
	},
	{
		.id = "SV110",
		.name = "transport_setting_off",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {319},
		.title = "HTTPS redirect, HSTS or nosniff switched off",
		.why = "Whoever sits between the client and the service can read and change what "
		       "travels over plain HTTP.",
		.fix = "SECURE_SSL_REDIRECT = True, SECURE_HSTS_SECONDS = 31536000, unless the "
		       "proxy in front does both.",
		.bad = "MIDDLEWARE = []\nSECURE_SSL_REDIRECT = False  #! SV110\n",
		.good = "MIDDLEWARE = []\nSECURE_SSL_REDIRECT = True\n",
		.on = {NODE_MODULE},
		.py = transport_off,
	},
	{
		.id = "SV111",
		.name = "frames_any",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1021},
		.title = "X_FRAME_OPTIONS that allows framing",
		.why = "A page framed by another site can be made to take clicks that its user did "
		       "not mean.",
		.fix = "X_FRAME_OPTIONS = \"DENY\"; name single sites in Content-Security-Policy: "
		       "frame-ancestors.",
		.bad = "MIDDLEWARE = []\nX_FRAME_OPTIONS = 'ALLOWALL'  #! SV111\n",
		.good = "MIDDLEWARE = []\nX_FRAME_OPTIONS = 'DENY'\n",
		.on = {NODE_MODULE},
		.py = frames_any,
	},
	{
		.id = "SV118",
		.name = "request_size_unlimited",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {770},
		.title = "Limit on the size of requests removed",
		.why = "One request can fill the memory of the service.",
		.fix = "Set the limit to the largest request that is meant.",
		.bad = "INSTALLED_APPS = []\nDATA_UPLOAD_MAX_MEMORY_SIZE = None  #! SV118\n",
		.good = "INSTALLED_APPS = []\nDATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000\n",
		.on = {NODE_MODULE},
		.py = sizes_off,
	},
	{
		.id = "SV119",
		.name = "password_hasher_weak",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {916},
		.title = "Passwords hashed with MD5 or SHA-1",
		.why = "A graphics card tries billions of such hashes a second: a stolen table of "
		       "users becomes a table of "
		       "passwords.",
		.fix = "Put Argon2PasswordHasher or PBKDF2PasswordHasher first.",
		.bad = "INSTALLED_APPS = []\n"
		       "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']  #! "
		       "SV119\n",
		.good = "INSTALLED_APPS = []\n"
			"PASSWORD_HASHERS = ['django.contrib.auth.hashers.Argon2PasswordHasher']\n",
		.on = {NODE_MODULE},
		.py = hashers_weak,
	},
	{
		.id = "SV125",
		.name = "rest_framework_open",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {862, 306},
		.title = "REST framework open by default",
		.why = "A view that forgets to name its permissions is public.",
		.fix = "IsAuthenticated as the default, AllowAny on the views that are meant to be "
		       "public.",
		.bad = "REST_FRAMEWORK = {\n"
		       "    'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.AllowAny'], "
		       " #! SV125\n"
		       "}\nINSTALLED_APPS = []\n",
		.good = "REST_FRAMEWORK = {\n"
			"    'DEFAULT_PERMISSION_CLASSES': "
			"['rest_framework.permissions.IsAuthenticated'],\n"
			"}\nINSTALLED_APPS = []\n",
		.on = {NODE_MODULE},
		.py = drf_open,
	},
	{
		.id = "SV128",
		.name = "pickle_serializer",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Sessions or tasks serialised with pickle",
		.why = "Reading a pickle runs whatever it says. Whoever can write to the session "
		       "store or to the broker "
		       "takes over the service.",
		.fix = "Use the JSON serializer.",
		.bad = "CELERY_ACCEPT_CONTENT = ['json', 'pickle']  #! SV128\n",
		.good = "CELERY_ACCEPT_CONTENT = ['json']\n",
		.on = {NODE_MODULE},
		.py = serializer_pickle,
	},
	{
		.id = "SV209",
		.name = "cookie_setting_off",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {614, 1004},
		.title = "Session cookies without Secure or HttpOnly",
		.why = "Without Secure the cookie is readable on the wire, without HttpOnly by any "
		       "script that gets into a "
		       "page. Either is enough to take over the session.",
		.fix = "Set it to True; False belongs into the settings for development.",
		.bad = "INSTALLED_APPS = []\nSESSION_COOKIE_SECURE = False  #! SV209\n",
		.good = "INSTALLED_APPS = []\nSESSION_COOKIE_SECURE = True\n",
		.on = {NODE_MODULE},
		.py = cookies_off,
	},
	{
		.id = "SV210",
		.name = "cookie_samesite_none",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1275},
		.title = "Session cookies sent with requests of other sites",
		.why = "SameSite=None takes away the browser's own protection against forged "
		       "requests.",
		.fix = "\"Lax\" or \"Strict\".",
		.bad = "INSTALLED_APPS = []\nSESSION_COOKIE_SAMESITE = 'None'  #! SV210\n",
		.good = "INSTALLED_APPS = []\nSESSION_COOKIE_SAMESITE = 'Lax'\n",
		.on = {NODE_MODULE},
		.py = samesite_off,
	},
	{
		.id = "SV211",
		.name = "session_lifetime",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {613},
		.title = "Sessions or tokens that do not end",
		.why = "A stolen token or session works until somebody changes the key.",
		.fix = "Minutes for access tokens, days for sessions; refresh what is in use.",
		.bad = "from flask import Flask\napp = Flask(__name__)\n"
		       "app.config['JWT_ACCESS_TOKEN_EXPIRES'] = False  #! SV211\n",
		.good = "from datetime import timedelta\nfrom flask import Flask\napp = "
			"Flask(__name__)\n"
			"app.config['JWT_ACCESS_TOKEN_EXPIRES'] = timedelta(minutes=15)\n",
		.on = {NODE_MODULE},
		.py = lifetime_long,
	},
	{
		.id = "SV220",
		.name = "login_disabled",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {306},
		.title = "LOGIN_DISABLED = True",
		.why = "Flask-Login then lets everybody through @login_required.",
		.fix = "Set it in the configuration of the tests only.",
		.bad = "from flask import Flask\napp = "
		       "Flask(__name__)\napp.config['LOGIN_DISABLED'] = True  #! SV220\n",
		.good = "from flask import Flask\napp = "
			"Flask(__name__)\napp.config['LOGIN_DISABLED'] = False\n",
		.on = {NODE_MODULE},
		.py = login_off,
	},
};
