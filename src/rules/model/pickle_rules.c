/* The rules of the pickle format; pickle.c reports them. */
#include "engine/rule.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
/* Ten times: the object twice, as a pair. */
#define D10 "2\\x862\\x862\\x862\\x862\\x862\\x862\\x862\\x862\\x862\\x86"

const struct rule rules_pickle[] = {
	{
		.id = "MD001",
		.name = "pickle_dangerous_call",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502, 94},
		.title = "Loading this pickle runs code, or reads, writes or connects",
		.why = "A pickle is a program: loading it calls any function that it names, with "
		       "arguments of its author's choice, before the caller sees an object. This "
		       "one calls a function that executes code, touches files or the network, "
		       "or prepares such a call.",
		.fix = "Do not load this file. Get the model from a source that you trust, best "
		       "as safetensors or another format without code; find out how the file got "
		       "here.",
		.bad = "cos\\nsystem\\n(S'id'\\ntR.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD002",
		.name = "pickle_unknown_call",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {502},
		.title = "Loading this pickle calls a function that no honest model needs",
		.why = "Loading a pickle imports the module of every function it names and calls "
		       "it. This one is on no list of what the common libraries write, so "
		       "nothing is known about what it does with arguments of the file's author.",
		.fix = "Look at what the function does. If it is your own class, approve the "
		       "file in assay.toml ([models] approved) or store weights without code "
		       "(safetensors, state dict).",
		.bad = "cmystery.module\\nf\\n)R.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD003",
		.name = "pickle_known_class",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {502},
		.title = "An object of a known library's class that has not been reviewed",
		.why = "The class belongs to a library that honest models use, but it is on no "
		       "list of reviewed constructors. It is only made without arguments and "
		       "given state, which runs none of its code but `__setstate__`.",
		.fix = "Nothing is wrong; formats that hold no objects (safetensors, ONNX, "
		       "skops) leave less to trust.",
		.bad = "\\x80\\x02csklearn.linear_model._base\\nNovelRegressor\\n)\\x81}b.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD004",
		.name = "pickle_dangerous_import",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "A function that runs code is among the objects of this pickle",
		.why = "The pickle does not call the function itself, but hands it to whoever "
		       "uses the loaded object: as an attribute, a callback, a factory, or an "
		       "element that some method calls.",
		.fix = "Do not load this file unless you know why it holds that function.",
		.bad = "cos\\nsystem\\n.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD005",
		.name = "pickle_unknown_import",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {502, 829},
		.title = "Loading this pickle imports a module that no honest model needs",
		.why = "Importing a module runs it. An attacker who can place a module where "
		       "Python finds it, or who knows one that does something on import, needs "
		       "no more than its name.",
		.fix = "Look at the module. If it is your own, approve the file in assay.toml or "
		       "store weights without code.",
		.bad = "cmystery.module\\nf\\n.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD006",
		.name = "pickle_argument",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "A common function is called with arguments that no honest model has",
		.why = "Honest pickles call this function too, but with plain data. With other "
		       "arguments it calls, imports or reaches what the file's author wants.",
		.fix = "Do not load this file unless you know who wrote it and why.",
		.bad = "c_codecs\\nencode\\n(Vabc\\nVzlib\\ntR.",
		.good = "c_codecs\\nencode\\n(Vabc\\nVlatin1\\ntR.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD007",
		.name = "pickle_computed_name",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502},
		.title = "The name of what is imported is made while the pickle is loaded",
		.why = "No pickler computes the names of modules and functions. Whoever does "
		       "hides from scanners what will be called.",
		.fix = "Do not load this file.",
		.bad = "\\x80\\x04\\x8c\\x08builtins\\x8c\\x03str\\x93\\x8c\\x02os\\x85R\\x8c\\x06s"
		       "ystem\\x93.",
		.good = "\\x80\\x04\\x8c\\x0bcollections\\x8c\\x0bOrderedDict\\x93.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD008",
		.name = "pickle_extension_code",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "A name from the extension registry",
		.why = "An extension code stands for a module and a name that were registered in "
		       "the loading process (copyreg.add_extension), perhaps by the same pickle. "
		       "What it names cannot be told from the file.",
		.fix = "Do not load this file unless its program registers that code on purpose.",
		.bad = "\\x80\\x02\\x82\\x01.",
		.good = "\\x80\\x02N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD009",
		.name = "pickle_call_of_result",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Loading this pickle calls what another call has given",
		.why = "Calling the result of a call is how a chain of harmless looking "
		       "functions gets to a dangerous one: a getter fetches it, the next call "
		       "runs it. Picklers write no such thing.",
		.fix = "Do not load this file.",
		.bad = "ccollections\\nOrderedDict\\n)R)R.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD010",
		.name = "pickle_global_written",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 915},
		.title = "Loading this pickle changes a module, class or function",
		.why = "The opcodes that fill an object are applied to something that the whole "
		       "process shares: methods are replaced, module tables are redirected, and "
		       "code that is not in the pickle runs otherwise from then on.",
		.fix = "Do not load this file.",
		.bad = "ccollections\\nOrderedDict\\n}(Va\\nNub.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD011",
		.name = "pickle_special_state",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 915},
		.title = "The state of an object replaces special methods",
		.why = "Names such as __setstate__ or __class__ belong to classes. Put into an "
		       "object they change what the next opcode, or the next use, calls: BUILD "
		       "looks up __setstate__ in the object first.",
		.fix = "Do not load this file.",
		.bad = "ccollections\\nOrderedDict\\n)R}(V__setstate__\\ncos\\nsystem\\nub.",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD012",
		.name = "pickle_proto_inside",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "A second protocol header inside a pickle",
		.why = "Picklers write PROTO once, as the first opcode. Inside it changes how "
		       "names are resolved (dotted names, Python 2's names) and stops scanners "
		       "that expect it at the beginning only.",
		.fix = "Do not load this file unless you know what wrote it.",
		.bad = "\\x80\\x02N0\\x80\\x02N.",
		.good = "\\x80\\x02N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD013",
		.name = "pickle_frame",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 436},
		.title = "Frames that do not fit the opcodes in them",
		.why = "An opcode's argument that runs over the end of its frame is read "
		       "differently from a file than from memory, and by the Python and C "
		       "unpicklers: one of the readings hides what the other one executes.",
		.fix = "Do not load this file.",
		.bad = "\\x80\\x04\\x95\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x8c\\x03abc.",
		.good = "\\x80\\x04\\x95\\x06\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x8c\\x03abc.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD014",
		.name = "pickle_memo_bomb",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {400, 789},
		.title = "A memo index that makes the unpickler use up memory",
		.why = "The C unpickler keeps its memo in an array as long as twice the highest "
		       "index. A file of ten bytes makes it ask for gigabytes.",
		.fix = "Do not load this file.",
		.bad = "\\x80\\x02Nr\\xff\\xff\\xff\\x7f.",
		.good = "\\x80\\x02Nq\\x00.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD015",
		.name = "pickle_expansion",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400, 409},
		.title = "Containers that multiply when they are copied, hashed or printed",
		.why = "Every level holds the one below several times. In memory they are "
		       "shared, but whoever prints, hashes, compares or copies the object works "
		       "on thousands of millions of elements.",
		.fix = "Do not load this file.",
		.bad = "N" D10 D10 D10 D10 D10 ".",
		.good = "N2\\x86.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD016",
		.name = "pickle_long_number",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400},
		.title = "A decimal number that takes quadratic time to read",
		.why = "Python reads decimal digits in quadratic time; since 3.11 it refuses "
		       "more than 4,300 of them. A number of some million digits keeps an older "
		       "one busy for minutes.",
		.fix = "Do not load this file.",
		.tags = TAGS,
	},
	{
		.id = "MD017",
		.name = "pickle_nesting",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400, 674},
		.title = "Containers nested so deep that Python's stack overflows",
		.why = "The unpickler has no limit on nesting, but everything that walks through "
		       "the object afterwards recurses: comparing, hashing or printing it ends "
		       "the process.",
		.fix = "Do not load this file.",
		.tags = TAGS,
	},
	{
		.id = "MD018",
		.name = "pickle_array_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22, 502},
		.title = "An array is read from a file elsewhere",
		.why = "joblib before 0.10 kept arrays in files beside the pickle and joins the "
		       "name in the pickle to its folder. A name that leads elsewhere makes it "
		       "read, memory-map or unpickle any file.",
		.fix = "Do not load this file.",
		.bad = "cjoblib.numpy_pickle\\nNDArrayWrapper\\n)\\x81}(Vfilename\\nV../../"
		       "secret.npy\\nub.",
		.good = "cjoblib.numpy_pickle\\nNDArrayWrapper\\n)\\x81}(Vfilename\\nVm.pkl_01."
			"npy\\nub.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD019",
		.name = "pickle_broken",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502, 20},
		.title = "The pickle breaks off",
		.why = "Either the file was cut short or damaged, or it was broken on purpose: "
		       "what comes before the break is executed although loading fails in the "
		       "end, while scanners that expect a whole pickle give up.",
		.fix = "Get the file again from its source; do not load this one.",
		.bad = "\\x80\\x02ccollections\\nOrderedDict\\n)R",
		.good = "\\x80\\x02ccollections\\nOrderedDict\\n)R.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD020",
		.name = "pickle_not_one",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20, 434},
		.title = "Named as a pickle, but it is none",
		.why = "Nothing in it can be read as a pickle or as any other format that assay "
		       "knows, so it has not been checked.",
		.fix = "Find out what the file is and name it accordingly.",
		.bad = "hello",
		.good = "N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD021",
		.name = "pickle_trailing",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502, 506},
		.title = "Bytes follow the last pickle",
		.why = "Unpicklers stop at STOP, so that what follows can be anything: a second "
		       "stage that the pickle reads, another format in which the same file is "
		       "also valid, data that scanners do not look at.",
		.fix = "Get the file again from its source, or find out what wrote it.",
		.bad = "N.garbage",
		.good = "N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD022",
		.name = "pickle_data_executes",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {502, 436},
		.title = "Bytes that pass for an array are opcodes for another reader",
		.why = "joblib and PyTorch read arrays from the middle or the end of such a "
		       "file; pickle.load() goes on executing there. The file shows one face to "
		       "the one and another to the other.",
		.fix = "Do not load this file.",
		.tags = TAGS,
	},
	{
		.id = "MD023",
		.name = "pickle_hidden",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502, 506},
		.title = "A pickle lies hidden in data",
		.why = "Among bytes that belong to no format, or to none that holds code, lies a "
		       "pickle that calls something. It is there to be loaded by a second step, "
		       "or by a program that looks for its beginning.",
		.fix = "Do not load this file.",
		.bad = "N.xxxx\\x80\\x04cos\\nsystem\\n(S'id'\\ntR.",
		.good = "N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD024",
		.name = "pickle_array_size",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502, 20},
		.title = "An array in a pickle file does not have the bytes that it claims",
		.why = "The elements lie behind the opcodes that describe them. Where they are "
		       "fewer than described, or the description makes no sense, the file was "
		       "cut short or made to be read otherwise.",
		.fix = "Get the file again from its source.",
		.bad = "cjoblib.numpy_pickle\\nNumpyArrayWrapper\\n)\\x81Nb.",
		.good = "N.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{
		.id = "MD025",
		.name = "pickle_absurd_size",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {400, 789},
		.title = "A harmless constructor is asked for more memory than there can be",
		.why = "bytes(), list(), an array or a storage of thousands of millions of "
		       "elements, "
		       "none of which the file holds: loading it exhausts the memory of the "
		       "machine.",
		.fix = "Do not load this file.",
		.bad = "cbuiltins\\nbytearray\\n(I1099511627776\\ntR.",
		.good = "cbuiltins\\nbytearray\\n(I16\\ntR.",
		.lang = "bytes:m.pkl",
		.tags = TAGS,
	},
	{0},
};
