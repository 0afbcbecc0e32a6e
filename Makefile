# assay: `make run` and `make test` are the two commands a new user needs; `make help` lists the rest.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:

MODE ?= release
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
B := build/$(MODE)
comma := ,

WARN := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wpointer-arith -Wformat=2 -Wvla -Wundef \
	-Wnull-dereference -Wdouble-promotion
STD := -std=c17 -D_GNU_SOURCE -Isrc -Iinclude -I$(B)/gen
SAFE := -fstack-protector-strong -fPIE -fno-strict-aliasing
ifneq ($(filter x86_64,$(shell uname -m)),)
SAFE += -fcf-protection
endif
ifeq ($(MODE),release)
OPT := -O2 -flto -ffat-lto-objects -fstack-clash-protection -D_FORTIFY_SOURCE=3
LINK := -O2 -flto=auto -pie -Wl,-z,relro,-z,now
else ifeq ($(MODE),debug)
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK := -fsanitize=address,undefined -pie
else ifeq ($(MODE),clang)
CC := clang-14
OPT := -O2 -D_FORTIFY_SOURCE=2
LINK := -pie
else ifeq ($(MODE),fuzz)
CC := clang-14
OPT := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LINK := -fsanitize=fuzzer,address,undefined
else ifeq ($(MODE),fast)
# for quick turns while developing: no LTO
OPT := -O1 -g
LINK := -pie
endif
ifneq ($(WERROR),)
WARN += -Werror
endif
# In builds with sanitizers any one limit can be made 1 (tests/fault): their base/limits.h is generated.
ifeq ($(MODE),debug)
LIMITS := $(B)/gen/limits/base/limits.h
STD := -I$(B)/gen/limits $(STD)
WARN += -Wno-conversion -Wno-sign-compare # they are no constants there; the other builds look
endif
AR := $(if $(findstring clang,$(CC)),llvm-ar-14,gcc-ar)
CFLAGS := $(STD) $(WARN) $(SAFE) $(OPT) -MMD -MP
LIBS := -l:libhs_runtime.a -l:libpcre2-8.a -l:libcrypto.a -l:libsqlite3.a -l:libyaml.a -l:libexpat.a -l:libz.a -l:libbz2.a -l:liblzma.a -l:libzstd.a -l:liblz4.a -lm -ldl -lpthread

SRC := $(sort $(wildcard src/*/*.c src/rules/*/*.c))
CORE := $(SRC:%.c=$(B)/%.o) $(B)/gen/tables.o $(if $(LIMITS),$(B)/gen/limits.o)
OBJ := $(CORE) $(B)/gen/keywords.o
LIB := $(B)/libassay.a
BIN := $(B)/assay

# The helper that reads git repositories: the only program with libgit2. Statically, without what
# libgit2 wants for networks (src/repo/git/no_network.c); where that does not link, dynamically.
GIT_SRC := $(sort $(wildcard src/repo/git/*.c))
GIT_OBJ := $(GIT_SRC:%.c=$(B)/%.o)
GIT_BIN := $(B)/assay-git
GIT_LIBS := -l:libz.a -l:libbz2.a -l:liblzma.a -l:liblz4.a -l:libzstd.a -l:libcrypto.a -lpthread
GIT_STATIC := $(wildcard $(shell $(CC) -print-file-name=libgit2.a))

# The helper that downloads: the only program with libcurl.
NET_SRC := $(sort $(wildcard src/store/net/*.c))
NET_OBJ := $(NET_SRC:%.c=$(B)/%.o)
NET_BIN := $(B)/assay-net

.PHONY: all
all: $(BIN) $(GIT_BIN) $(NET_BIN)

$(NET_BIN): $(NET_OBJ) $(LIB)
	$(CC) $(LINK) -o $@ $(NET_OBJ) $(LIB) -lcurl

$(B)/src/repo/git/%.o: CFLAGS += $(if $(GIT_STATIC),-DGIT_STATIC)

$(GIT_BIN): $(GIT_OBJ) $(LIB)
	$(if $(GIT_STATIC),$(CC) $(LINK) -o $@ $(GIT_OBJ) $(LIB) -l:libgit2.a -l:libpcre2-8.a $(GIT_LIBS) ||) \
	$(CC) $(LINK) -o $@ $(GIT_OBJ) $(LIB) -lgit2 $(GIT_LIBS)

$(BIN): $(B)/src/main.o $(LIB)
	$(CC) $(LINK) -o $@ $(B)/src/main.o $(LIB) $(LIBS)

$(LIB): $(OBJ)
	rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: %.c | $(LIMITS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(CFLAGS) -c -o $@ $<

$(B)/gen/limits/base/limits.h: src/base/limits.h tools/limits.sh
	@mkdir -p $(@D)
	bash tools/limits.sh header $< > $@.tmp && mv $@.tmp $@

$(B)/gen/limits.c: src/base/limits.h tools/limits.sh
	@mkdir -p $(@D)
	bash tools/limits.sh source $< > $@.tmp && mv $@.tmp $@

# Tables of everything that registers itself by being defined (rules, commands, reporters, formats).
$(B)/gen/tables.c: tools/tables.sh $(SRC)
	@mkdir -p $(@D)
	bash tools/tables.sh $(SRC) > $@.tmp && mv $@.tmp $@

# The words of the secrets layer, compiled for the pattern matcher and embedded (text/scan.c). A first
# program prints the list from the tables alone, a second compiles it; the second step runs only when
# the list has changed.
SECRET_SRC := $(sort $(wildcard src/rules/secret/*.c))
SECRET_OBJ := $(SECRET_SRC:%.c=$(B)/%.o)
TOOL_LINK := $(if $(filter fuzz,$(MODE)),-fsanitize=address$(comma)undefined,$(if $(filter release,$(MODE)),-fno-lto -pie,$(LINK)))

$(B)/libcore.a: $(CORE)
	rm -f $@
	$(AR) rcs $@ $^

$(B)/gen/secrets.c: tools/tables.sh $(SECRET_SRC)
	@mkdir -p $(@D)
	bash tools/tables.sh /dev/null $(SECRET_SRC) > $@.tmp && mv $@.tmp $@

$(B)/gen/print-keywords: $(B)/tools/keywords.o $(B)/gen/secrets.o $(SECRET_OBJ) $(B)/src/engine/secret_keywords.o | $(B)/libcore.a
	$(CC) $(TOOL_LINK) -o $@ $^ $(B)/libcore.a $(LIBS)

$(B)/gen/keywords.txt: $(B)/gen/print-keywords
	ASAN_OPTIONS=detect_leaks=0 $< > $@.tmp
	if cmp -s $@.tmp $@; then rm $@.tmp; else mv $@.tmp $@; fi

$(B)/gen/compile-keywords: tools/keywords_compile.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O1 -o $@ $< -l:libhs.a -lstdc++ -lm

$(B)/gen/keywords.bin: $(B)/gen/keywords.txt $(B)/gen/compile-keywords
	$(B)/gen/compile-keywords < $< > $@.tmp && mv $@.tmp $@

$(B)/gen/keywords.S: $(B)/gen/keywords.bin
	printf '\t.section .rodata\n\t.globl scan_builtin_start, scan_builtin_end\n\t.balign 64\nscan_builtin_start:\n\t.incbin "%s"\nscan_builtin_end:\n\t.byte 0\n\t.section .note.GNU-stack,"",%%progbits\n' $< > $@

$(B)/gen/keywords.o: $(B)/gen/keywords.S
	$(CC) -c -o $@ $<

# Fuzz targets: one file below tests/fuzz each.
$(B)/%: $(B)/tests/fuzz/%.o $(LIB)
	$(CC) $(LINK) -o $@ $< $(LIB) $(LIBS)

# ---- Tests -------------------------------------------------------------------------------------
UNIT_SRC := $(sort $(wildcard tests/unit/*.c tests/unit/*/*.c))
UNIT_OBJ := $(UNIT_SRC:%.c=$(B)/%.o) $(B)/gen/unit.o

$(B)/tests/%.o: CFLAGS += -Itests/unit -Wno-missing-prototypes

$(B)/gen/unit.c: $(UNIT_SRC)
	@mkdir -p $(@D)
	{ echo '#include "test.h"'; \
	  names=$$(cat $(UNIT_SRC) | sed -n 's/^TEST(\([a-z0-9_]*\)).*/\1/p'); \
	  for n in $$names; do echo "extern const struct test test_$$n;"; done; \
	  echo 'extern const struct test *const test_table[];'; \
	  echo 'const struct test *const test_table[] = {'; \
	  for n in $$names; do echo "	&test_$$n,"; done; echo '	NULL,'; echo '};'; } > $@.tmp
	mv $@.tmp $@

$(B)/gen/unit.o: CFLAGS += -Itests/unit

$(B)/unit: $(UNIT_OBJ) $(LIB)
	$(CC) $(LINK) -o $@ $(UNIT_OBJ) $(LIB) $(LIBS)

$(B)/spec: $(B)/tests/spec/main.o $(LIB)
	$(CC) $(LINK) -o $@ $< $(LIB) $(LIBS)

# The program whose n-th allocation, read or write fails, or one of whose limits is 1: what the debug
# build links, with a layer between it and the C library.
FAULTS := malloc calloc realloc aligned_alloc posix_memalign strdup read pread pread64 recv recvmsg fstat fstat64 \
	write pwrite pwrite64 send sendmsg fsync fdatasync ftruncate ftruncate64 fchmod rename renameat linkat fflush \
	open open64 openat openat64 opendir fdopendir mkostemp memfd_create socketpair pipe2 fork mmap mmap64 syscall

$(B)/assay-fault: $(B)/src/main.o $(B)/tests/fault/inject.o $(LIB)
	$(CC) $(LINK) $(FAULTS:%=-Wl,--wrap=%) -o $@ $(B)/src/main.o $(B)/tests/fault/inject.o $(LIB) $(LIBS)

# What a change must pass before it is shared: builds without a warning, unit and spec tests.
.PHONY: quick
# (The suites need the parser; without one there is nothing for them to run.)
PARSER := $(shell grep -ls '^void py_parse\>' src/py/*.c)
quick: $(BIN) $(B)/unit $(if $(PARSER),$(B)/spec)
	$(B)/unit $(T)
	test -z '$(PARSER)' || \
	$(B)/spec --rules $(sort $(wildcard tests/spec/*.md)) docs/bandit-differences.md $(if $(T),-k $(T))

-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)

# ---- The targets people use --------------------------------------------------------------------
P ?=
EXAMPLE := build/example

.PHONY: run test deps versions lint metrics format fuzz fault oracle bench docs bless install help clean min print-libs

# Succeeds when the analysis completed, whatever it found.
run:
	@bash tools/deps.sh build
	@$(MAKE) -s -j$$(nproc) MODE=release all
	@$(if $(P),,bash examples/vulnerable-ml/make.sh $(EXAMPLE))
	@build/release/assay check $(or $(P),$(EXAMPLE)) || [ $$? = 1 ]

test:
	@bash tools/deps.sh test
	@bash tools/test.sh

deps:
	@bash tools/deps.sh test

versions:
	@bash tools/deps.sh versions

lint:
	@bash tools/lint.sh

metrics:
	@bash tools/metrics.sh

format:
	find src include tests -name '*.[ch]' -print0 | xargs -0 clang-format-14 -i

# SECONDS for each target; T names one.
SECONDS_EACH ?= 900
fuzz:
	@bash tools/deps.sh test
	bash tools/fuzz.sh $(SECONDS_EACH) $(T)

# Every call that can fail, one after the other, and every limit with every case (half an hour); `make test`
# takes a sample. T names a case.
fault:
	$(MAKE) -s MODE=debug build/debug/assay-fault
	python3 tests/fault/run.py build/debug/assay-fault --all $(if $(T),-k $(T))

# Shrinks a failing input: make min T=python CRASH=build/fuzz/crash/python-...
min:
	build/fuzz/$(T) -minimize_crash=1 -runs=100000 -artifact_prefix=build/fuzz/crash/$(T)-min- $(CRASH)

# Differential runs against reference implementations, and the peers side by side. Both set up what they
# need in build/peers with the ordinary package clients.
oracle: $(BIN)
	bash tests/oracle/run.sh

bench: $(BIN) $(GIT_BIN)
	python3 tests/bench/bench.py $(BENCH)
	python3 tests/bench/models.py $(BENCH_MODELS)
	python3 tests/bench/convert.py $(BENCH_CONVERT)
	python3 tests/bench/secrets.py $(BENCH_SECRETS)
	python3 tests/bench/deps.py $(BENCH_DEPS)

docs: $(BIN)
	$(BIN) rules --format markdown --output docs/rules

PREFIX ?= /usr/local
install: $(BIN) $(GIT_BIN) $(NET_BIN)
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/assay
	install -D -m 755 $(GIT_BIN) $(DESTDIR)$(PREFIX)/libexec/assay/assay-git
	install -D -m 755 $(NET_BIN) $(DESTDIR)$(PREFIX)/libexec/assay/assay-net
	install -D -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib/libassay.a
	install -D -m 644 include/assay.h $(DESTDIR)$(PREFIX)/include/assay.h
	install -D -m 644 python/assay_load.py $(DESTDIR)$(PREFIX)/share/assay/assay_load.py

# What a program that links libassay.a links as well.
print-libs:
	@echo $(LIBS)

help:
	@sed -n 's/^# \(.*\)/  \1/p' README.md | head -3
	@echo "make run [P=DIR]  check the example project, or yours"
	@echo "make test         build and run every test"
	@echo "make [MODE=release|debug|clang|fast|fuzz] [WERROR=1]   build only"
	@echo "make quick [T=name]   unit and spec tests, all or one"
	@echo "make lint metrics format fuzz fault oracle bench docs install clean"

clean:
	rm -rf build
