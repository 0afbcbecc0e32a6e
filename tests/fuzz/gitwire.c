/* What assay-git answers, as the parent reads it: any bytes end as an answer or as a lost helper,
 * and what is taken stays within bounds. The first byte says what was asked. */
#include "fuzz.h"

#include <sys/socket.h>
#include <unistd.h>
#include "repo/git.h"

static void check_batches(struct git *g)
{
	struct git_batch b = {0};

	arena_init(&b.arena, FUZZ_MEMORY);
	while (git_next_batch(g, &b)) {
		INVARIANT(b.slot < GIT_SLOTS && b.count > 0);
		for (uint32_t i = 0; i < b.count; i++)
			INVARIANT(b.blobs[i].path.n <= LIMIT_GIT_MESSAGE);
		arena_reset(&b.arena);
	}
	arena_free(&b.arena);
}

static void ask(struct git *g, struct arena *a, uint8_t what)
{
	static const uint32_t numbers[] = {1, 2, 3};
	static const str paths[] = {S_INIT("a"), S_INIT("b"), S_INIT("c")};
	struct git_commit commits[3];
	struct git_changed *changed;
	uint8_t tracked[3];
	uint64_t bytes[3];
	size_t n;

	switch (what % 5) {
	case 0:
		check_batches(g);
		break;
	case 1:
		INVARIANT(git_commits(g, a, numbers, 3, commits) <= 3);
		break;
	case 2:
		INVARIANT(git_blame(g, a, S("p"), numbers, 3, commits) <= 3);
		break;
	case 3:
		(void)!git_diff(g, a, S("HEAD"), &changed, &n);
		break;
	case 4:
		if (git_is_tracked(g, paths, 3, tracked, bytes))
			INVARIANT(tracked[0] <= GIT_IGNORED);
		break;
	default:
		break;
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct git g = {.arena = a, .greeted = true};
	int pair[2];

	if (size == 0 || size > 60000 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return;
	INVARIANT(write(pair[1], data + 1, size - 1) == (ssize_t)(size - 1));
	shutdown(pair[1], SHUT_WR);
	g.fd = pair[0];
	arena_init(&g.message, FUZZ_MEMORY);
	ask(&g, a, data[0]);
	arena_free(&g.message);
	close(pair[0]);
	close(pair[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
