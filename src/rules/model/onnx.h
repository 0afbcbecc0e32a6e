/* What ONNX models and ONNX Runtime's own format (.ort) are both checked for. */
#ifndef RULES_MODEL_ONNX_H
#define RULES_MODEL_ONNX_H

#include "engine/model.h"

/* An operator of a domain: MD243, MD244. `defined`: the model has a function of that name. `seen`
 * remembers what was said. */
void onnx_check_operator(struct model *m, struct map *seen, str domain, str op, bool defined,
			 uint64_t at);
/* An operator's attribute with the string s that names a file or another library's function: MD249.
 */
void onnx_check_attribute(struct model *m, struct map *seen, str op, str attribute, str s,
			  uint64_t at);
/* The place of a tensor's data: MD240. `which`: "location" or "base path". */
void onnx_check_location(struct model *m, struct map *seen, str tensor, str path, const char *which,
			 uint64_t at);

#endif
