/* CRC-32 as in ZIP and gzip (polynomial 0xedb88320, reflected), at the speed of memory where the
 * processor multiplies without carries; and the algebra for pieces that come in any order. */
#ifndef PACK_CRC32_H
#define PACK_CRC32_H

#include "base/str.h"

/* Begins with 0; same results as zlib's crc32(). */
uint32_t crc32_of(uint32_t crc, str bytes);

/* Checksum of a whole whose pieces come in any order: begin with 0, add every piece with the number
 * of bytes of the whole behind it, end with the whole's size. */
uint32_t crc32_part(uint32_t sum, str piece, uint64_t behind);
uint32_t crc32_whole(uint32_t sum, uint64_t size);

#endif
