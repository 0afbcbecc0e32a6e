/* Sources: System V ABI (ELF), "PE Format" of Microsoft, mach-o/loader.h, WebAssembly 1.0 (5.5.16),
 * Java VM specification (4.1), CPython's Lib/importlib/_bootstrap_external.py and Python/marshal.c,
 * [MS-SHLLINK].
 *
 * Trap: Java classes and fat Mach-O files both begin with CAFEBABE: a version of at least 45
 * follows in the one, a small number of architectures in the other. */
#include "model/program.h"

#include "base/cur.h"

static bool is_elf(str h)
{
	return str_starts(h, S("\x7f\x45LF")) && h.n > 6 && (h.p[4] == 1 || h.p[4] == 2) &&
	       (h.p[5] == 1 || h.p[5] == 2) && h.p[6] == 1;
}

static bool all_zero(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != 0)
			return false;
	return true;
}

/* The PE header, or at least a DOS header whose reserved fields are empty. */
static bool is_pe(str h)
{
	struct cur c = cur_of(h);
	uint32_t at;

	if (!str_starts(h, S("MZ")) && !str_starts(h, S("ZM")))
		return false;
	cur_seek(&c, 0x3c);
	at = cur_u32le(&c);
	cur_seek(&c, at);
	if (str_eq(cur_bytes(&c, 4), S("PE\0\0")) && !c.bad)
		return true;
	return h.n >= 0x40 && all_zero(str_slice(h, 0x1c, 0x24)) &&
	       all_zero(str_slice(h, 0x28, 0x3c));
}

static bool is_macho(str h)
{
	struct cur c = cur_of(h);
	uint32_t magic = cur_u32be(&c), n = cur_u32be(&c);

	if (magic == 0xcafebabe)
		return !c.bad && n > 0 && n < 40;
	return !c.bad && (magic == 0xfeedface || magic == 0xfeedfacf || magic == 0xcefaedfe ||
			  magic == 0xcffaedfe);
}

static bool is_java(str h)
{
	struct cur c = cur_of(h);
	uint32_t magic = cur_u32be(&c), major;

	cur_skip(&c, 2);
	major = cur_u16be(&c);
	return magic == 0xcafebabe && !c.bad && major >= 45 && major < 120;
}

/* u16 magic number of the version, "\r\n", flags or a time; then a marshalled code object. */
static bool is_pyc(str h)
{
	static const uint8_t starts[] = {8, 12, 16};

	if (!str_eq(str_slice(h, 2, 4), S("\r\n")))
		return false;
	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (h.n > starts[i] && (h.p[starts[i]] == 0xe3 || h.p[starts[i]] == 0x63))
			return true;
	return false;
}

/* 'c' with or without FLAG_REF, three to five small numbers, flags, and the bytecode as bytes. */
static bool is_marshal(str h)
{
	struct cur c = cur_of(h);
	uint8_t type = cur_u8(&c), next;
	unsigned n = 0;

	if (type != 0xe3 && type != 0x63)
		return false;
	for (; n < 6; n++) {
		struct cur here = c;
		next = cur_u8(&here);
		if (n >= 4 && (next == 's' || next == 0xf3)) {
			uint32_t size = cur_u32le(&here);
			return !here.bad && size > 0 && size % 2 == 0 && size < (1 << 24);
		}
		if (cur_u32le(&c) > 0x0fffffff || c.bad)
			return false;
	}
	return false;
}

static bool is_script(str h)
{
	str line = str_slice(h, 2, 130);

	if (!str_starts(h, S("#!")))
		return false;
	line = str_trim(str_cut(&line, '\n'));
	return line.n > 1 && line.p[0] == '/';
}

enum program program_recognise(str h, uint64_t size)
{
	if (size < 8 || h.n < 8)
		return PROGRAM_NONE;
	if (str_starts(h, S("MZqFpD='")) || str_starts(h, S("jartsr='")) ||
	    str_starts(h, S("APEDBG='")))
		return PROGRAM_APE;
	if (is_elf(h))
		return PROGRAM_ELF;
	if (is_pe(h))
		return PROGRAM_PE;
	if (is_java(h))
		return PROGRAM_JAVA;
	if (is_macho(h))
		return PROGRAM_MACHO;
	if (is_pyc(h))
		return PROGRAM_PYC;
	if (is_marshal(h))
		return PROGRAM_MARSHAL;
	if (is_script(h))
		return PROGRAM_SCRIPT;
	if (str_starts(h, S("\0asm\1\0\0\0")))
		return PROGRAM_WASM;
	if (str_starts(h, S("dex\n03")))
		return PROGRAM_DEX;
	if (str_starts(h, S("L\0\0\0\1\x14\2\0")))
		return PROGRAM_SHORTCUT;
	return str_starts(h, S("\x1bLua")) || str_starts(h, S("\x1bLJ")) ? PROGRAM_LUA
									 : PROGRAM_NONE;
}

const char *program_name(enum program p)
{
	static const char *const names[] = {
		[PROGRAM_NONE] = "no program",
		[PROGRAM_ELF] = "an ELF program or library (Linux)",
		[PROGRAM_PE] = "a PE program or library (Windows)",
		[PROGRAM_MACHO] = "a Mach-O program or library (macOS)",
		[PROGRAM_APE] = "a program for several systems (Actually Portable Executable)",
		[PROGRAM_WASM] = "a WebAssembly module",
		[PROGRAM_JAVA] = "a Java class",
		[PROGRAM_DEX] = "an Android program",
		[PROGRAM_PYC] = "compiled Python",
		[PROGRAM_MARSHAL] = "a marshalled code object of Python",
		[PROGRAM_SHORTCUT] = "a Windows shortcut, which starts a program",
		[PROGRAM_SCRIPT] = "a script",
		[PROGRAM_LUA] = "compiled Lua",
	};

	return names[p];
}
