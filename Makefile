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

WARN := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wpointer-arith -Wformat=2 -Wvla -Wundef \
	-Wnull-dereference -Wdouble-promotion
STD := -std=c17 -D_GNU_SOURCE -Isrc -Iinclude -I$(B)/gen
SAFE := -fstack-protector-strong -fPIE -fno-strict-aliasing
ifneq ($(filter x86_64,$(shell uname -m)),)
SAFE += -fcf-protection
endif
IS_CLANG := $(shell $(CC) --version 2>/dev/null | grep -c clang)

ifeq ($(MODE),release)
OPT := -O2 -flto -fstack-clash-protection -D_FORTIFY_SOURCE=3
LINK := -O2 -flto=auto -pie -Wl,-z,relro,-z,now
ifneq ($(IS_CLANG),0)
# clang 14 on Debian has no LTO plugin of its own without lld
OPT := $(filter-out -flto,$(OPT))
LINK := $(filter-out -flto=auto,$(LINK))
endif
else ifeq ($(MODE),debug)
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK := -fsanitize=address,undefined -pie
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
CFLAGS := $(STD) $(WARN) $(SAFE) $(OPT) -MMD -MP
LIBS := -l:libcrypto.a -l:libsqlite3.a -l:libyaml.a -lm -ldl -lpthread

SRC := $(sort $(wildcard src/*/*.c src/rules/*/*.c))
OBJ := $(SRC:%.c=$(B)/%.o) $(B)/gen/tables.o
LIB := $(B)/libassay.a
BIN := $(B)/assay

.PHONY: all
all: $(BIN)

$(BIN): $(B)/src/main.o $(LIB)
	$(CC) $(LINK) -o $@ $(B)/src/main.o $(LIB) $(LIBS)

$(LIB): $(OBJ)
	rm -f $@
	$(if $(filter 0,$(IS_CLANG)),gcc-ar,ar) rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(CFLAGS) -c -o $@ $<

# Tables of everything that registers itself by being defined (rules, commands, reporters, formats).
$(B)/gen/tables.c: tools/tables.sh $(SRC)
	@mkdir -p $(@D)
	bash tools/tables.sh $(SRC) > $@.tmp && mv $@.tmp $@

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

# What a change must pass before it is shared: builds without a warning, unit and spec tests.
.PHONY: quick
quick: $(BIN) $(B)/unit $(if $(wildcard src/engine/scan.c),$(B)/spec)
	$(B)/unit $(T)
	test ! -e src/engine/scan.c || \
	$(B)/spec --rules $(sort $(wildcard tests/spec/*.md)) $(if $(T),-k $(T))

-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)

.PHONY: clean
clean:
	rm -rf build
