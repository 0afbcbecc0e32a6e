/* The models of a run: what was recognised in each file, one verdict for each, and which folders
 * are one model together (Hugging Face, MLflow, SavedModel, sharded weights, ...).
 *
 * Folders are told from the names in them, which cost nothing: the walk knows them all. A folder
 * that is a package (MLflow, SavedModel, diffusers, Core ML, sentence-transformers) owns everything
 * below it, the outermost counts; one that only holds weights and their configuration owns the
 * files directly in it. */
#ifndef ENGINE_INVENTORY_H
#define ENGINE_INVENTORY_H

#include "engine/report.h"
#include "repo/walk.h"

struct inventory {
	struct arena *arena;
	struct report_model *models;
	size_t count, room;
};

static inline struct inventory inventory_in(struct arena *a)
{
	return (struct inventory){.arena = a};
}

/* Does a finding count for the verdict of the model it is in? Of code only what is medium or
 * graver. */
bool inventory_counts(const struct finding *f);
/* The result of a file, which need not be a model. `unlisted`: the highest
 * severity among its findings that the settings leave out of the report. */
void inventory_add(struct inventory *v, const struct walk *w, const struct walk_file *f,
		   const struct file_result *r, uint8_t unlisted);
/* Fills report.models and report.model_directories, verdicts included; the report's findings are
 * final. */
void inventory_report(struct inventory *v, const struct walk *w, struct report *r);

#endif
