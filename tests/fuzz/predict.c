/* A converted model and rows, both hostile: a byte of options, the root's JSON up to a NUL, an NPY
 * member up to a byte 0xff, then the input. Read piece by piece it predicts the same; whatever is
 * said is one line of text; what is predicted is a line for each row. */
#include "pieces.h"

#include "../unit/predict_make.h"
#include "predict/predict.h"

struct collect {
	struct predict_sink sink;
	struct buf out;
};

static bool collect(struct predict_sink *s, str bytes)
{
	buf_add(&((struct collect *)(void *)s)->out, bytes);
	return true;
}

static str archive(struct arena *a, str hostile)
{
	static const double v[] = {1, 2, 0.5, -3, 4, 0.25};
	static const uint32_t text[] = {'n', 'o', 'y', 'e', 'o', 'n'};
	str doubles = make_doubles(a, v, 6);
	struct make_member m[] = {
		{"v1.npy", make_npy(a, "<f8", false, "(1,)", str_slice(doubles, 0, 8))},
		{"v2.npy", make_npy(a, "<f8", false, "(2,)", str_slice(doubles, 0, 16))},
		{"v3.npy", make_npy(a, "<f8", false, "(3,)", str_slice(doubles, 0, 24))},
		{"m12.npy", make_npy(a, "<f8", false, "(1, 2)", str_slice(doubles, 0, 16))},
		{"m23.npy", make_npy(a, "<f8", false, "(2, 3)", doubles)},
		{"m32.npy", make_npy(a, "<f8", true, "(3, 2)", doubles)},
		{"l2.npy", make_npy(a, "<i4", false, "(2,)", str_slice(doubles, 0, 8))},
		{"l3.npy",
		 make_npy(a, "<U2", false, "(3,)", (str){(const uint8_t *)text, sizeof(text)})},
		{"x.npy", hostile},
	};

	return make_npz(a, m, COUNTOF(m));
}

static void check_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		INVARIANT(s.p[i] >= 0x20 && s.p[i] != 0x7f);
	while (s.n > 0) {
		unsigned n = str_utf8_len(s);
		INVARIANT(n > 0);
		s = str_slice(s, n, s.n);
	}
}

static void check(const struct predict_job *job, struct predict_result r, str out)
{
	uint64_t lines = 0;

	check_text(r.where);
	check_text(r.why);
	INVARIANT(r.end == PREDICT_DONE || r.end == PREDICT_UNREAD || r.why.n > 0);
	if (r.end != PREDICT_DONE || job->format != PREDICT_JSONL)
		return;
	for (size_t i = 0; i < out.n; i++)
		lines += out.p[i] == '\n';
	INVARIANT(lines == r.rows);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str rest = {data, size}, root, member, npz;
	struct collect whole = {{collect}, buf_in(a)}, parts = {{collect}, buf_in(a)};
	struct predict_job job = {.sink = &whole.sink};
	struct predict_result r, again;
	struct pieces p, q;

	if (size == 0)
		return;
	job.what = (enum predict_what)(data[0] % 3);
	job.format = (enum predict_format)(data[0] / 3 % 4);
	job.header = (enum predict_header)(data[0] / 12 % 3);
	rest = str_slice(rest, 1, size);
	root = str_cut(&rest, 0);
	member = str_cut(&rest, 0xff);
	npz = archive(a, member);
	job.npz = blob_of(npz);
	job.config = make_config(a, npz, root);
	rest = fuzz_input(a, rest.p, rest.n, 0);
	job.input = blob_of(rest);
	r = predict_run(a, &job);
	check(&job, r, buf_str(&whole.out));
	job.npz = pieces_of(&p, npz);
	job.input = pieces_of(&q, rest);
	job.sink = &parts.sink;
	again = predict_run(a, &job);
	INVARIANT(r.end == again.end && r.rows == again.rows && str_eq(r.why, again.why) &&
		  str_eq(r.where, again.where));
	INVARIANT(r.end != PREDICT_DONE || str_eq(buf_str(&whole.out), buf_str(&parts.out)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
