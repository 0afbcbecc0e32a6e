/* Dockerfiles: instructions in order and inside the input, words and here documents inside their
 * instruction, every byte of a text leads back to the same byte of the input. */
#include "fuzz.h"

#include "text/dockerfile.h"

static void look(const struct docker_line *l, str input)
{
	INVARIANT(l->start < l->end && l->end <= input.n);
	for (size_t i = 0; i < l->text.n; i++) {
		uint32_t at = docker_offset(l, i);
		INVARIANT(at < input.n && input.p[at] == l->text.p[i]);
	}
	for (uint32_t i = 0; i < l->word_count; i++)
		INVARIANT(l->words[i].start >= l->start && l->words[i].start < l->words[i].end &&
			  l->words[i].end <= l->end);
	for (uint32_t i = 0; i < l->flag_count; i++)
		INVARIANT(str_starts(l->flags[i].text, S("--")) &&
			  l->flags[i].start < l->flags[i].end);
	for (uint32_t i = 0; i < l->heredoc_count; i++)
		INVARIANT(l->heredocs[i].start + l->heredocs[i].body.n <= l->end);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	const struct docker_line *list;
	size_t n = docker_read(a, input, &list);

	for (size_t i = 0; i < n; i++) {
		const struct docker_pair *pairs;
		size_t count = docker_pairs(a, &list[i], &pairs);
		look(&list[i], input);
		INVARIANT(i == 0 || list[i].start >= list[i - 1].end);
		INVARIANT(i == 0 || list[i].stage >= list[i - 1].stage);
		INVARIANT(count <= list[i].word_count);
		for (size_t k = 0; k < count; k++)
			INVARIANT(pairs[k].start < pairs[k].end && pairs[k].end <= list[i].end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
