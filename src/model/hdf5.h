/* HDF5 (File Format Specification, version 3.0; section numbers in hdf5.c are its): the structure
 * of a file of any size, without the data of its datasets. Every object that is reached from the
 * root by hard links is visited once; what leads out of the file is told: external links, external
 * raw storage, virtual datasets, drivers with several files.
 *
 * Everything that the library would refuse, or that no library writes, is a HDF5_PROBLEM: addresses
 * outside the file, wrong checksums and signatures, structures that overlap more often than the
 * file has bytes. The reader goes on with what it has.
 *
 * Reads through the blob only; memory is bounded by LIMIT_HDF5_*. */
#ifndef MODEL_HDF5_H
#define MODEL_HDF5_H

#include "base/blob.h"

enum hdf5_event {
	HDF5_ATTRIBUTE, /* object, name, type, count, value */
	HDF5_DATASET,	/* object, type, count, layout; value: its bytes, if they lie in one piece
			   and unfiltered */
	HDF5_SOFT_LINK, /* object: the group; name, target: a path in this file */
	HDF5_EXTERNAL_LINK, /* object: the group; name, target: a path there, file */
	HDF5_USER_LINK,	    /* object: the group; name, id: its class */
	HDF5_EXTERNAL_FILE, /* object: the dataset; file; id: offset in it */
	HDF5_VIRTUAL_FILE,  /* object: the dataset; file, target: a dataset there */
	HDF5_FILTER,	    /* object: the dataset; id, name */
	HDF5_DRIVER,	    /* name: a driver that spreads the file */
	HDF5_END,	    /* at: where the file ends, as its superblock says */
	HDF5_PROBLEM,	    /* object; what */
	HDF5_LIMIT,	    /* what: the rest was not looked at */
};

enum hdf5_class {
	HDF5_INTEGER,
	HDF5_FLOAT,
	HDF5_TIME,
	HDF5_STRING,
	HDF5_BITFIELD,
	HDF5_OPAQUE,
	HDF5_COMPOUND,
	HDF5_REFERENCE,
	HDF5_ENUM,
	HDF5_VLEN,
	HDF5_ARRAY,
	HDF5_COMPLEX,
};

struct hdf5_type {
	uint8_t class;	    /* enum hdf5_class */
	bool vlen_string;   /* VLEN of characters */
	uint8_t base;	    /* VLEN, ARRAY: class of an element */
	uint32_t size;	    /* bytes of a value */
	uint32_t base_size; /* VLEN: bytes of an element */
};

enum hdf5_layout {
	HDF5_COMPACT,
	HDF5_CONTIGUOUS,
	HDF5_CHUNKED,
	HDF5_VIRTUAL,
	HDF5_NO_LAYOUT,
};

/* What an event is about. Texts are borrowed until the callback returns. */
struct hdf5_item {
	enum hdf5_event event;
	str object;  /* path from the root, "/a/b" */
	uint64_t at; /* offset in the blob that was given to hdf5_read */
	str name, target, file;
	uint32_t id;
	const char *what;
	struct hdf5_type type;
	uint64_t count; /* elements; saturates */
	uint8_t layout; /* enum hdf5_layout */
	bool stored;	/* DATASET: storage was allocated */
	struct blob value;
};

struct hdf5;
typedef void hdf5_fn(void *ctx, struct hdf5 *h, const struct hdf5_item *i);

/* Offset of the signature (behind a user block: at 512, 1024, 2048, ...); false when there is none.
 */
bool hdf5_find(struct blob b, uint64_t *at);

/* Reads the file whose signature lies at `at`. */
void hdf5_read(struct blob b, uint64_t at, struct arena *a, hdf5_fn *fn, void *ctx);

/* Inside the callback of an ATTRIBUTE or DATASET with a value: the text or bytes of element `i`,
 * for strings of fixed length (without padding) and variable-length values; false when there is
 * none. */
bool hdf5_element(struct hdf5 *h, const struct hdf5_item *item, uint64_t i, struct blob *out);

/* Every value of variable length that is in the file at all, whichever dataset it belongs to and
 * however that is filtered: reads the whole file, up to a limit that is told. `at`: its offset. */
typedef void hdf5_value_fn(void *ctx, struct blob value, uint64_t at);
void hdf5_values(struct hdf5 *h, hdf5_value_fn *fn, void *ctx);

/* "integer", "string", ... */
const char *hdf5_class_name(uint8_t class);
/* "chunked", ... */
const char *hdf5_layout_name(uint8_t layout);

#endif
