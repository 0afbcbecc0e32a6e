#include "test.h"
#include "model/program.h"

static enum program what(str bytes)
{
	return program_recognise(bytes, bytes.n);
}

TEST(program_recognise)
{
	CHECK_INT(what(S("\x7f\x45LF\2\1\1\0\0\0")), PROGRAM_ELF);
	CHECK_INT(what(S("\x7f\x45LF\3\1\1\0\0\0")), PROGRAM_NONE);
	CHECK_INT(what(S("\xcf\xfa\xed\xfe\7\0\0\1\3\0\0\0\2\0\0\0")), PROGRAM_MACHO);
	CHECK_INT(what(S("\xca\xfe\xba\xbe\0\0\0\2\1\0\0\7")), PROGRAM_MACHO);
	CHECK_INT(what(S("\xca\xfe\xba\xbe\0\0\0\x34\0\x10")), PROGRAM_JAVA);
	CHECK_INT(what(S("MZqFpD='\n\0\0\0")), PROGRAM_APE);
	CHECK_INT(what(S("\0asm\1\0\0\0")), PROGRAM_WASM);
	CHECK_INT(what(S("\xa7\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3\0\0")), PROGRAM_PYC);
	CHECK_INT(what(S("\xe3\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\xf3\4\0\0\0\x97\0d\0")),
		  PROGRAM_MARSHAL);
	CHECK_INT(what(S("\xe3\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\4\0\0\0\x97\0d\0")),
		  PROGRAM_NONE);
	CHECK_INT(what(S("L\0\0\0\1\x14\2\0\0\0")), PROGRAM_SHORTCUT);
	CHECK_INT(what(S("#!/bin/sh\necho\n")), PROGRAM_SCRIPT);
	CHECK_INT(what(S("#! no path here\n")), PROGRAM_NONE);
	CHECK_INT(what(S("\x1bLua\x54\0\0\0\0")), PROGRAM_LUA);
	CHECK_INT(what(S("dex\n035\0")), PROGRAM_DEX);
	CHECK_INT(what(S("MZ, a text that begins so")), PROGRAM_NONE);
	CHECK_INT(what(S("\x7f\x45LF\2\1\1")), PROGRAM_NONE);
	CHECK(strlen(program_name(PROGRAM_LUA)) > 0);
}

TEST(program_pe)
{
	uint8_t bytes[0x80] = "MZ";

	bytes[0x3c] = 0x40;
	CHECK_INT(what((str){bytes, sizeof(bytes)}),
		  PROGRAM_PE); /* as an empty DOS header has it */
	bytes[0x1c] = bytes[0x30] = 'x';
	CHECK_INT(what((str){bytes, sizeof(bytes)}), PROGRAM_NONE);
	memcpy(bytes + 0x40, "PE\0\0", 4);
	CHECK_INT(what(test_guarded((str){bytes, sizeof(bytes)}, 0)), PROGRAM_PE);
	bytes[0x3e] = 0x40; /* the header is said to lie beyond what is there */
	CHECK_INT(what(test_guarded((str){bytes, sizeof(bytes)}, 0)), PROGRAM_NONE);
}
