/* When assay is built: turns the list of keywords (standard input, a line each: `i` or `c` for any
 * or exact case, a space, the word) into what text/scan.c reads. The same list gives the same
 * bytes. Databases for several generations of processors, the fastest first; the matcher takes the
 * first that fits. */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8192, LONGEST = 255 };

static const char *words[MOST];
static unsigned flags[MOST], ids[MOST];
static size_t sizes[MOST];
static unsigned count;

static void put_u32(size_t n)
{
	unsigned char b[4] = {(unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16),
			      (unsigned char)(n >> 24)};

	fwrite(b, 1, 4, stdout);
}

static void fatal(const char *what)
{
	fprintf(stderr, "keywords_compile: %s\n", what);
	exit(1);
}

static void read_words(void)
{
	static char line[LONGEST + 8];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		size_t n = strcspn(line, "\n");
		if (count == MOST || n < 4 || line[n] != '\n' || line[1] != ' ')
			fatal("too many words, or one of fewer than 2 or more than 255 bytes");
		line[n] = 0;
		words[count] = strdup(line + 2);
		sizes[count] = n - 2;
		ids[count] = count;
		flags[count++] = line[0] == 'i' ? HS_FLAG_CASELESS : 0;
	}
}

static void put_database(const hs_platform_info_t *platform)
{
	hs_compile_error_t *error;
	hs_database_t *db;
	char *bytes;
	size_t n;

	if (hs_compile_lit_multi(words, flags, ids, sizes, count, HS_MODE_BLOCK, platform, &db,
				 &error) != HS_SUCCESS)
		fatal(error->message);
	if (hs_serialize_database(db, &bytes, &n) != HS_SUCCESS)
		fatal("the database cannot be written");
	put_u32(n);
	fwrite(bytes, 1, n, stdout);
}

int main(void)
{
#if defined(__x86_64__)
	static const unsigned long long features[] = {HS_CPU_FEATURES_AVX512 | HS_CPU_FEATURES_AVX2,
						      HS_CPU_FEATURES_AVX2, 0};
	enum { PLATFORMS = sizeof(features) / sizeof(features[0]) };
#else
	enum { PLATFORMS = 1 };
#endif

	read_words();
	put_u32(count);
	for (unsigned i = 0; i < count; i++) {
		putchar(flags[i] != 0);
		put_u32(sizes[i]);
		fwrite(words[i], 1, sizes[i], stdout);
	}
	put_u32(count > 0 ? PLATFORMS : 0);
	for (unsigned i = 0; i < PLATFORMS && count > 0; i++) {
		hs_platform_info_t platform = {.tune = HS_TUNE_FAMILY_GENERIC};
#if defined(__x86_64__)
		platform.cpu_features = features[i];
#else
		if (hs_populate_platform(&platform) != HS_SUCCESS)
			fatal("this processor is not known");
#endif
		put_database(&platform);
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
