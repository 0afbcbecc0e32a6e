/* What the compilers offer beyond C17, under names that say what is meant. Nothing else in the
 * project spells an attribute. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define TARGET(features) __attribute__((target(features)))
#define NOINLINE __attribute__((noinline))
#define NOCLONE __attribute__((noinline))
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define COLD __attribute__((cold))
#define HOT __attribute__((hot))
#define PURE __attribute__((pure))
#define NORETURN __attribute__((noreturn))
#define MUST_CHECK __attribute__((warn_unused_result))
#define ALLOCATES(size) __attribute__((malloc, alloc_size(size), returns_nonnull))
#define FALLTHROUGH __attribute__((fallthrough))
#define UNUSED __attribute__((unused))
#define ALIGNED(n) __attribute__((aligned(n)))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define COUNTOF(a) (sizeof(a) / sizeof((a)[0]))

/* The next loop, of n rounds known when compiling, is written out. */
#if defined(__clang__)
#define UNROLL(n) _Pragma("clang loop unroll(full)")
#else
#define UNROLL_TEXT(text) _Pragma(#text)
#define UNROLL(n) UNROLL_TEXT(GCC unroll n)
#endif

/* Arithmetic on `bytes / sizeof(element)` elements at once, as the machine can. */
#define VECTOR(bytes) __attribute__((vector_size(bytes)))

/* A second copy of a function for processors with AVX2, to be called when HAVE_AVX2 holds. */
#if defined(__x86_64__)
#define FOR_AVX2 __attribute__((target("avx2")))
#define HAVE_AVX2 (__builtin_cpu_supports("avx2") != 0)
#else
#define FOR_AVX2
#define HAVE_AVX2 false
#endif

#if defined(__clang__)
#undef NOCLONE
#define NOCLONE __attribute__((noinline))
#elif defined(__GNUC__)
#undef NOCLONE
#define NOCLONE __attribute__((noinline, noclone))
#endif

#endif
