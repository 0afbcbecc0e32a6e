/* Models in XML: OpenVINO's intermediate representation (.xml beside .bin) and PMML. Both are data;
 * what is dangerous is what XML itself offers (entities that read files or grow), operators that a
 * library must provide, and functions that a reader looks up by the name of a class. Other XML is
 * not looked at. */
#include "text/xml.h"

#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/path.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"

struct document {
	struct model *m;
	bool openvino, pmml, other;
	bool doctype;
	str system_id; /* of the DOCTYPE; in arena */
	uint64_t doctype_at;
	unsigned entities;
	uint64_t elements, layers;
	unsigned in_extension;
	struct map seen;
};

/* ---- Entities ---- */

static void on_doctype(void *ctx, str system_id, uint64_t at)
{
	struct document *d = ctx;

	d->doctype = true;
	d->doctype_at = at;
	d->system_id = arena_dup(d->m->arena, str_slice(system_id, 0, 200));
}

static void on_entity(void *ctx, str name, str value, str system_id, uint64_t at)
{
	struct document *d = ctx;

	d->entities++;
	if (!graph_first(&d->seen, "MD410", name))
		return;
	if (system_id.n > 0)
		model_finding(
			d->m, "MD410", at, name, "entity %.*s is the content of another file: %.*s",
			STR_ARG(graph_show(d->m, name)), STR_ARG(graph_show(d->m, system_id)));
	else
		model_finding(d->m, "MD410", at, name, "entity %.*s is defined as %.*s",
			      STR_ARG(graph_show(d->m, name)), STR_ARG(graph_show(d->m, value)));
}

/* PMML of the time before schemas named its DTD; OpenVINO never did. */
static void check_doctype(struct document *d)
{
	struct finding *f;

	if (!d->doctype || d->entities > 0 || d->other)
		return;
	f = model_finding(d->m, "MD410", d->doctype_at, S("doctype"),
			  "a DOCTYPE%s%.*s: readers that follow it load another file",
			  d->system_id.n ? " of " : "",
			  STR_ARG(d->system_id.n ? graph_show(d->m, d->system_id) : S("")));
	if (d->pmml && (d->system_id.n == 0 || str_find(d->system_id, S("dmg.org/")) != STR_NONE))
		f->severity = INFO;
}

/* ---- OpenVINO ---- */

/* Of openvino_tokenizers, which OpenVINO's own tools load. */
static const char known_extensions[] =
	"StringTensorPack StringTensorUnpack SpecialTokensSplit RegexSplit RegexNormalization "
	"CaseFold NormalizeUnicode BytesToChars CharsToBytes WordpieceTokenizer BPETokenizer "
	"SentencepieceTokenizer SentencepieceDetokenizer SentencepieceStreamDetokenizer "
	"CombineSegments RaggedToDense RaggedToSparse RaggedToRagged StringToHashBucket "
	"VocabEncoder VocabDecoder FuzeRagged UTF8Validate CharsMapNormalization TrieTokenizer "
	"UnigramTokenizer EqualStr StringSplit Truncate TruncateTokens BytesDecoder";

static bool is_opset(str version)
{
	uint64_t n;

	if (str_in(version, "experimental ie_internal_opset type_relaxed_opset gpu_opset "
			    "SnippetsOpset cpu_plugin_opset util TypeRelaxed ov_internal"))
		return true;
	return str_starts(version, S("opset")) &&
	       str_to_u64(str_slice(version, 5, version.n), &n) && n > 0 && n < 100;
}

static str attribute(const struct xml_attribute *list, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq(list[i].name, str_of(name)))
			return list[i].value;
	return (str){NULL, 0};
}

static void check_layer(struct document *d, const struct xml_attribute *list, unsigned count,
			uint64_t at)
{
	str type = attribute(list, count, "type"), version = attribute(list, count, "version");
	bool custom = str_starts(type, S("Custom")) || str_eq(type, S("PythonOp")) ||
		      graph_python_op(type);
	struct finding *f;

	d->layers++;
	if ((version.n == 0 || is_opset(version)) && !custom)
		return;
	if (!graph_first(&d->seen, "MD412", type))
		return;
	f = model_finding(d->m, "MD412", at, type,
			  "layer %.*s of operator set %.*s runs code of a library that has to be "
			  "loaded for it",
			  STR_ARG(graph_show(d->m, type)), STR_ARG(graph_show(d->m, version)));
	if (str_in_words(type, str_of(known_extensions)))
		f->severity = INFO;
	else if (graph_python_op(type) || graph_telling_op(type))
		f->severity = HIGH;
}

static bool names_library(str value)
{
	static const char *const endings[] = {".so", ".dll", ".dylib", ".pyd", ".exe",
					      ".sh", ".py",  ".bat",   ".cl",  ".ocx"};

	for (size_t i = 0; i < COUNTOF(endings); i++)
		if (str_ends(value, str_of(endings[i])))
			return true;
	return str_find(value, S(".so.")) != STR_NONE;
}

static void check_openvino_attributes(struct document *d, const struct xml_attribute *list,
				      unsigned count, uint64_t at)
{
	for (unsigned i = 0; i < count; i++) {
		str name = list[i].name, value = list[i].value;
		bool file = str_in(name, "library lib path file filename source kernel plugin dll");
		if (!names_library(value) && !(file && path_leaves(value) != NULL))
			continue;
		if (graph_first(&d->seen, "MD411", value))
			model_finding(d->m, "MD411", at, value,
				      "attribute %.*s names a file to load: %.*s",
				      STR_ARG(graph_show(d->m, name)),
				      STR_ARG(graph_show(d->m, value)));
	}
}

/* Where a constant lies in the .bin file. */
static void check_data(struct document *d, const struct xml_attribute *list, unsigned count,
		       uint64_t at)
{
	str offset = attribute(list, count, "offset"), size = attribute(list, count, "size");
	uint64_t from = 0, n = 0, end;

	if (offset.p == NULL || size.p == NULL)
		return;
	if (str_to_u64(offset, &from) && str_to_u64(size, &n) &&
	    !__builtin_add_overflow(from, n, &end) && end <= INT64_MAX)
		return;
	if (graph_first(&d->seen, "MD415", S("data")))
		model_finding(d->m, "MD415", at, S("data"),
			      "a constant at offset %.*s of %.*s bytes: no place in a file",
			      STR_ARG(graph_show(d->m, offset)), STR_ARG(graph_show(d->m, size)));
}

/* ---- PMML ---- */

static bool is_code(str s)
{
	static const char words[] = "java.lang|Runtime.getRuntime|ProcessBuilder|javax.script|"
				    "os.system|subprocess|__import__|exec(|eval(|<script|"
				    "javascript:|powershell|/bin/sh|/bin/bash|cmd.exe|"
				    "System.Diagnostics|pickle.loads|base64,|curl http|wget http";

	for (str rest = str_of(words); rest.p != NULL;)
		if (str_find_nocase(s, str_cut(&rest, '|')) != STR_NONE)
			return true;
	return false;
}

/* "com.example.Function": JPMML looks such a name up as a class. */
static bool is_class_name(str s)
{
	str last = str_after_last(s, '.');

	return last.n < s.n && last.n > 0 && last.p[0] >= 'A' && last.p[0] <= 'Z' &&
	       str_find_byte(s, ' ') == STR_NONE;
}

static void check_pmml(struct document *d, str name, const struct xml_attribute *list,
		       unsigned count, uint64_t at)
{
	str function = attribute(list, count, "function");

	if (str_eq(name, S("Apply")) && is_class_name(function) &&
	    graph_first(&d->seen, "MD413", function))
		model_finding(d->m, "MD413", at, function,
			      "function %.*s is looked up as a class of the reader's program",
			      STR_ARG(graph_show(d->m, function)));
	for (unsigned i = 0; i < count; i++)
		if (is_code(list[i].value) && graph_first(&d->seen, "MD414", list[i].value))
			model_finding(d->m, "MD414", at, list[i].value,
				      "attribute %.*s of %.*s looks like code: %.*s",
				      STR_ARG(graph_show(d->m, list[i].name)), STR_ARG(name),
				      STR_ARG(graph_show(d->m, list[i].value)));
}

static void on_text(void *ctx, str text)
{
	struct document *d = ctx;

	if (d->pmml && d->in_extension > 0 && is_code(text) && graph_first(&d->seen, "MD414", text))
		model_finding(d->m, "MD414", MODEL_NOWHERE, text,
			      "an extension holds what looks like code: %.*s",
			      STR_ARG(graph_show(d->m, text)));
}

/* ---- The document ---- */

static str local_name(str name)
{
	return str_after_last(name, ':');
}

static bool on_start(void *ctx, str name, const struct xml_attribute *list, unsigned count,
		     uint64_t at)
{
	struct document *d = ctx;

	name = local_name(name);
	if (d->elements++ == 0) {
		d->openvino = str_eq(name, S("net"));
		d->pmml = str_eq(name, S("PMML"));
		d->other = !d->openvino && !d->pmml;
		model_property(d->m, "format",
			       d->openvino ? S("openvino")
			       : d->pmml   ? S("pmml")
					   : S("xml"));
	}
	if (d->other)
		return false;
	if (str_eq(name, S("include")) && graph_first(&d->seen, "MD410", S("XInclude")))
		model_finding(d->m, "MD410", at, S("XInclude"), "includes another file: %.*s",
			      STR_ARG(graph_show(d->m, attribute(list, count, "href"))));
	if (d->openvino) {
		if (str_eq(name, S("layer")))
			check_layer(d, list, count, at);
		if (str_in(name, "net layer data port extension extensions library plugin kernel "
				 "source Kernel Source CustomLayer"))
			check_openvino_attributes(d, list, count, at);
		if (str_eq(name, S("data")))
			check_data(d, list, count, at);
	} else {
		d->in_extension += str_eq(name, S("Extension"));
		check_pmml(d, name, list, count, at);
	}
	return true;
}

static void on_end(void *ctx, str name)
{
	struct document *d = ctx;

	if (d->in_extension > 0 && str_eq(local_name(name), S("Extension")))
		d->in_extension--;
}

/* A document that broke off before its root element shows nothing but its beginning. */
static bool is_ours(const struct document *d, const struct model *m)
{
	return d->openvino || d->pmml ||
	       (d->elements == 0 && (d->entities > 0 || str_ends(m->name, S(".pmml"))));
}

static void check_wire(struct document *d, const struct xml_diag *e)
{
	if (!is_ours(d, d->m) || e->code == XML_DIAG_NONE)
		return;
	if (e->code == XML_DIAG_READ)
		model_unreadable(d->m);
	else if (e->code == XML_DIAG_SIZE)
		model_finding(d->m, "AS004", e->offset, (str){NULL, 0}, "%s", e->msg);
	else if (e->code == XML_DIAG_LAUGHS || e->code == XML_DIAG_ENTITY)
		model_finding(d->m, "MD410", e->offset, S("growth"), "entities: %s", e->msg);
	else
		model_finding(d->m, "MD415", e->offset, (str){NULL, 0},
			      "a model in XML that cannot be read to its end: %s", e->msg);
}

static void check_xml(struct model *m)
{
	struct document d = {.m = m, .seen = map_in(m->arena)};
	struct xml_handler h = {
		.ctx = &d,
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.doctype = on_doctype,
		.entity = on_entity,
	};
	struct xml_diag e;

	if (graph_lfs_pointer(m))
		return;
	(void)xml_read(m->arena, stream_of(m->arena, m->blob), &h, &e);
	check_wire(&d, &e);
	check_doctype(&d);
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	str root = xml_root_name(p->head);

	if (root.n > 0) {
		root = local_name(root);
		if (str_eq(root, S("PMML")))
			return 80;
		if (str_eq(root, S("net")) &&
		    (str_find(p->head, S("<layers")) != STR_NONE ||
		     str_find(p->head, S("<layer ")) != STR_NONE || p->size > PEEK_HEAD ||
		     str_find(p->head, S("<!DOCTYPE")) != STR_NONE))
			return 80;
		return str_ends(p->name, S(".pmml")) ? 40 : 0;
	}
	if (str_ends(p->name, S(".pmml")))
		return 40;
	/* the root may lie behind a long DOCTYPE, or be written in UTF-16 */
	return str_ends(p->name, S(".xml")) ? 20 : 0;
}

const struct format format_xml = {
	.name = "xml",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_xml,
};

const struct rule rules_xml[] = {
	{
		.id = "MD410",
		.name = "model_xml_entity",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {611, 776, 827},
		.tags = TAGS,
		.title = "A model in XML defines entities",
		.why = "Readers that follow entities put the content of files of the attacker's "
		       "choice into the model, send it elsewhere, or run out of memory. No "
		       "exporter "
		       "writes any.",
		.fix = "Do not load the model.",
		.lang = "file:model.xml",
		.bad = "<!DOCTYPE net [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n"
		       "<net version=\"11\"><layers/></net>\n",
		.good = "<net version=\"11\"><layers/></net>\n",
	},
	{
		.id = "MD411",
		.name = "openvino_library",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {829, 427},
		.tags = TAGS,
		.title = "An OpenVINO model names a library to load",
		.why = "A loader that follows it runs the library's code. The model should not "
		       "choose it.",
		.fix = "Do not load the model with extensions that it names itself.",
		.lang = "file:model.xml",
		.bad = "<net version=\"11\"><layers><layer id=\"0\" type=\"X\" "
		       "library=\"../x.so\"/>"
		       "</layers></net>\n",
		.good = "<net version=\"11\"><layers><layer id=\"0\" type=\"Add\" "
			"version=\"opset1\"/></layers></net>\n",
	},
	{
		.id = "MD412",
		.name = "openvino_custom_layer",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829},
		.tags = TAGS,
		.title = "An OpenVINO layer needs a library of somebody else",
		.why = "The model runs only after an extension library with the operator was "
		       "loaded "
		       "into the process.",
		.fix = "Find out whose operator it is and load the library from a source you "
		       "trust.",
		.lang = "file:model.xml",
		.bad = "<net version=\"11\"><layers><layer id=\"0\" type=\"X\" "
		       "version=\"extension\"/></layers></net>\n",
		.good = "<net version=\"11\"><layers><layer id=\"0\" type=\"Add\" "
			"version=\"opset1\"/></layers></net>\n",
	},
	{
		.id = "MD413",
		.name = "pmml_class",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {470},
		.tags = TAGS,
		.title = "A PMML model calls a class of the program that reads it",
		.why = "JPMML looks the name up on its class path, makes an object and calls it.",
		.fix = "Define the function in the model with DefineFunction.",
		.lang = "file:model.pmml",
		.bad = "<PMML><Apply function=\"com.example.Run\"/></PMML>",
		.good = "<PMML><Apply function=\"if\"/></PMML>",
	},
	{
		.id = "MD414",
		.name = "pmml_code",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {94},
		.tags = TAGS,
		.title = "A PMML model carries what looks like code",
		.why = "PMML is data. Extensions are free text that some readers run.",
		.fix = "Do not load the model; export it again.",
		.lang = "file:model.pmml",
		.bad = "<PMML><Extension name=\"script\">java.lang.Runtime.getRuntime().exec(\"x\")"
		       "</Extension></PMML>",
		.good = "<PMML><Extension name=\"author\">me</Extension></PMML>",
	},
	{
		.id = "MD415",
		.name = "model_xml_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "A model in XML that is cut short or damaged",
		.why = "A part of it could not be checked; no exporter writes such a file.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "file:model.xml",
		.bad = "<net version=\"11\"><layers><layer id=\"0\"</net>\n",
		.good = "<net version=\"11\"><layers/></net>\n",
	},
	{0},
};
