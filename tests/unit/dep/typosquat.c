#include "test.h"

#include "dep/popular.h"
#include "dep/typosquat.h"
#include "dep/watchlist.h"

static const struct {
	const char *name;
	enum squat_kind kind;
	const char *of;
} cases[] = {
	{"torch", SQUAT_NONE, ""},
	{"python-dateutil", SQUAT_NONE, ""},
	{"python-nmap", SQUAT_NONE, ""},
	{"types-requests", SQUAT_NONE, ""},
	{"pandas-stubs", SQUAT_NONE, ""},
	{"cupy-cuda11x", SQUAT_NONE, ""},
	{"nvidia-cublas-cu13", SQUAT_NONE, ""}, /* a version in the name */
	{"mocker", SQUAT_NONE, ""},		/* another first letter */
	{"user-agent", SQUAT_NONE, ""},		/* one of many */
	{"our-own-library", SQUAT_NONE, ""},
	{"ab", SQUAT_NONE, ""},
	{"", SQUAT_NONE, ""},
	{"reqeusts", SQUAT_TYPO, "requests"},
	{"requestss", SQUAT_TYPO, "requests"},
	{"rquests", SQUAT_TYPO, "requests"},
	{"requosts", SQUAT_TYPO, "requests"},
	{"tqmd", SQUAT_TYPO, "tqdm"},
	{"pytorh-lightning", SQUAT_TYPO, "pytorch-lightning"},
	{"opencv-pyhton", SQUAT_TYPO, "opencv-python"},
	{"tenserflew", SQUAT_FAR, "tensorflow"},
	{"nurnpy", SQUAT_CONFUSABLE, "numpy"},
	{"t0rch", SQUAT_CONFUSABLE, "torch"},
	{"c1ick", SQUAT_CONFUSABLE, "click"},
	{"t\xd0\xbe"
	 "rch",
	 SQUAT_CONFUSABLE, "torch"},
	{"scikitlearn", SQUAT_SEPARATOR, "scikit-learn"},
	{"hugging-face-hub", SQUAT_SEPARATOR, "huggingface-hub"},
	{"torch-nightly-cpu", SQUAT_AFFIX, "torch"},
	{"python-numpy", SQUAT_AFFIX, "numpy"},
	{"transformers-official", SQUAT_AFFIX, "transformers"},
	{"torch-something", SQUAT_NONE, ""},
};

TEST(typosquats)
{
	struct squats s;

	squats_load(&s, a);
	for (size_t i = 0; i < COUNTOF(cases); i++) {
		struct squat found = squats_find(&s, a, test_guarded(str_of(cases[i].name), 0));
		if (!CHECK_INT(found.kind, cases[i].kind))
			CHECK_STR(str_of(cases[i].name), S(""));
		CHECK_STR(found.of, str_of(cases[i].of));
	}
}

/* The lists are in the form in which names are looked up, and nothing in them is an imitation of
 * something else in them. */
TEST(popular_names_are_normal)
{
	const char *const lists[] = {popular_crown, popular_names, popular_known};
	struct squats s;

	squats_load(&s, a);
	for (size_t i = 0; i < COUNTOF(lists); i++) {
		for (str rest = str_of(lists[i]), word; rest.p != NULL;) {
			word = str_cut(&rest, ' ');
			CHECK(word.n > 0);
			for (size_t k = 0; k < word.n; k++) {
				uint8_t c = word.p[k];
				CHECK((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
				      (c == '-' && k > 0 && word.p[k - 1] != '-'));
			}
			CHECK_INT(squats_find(&s, a, word).kind, SQUAT_NONE);
		}
	}
}

TEST(watchlist)
{
	CHECK(watchlist_find(S("torch")) != NULL);
	CHECK(watchlist_find(S("accelerate")) != NULL && watchlist_find(S("xgboost")) != NULL);
	CHECK(watchlist_find(S("requests")) == NULL && watchlist_find(S("")) == NULL);
	/* Sorted: a search that starts in the middle finds what a person reads in it. */
	CHECK(watchlist_find(S("numpy")) != NULL && watchlist_find(S("vllm")) != NULL);
}
