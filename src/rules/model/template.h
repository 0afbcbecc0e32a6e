/* Jinja templates: chat templates of tokenizers and model files, prompts beside them. */
#ifndef RULES_MODEL_TEMPLATE_H
#define RULES_MODEL_TEMPLATE_H

#include "engine/model.h"

/* Reports (MD220-MD239) what the template would do beyond writing text. `offset`: of its first byte
 * in m, or MODEL_NOWHERE when the text is not written there as it is (escapes); `where` says what
 * holds it ("tokenizer.chat_template", "chat_template"), and may be empty. */
void template_check(struct model *m, str text, uint64_t offset, str where);

#endif
