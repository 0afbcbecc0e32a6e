/* Programs, by their first bytes. */
#ifndef MODEL_PROGRAM_H
#define MODEL_PROGRAM_H

#include "base/str.h"

enum program {
	PROGRAM_NONE,
	PROGRAM_ELF,
	PROGRAM_PE,
	PROGRAM_MACHO,
	PROGRAM_APE, /* Cosmopolitan's, which is PE, ELF and shell script in one */
	PROGRAM_WASM,
	PROGRAM_JAVA,
	PROGRAM_DEX,
	PROGRAM_PYC,
	PROGRAM_MARSHAL, /* a code object of Python */
	PROGRAM_SHORTCUT,
	PROGRAM_SCRIPT, /* #! */
	PROGRAM_LUA,	/* compiled */
};

/* `head`: the first 4 KiB, or all of `size` bytes. */
enum program program_recognise(str head, uint64_t size);
const char *program_name(enum program p); /* "an ELF program or library" */

#endif
