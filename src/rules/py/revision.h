/* Revisions of models on a hub: what they pin, and which names mean the hub at all. */
#ifndef RULES_PY_REVISION_H
#define RULES_PY_REVISION_H

#include "engine/check.h"

enum revision {
	REVISION_COMMIT,  /* a full commit hash: cannot be moved */
	REVISION_TAG,	  /* a version-like name or a short hash: moved only on purpose */
	REVISION_BRANCH,  /* moves with every push */
	REVISION_MISSING, /* not given: the default branch */
	REVISION_UNKNOWN, /* decided elsewhere */
};

/* Last part of the callee's name, through aliases: "from_pretrained". */
str callee_last(struct check *c, const struct node *call);

PURE enum revision revision_of(str text);

/* Can it be the name of a model or data set on a hub (`owner/name`, `name`), not a local path? */
PURE bool hub_id_plausible(str text);

/* What a call that downloads from a hub asks for. */
struct hub_request {
	enum revision revision;
	str revision_text; /* when constant */
	str model;	   /* when constant; empty otherwise */
	bool local;	   /* a local path, or local_files_only=True: nothing is downloaded */
	bool hidden;	   /* arguments that cannot be seen (`**kwargs`) may say more */
	const struct node *model_node; /* NULL if it is not given */
};

/* `position` and `keyword` say where the call takes the model's name. */
void hub_request_of(struct check *c, const struct node *call, int position, const char *keyword,
		    struct hub_request *out);

/* Position and keyword of the model's name for calls known by their last name; false for others. */
MUST_CHECK bool hub_call_model(struct check *c, const struct node *call, int *position,
			       const char **keyword);

/* A data set built from local files: load_dataset("csv", data_files=...). */
bool hub_local_builder(struct check *c, const struct node *call, str model);

/* The value of key `key` in a dict display given as argument `argument`; NULL if there is none. */
const struct node *dict_argument_item(struct check *c, const struct node *call,
				      const char *argument, const char *key);

#endif
