#include "rules/model/weights.h"

#include <math.h>
#include "engine/rule.h"
#include "engine/settings.h"
#include "repo/walk.h"

/* No layer of a network that works has numbers of this size; 16-bit floats end at 65,504. */
#define HUGE_NUMBER 1e12
#define HUGE_RMS 1e6
/* A few equal numbers say nothing. */
#define CONSTANT_LEAST 16

bool weights_begin(struct weights_look *l, struct model *m)
{
	*l = (struct weights_look){.m = m, .left = m->blob.size};
	if (!m->scan->settings->weights)
		return false;
	l->room = arena_raw(m->arena, WEIGHTS_ROOM, 64);
	return true;
}

static void odd(struct weights_look *l, enum weights_oddity kind, uint64_t offset, str name,
		bool normal)
{
	if (l->odd[kind].tensors == 0 || (l->odd[kind].normal && !normal)) {
		l->odd[kind].offset = offset;
		l->odd[kind].name = walk_escape(l->m->arena, str_slice(name, 0, 200));
		l->odd[kind].normal = normal;
	}
	l->odd[kind].tensors++;
}

void weights_tensor(struct weights_look *l, enum weights_type type, bool big, uint64_t offset,
		    uint64_t bytes, str name)
{
	struct weights w = {0};

	if (l->room == NULL || l->unreadable || bytes > l->left)
		return;
	l->left -= bytes;
	if (!weights_read(&w, type, big, l->m->blob, offset, bytes, l->room)) {
		l->unreadable = true;
		return;
	}
	l->tensors++;
	if (w.nan > 0)
		odd(l, ODD_NAN, offset, name, false);
	if (w.inf > 0) /* masks of attention are filled with minus infinity */
		odd(l, ODD_INF, offset, name, w.inf == w.minus_inf);
	if (w.count >= CONSTANT_LEAST && w.zero == w.count)
		odd(l, ODD_ZERO, offset, name, true);
	else if (w.count >= CONSTANT_LEAST && !w.varies && w.nan + w.inf == 0)
		odd(l, ODD_CONSTANT, offset, name, true);
	if (w.largest > HUGE_NUMBER ||
	    (w.count > 0 && sqrt(w.squares / (double)w.count) > HUGE_RMS))
		odd(l, ODD_HUGE, offset, name, false);
}

void weights_end(struct weights_look *l)
{
	static const struct {
		const char *id, *what;
	} rows[ODD_KINDS] = {
		[ODD_NAN] = {"MD450", "hold NaN"},
		[ODD_INF] = {"MD451", "hold infinite numbers"},
		[ODD_ZERO] = {"MD452", "are all zero"},
		[ODD_CONSTANT] = {"MD453", "hold one number only"},
		[ODD_HUGE] = {"MD454", "hold numbers of a size that no network has"},
	};

	if (l->room == NULL)
		return;
	if (l->unreadable)
		model_unreadable(l->m);
	for (unsigned i = 0; i < ODD_KINDS; i++) {
		struct finding *f;
		if (l->odd[i].tensors == 0)
			continue;
		f = model_finding(l->m, rows[i].id, l->odd[i].offset, l->odd[i].name,
				  "%llu of %llu tensors %s; the first is %.*s",
				  (unsigned long long)l->odd[i].tensors,
				  (unsigned long long)l->tensors, rows[i].what,
				  STR_ARG(l->odd[i].name));
		if (l->data || l->odd[i].normal)
			f->severity = INFO;
	}
}

const struct rule rules_weights[] = {
	{
		.id = "MD450",
		.name = "weights_nan",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Weights that are not numbers",
		.why = "A network with NaN in it answers NaN, or whatever the caller makes of it: "
		       "training has failed, the file is damaged, or somebody wants the model out "
		       "of service.",
		.fix = "Get the weights again from where they were made, and compare digests.",
		.tags = "OWASP-ML10 ATLAS-AML.T0018",
	},
	{
		.id = "MD451",
		.name = "weights_infinite",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Weights that are infinite",
		.why = "Minus infinity is normal in masks of attention; elsewhere an infinite "
		       "weight "
		       "is an overflow of training or conversion.",
		.fix = "Get the weights again from where they were made, and compare digests.",
		.tags = "OWASP-ML10",
	},
	{
		.id = "MD452",
		.name = "weights_zero",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Tensors that are all zero",
		.why = "Biases often are. A large matrix of zeros was never trained, or was wiped.",
		.fix = "Compare with the model's publisher where a large tensor is meant.",
		.tags = "OWASP-ML10",
	},
	{
		.id = "MD453",
		.name = "weights_constant",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {20},
		.title = "Tensors that hold one number only",
		.why = "Scales of normalisation start as ones. A large matrix of one number was "
		       "never "
		       "trained.",
		.fix = "Compare with the model's publisher where a large tensor is meant.",
		.tags = "OWASP-ML10",
	},
	{
		.id = "MD454",
		.name = "weights_huge",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {20},
		.title = "Weights of a size that no network has",
		.why = "Such numbers come from reading bytes as what they are not, from a training "
		       "that blew up, or from data hidden among the weights.",
		.fix = "Get the weights again from where they were made, and compare digests.",
		.tags = "OWASP-ML10 ATLAS-AML.T0018",
	},
	{0},
};
