/* A dotted name in a configuration ("os.system", "torch.optim.AdamW") that its reader imports,
 * calls or makes an object of: what is known about it? */
#ifndef RULES_MODEL_DOTTED_H
#define RULES_MODEL_DOTTED_H

#include "engine/finding.h"

enum dotted_class {
	DOTTED_SAFE,   /* makes values, computes */
	DOTTED_KNOWN,  /* of a library that models are made with, and not dangerous */
	DOTTED_OTHER,  /* of a package that is not known here: the project's own, or any other */
	DOTTED_STDLIB, /* of Python's library, and not known to be harmless */
	DOTTED_DANGER, /* runs, reads, writes, connects, deletes */
};

struct dotted {
	enum dotted_class class;
	enum level severity; /* of DANGER and STDLIB: how bad a call is */
	const char *why;     /* completes "os.system ...": a verb phrase; of DANGER and STDLIB */
};

/* `path` as the reader sees it. ("builtins.eval" and "eval" are the same.) */
struct dotted dotted_judge(str path);
struct dotted dotted_judge2(str module, str name);
/* The same for configurations of programs (Hydra, LightningCLI), which call what honest model files
 * never name: loggers, data sets, downloads of known libraries are no danger there. */
struct dotted dotted_judge_call(str path);

/* Could the text be a dotted name at all: identifiers joined by dots, at least one dot? */
PURE bool is_dotted(str s);
PURE bool is_identifier(str s);
/* The package that it begins with. */
PURE str dotted_package(str path);
PURE bool is_stdlib_package(str package);
/* A library that models are made with. */
PURE bool is_model_package(str package);

#endif
