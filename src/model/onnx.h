/* ONNX models (onnx.proto3, IR versions 1 to 13) as a walk over the file: every node, tensor,
 * function and piece of metadata is shown once, wherever it is nested. Nothing is held but what is
 * being shown; tensor data is never read. */
#ifndef MODEL_ONNX_H
#define MODEL_ONNX_H

#include "model/protobuf.h"

#define ONNX_NAME 256 /* bytes kept of an operator's, domain's, function's or tensor's name */
#define ONNX_LOCATION 4096
#define ONNX_NUMBER 32

struct onnx_node {
	uint64_t at;
	str op, domain, name, overload;
	bool twice; /* op or domain is given more than once */
	uint8_t op_bytes[ONNX_NAME], domain_bytes[ONNX_NAME], name_bytes[ONNX_NAME],
		overload_bytes[ONNX_NAME];
};

struct onnx_tensor {
	uint64_t at;
	str name;
	int64_t type;
	bool has_type, negative, overflow, twice;
	uint64_t elements; /* product of the dimensions */
	unsigned rank;
	bool has_raw, typed; /* typed: float_data and the like */
	struct pb_field raw;
	uint64_t packed[4]; /* bytes in packed float_data, double_data; others have varints */
	bool sparse;	    /* part of a sparse tensor: other rules for its size */
	/* external data */
	bool external; /* data_location says so */
	uint64_t data_location;
	unsigned entries;
	uint64_t entries_at;
	bool has_location, has_offset, has_length, has_basepath;
	bool location_twice, location_long;
	str location, offset, length, basepath;
	str odd_key; /* a key that no version of the specification has */
	uint8_t name_bytes[ONNX_NAME], location_bytes[ONNX_LOCATION], offset_bytes[ONNX_NUMBER],
		length_bytes[ONNX_NUMBER], basepath_bytes[ONNX_NAME], odd_bytes[ONNX_NUMBER];
};

struct onnx_attribute {
	uint64_t at;
	str name;
	struct pb_field s; /* its string; number 0 when there is none */
	bool has_i;
	int64_t i;
	uint8_t name_bytes[ONNX_NAME];
};

struct onnx_function {
	uint64_t at;
	str domain, name, overload;
	uint8_t domain_bytes[ONNX_NAME], name_bytes[ONNX_NAME], overload_bytes[ONNX_NAME];
};

enum onnx_text {
	ONNX_PRODUCER,
	ONNX_PRODUCER_VERSION,
	ONNX_DOMAIN,
	ONNX_DOC, /* any doc_string */
	ONNX_METADATA,
};

struct onnx_visitor {
	void *ctx;
	void (*model)(void *ctx, int64_t ir_version, uint64_t at);
	void (*opset)(void *ctx, str domain, int64_t version);
	void (*text)(void *ctx, enum onnx_text what, str key, const struct pb_field *value);
	/* Before its nodes; NULL afterwards. */
	void (*function)(void *ctx, const struct onnx_function *f);
	void (*node)(void *ctx, const struct onnx_node *n);
	void (*attribute)(void *ctx, const struct onnx_node *n, const struct onnx_attribute *t);
	void (*tensor)(void *ctx, const struct onnx_tensor *t);
	/* A field that the specification does not have, or with another wire type. */
	void (*unknown)(void *ctx, const char *message, const struct pb_field *f);
	/* A singular field that occurs twice: readers keep one of them or merge both. */
	void (*twice)(void *ctx, const char *message, const struct pb_field *f);
};

enum onnx_code {
	ONNX_DIAG_NONE,
	ONNX_DIAG_DEPTH, /* graphs nested beyond LIMIT_ONNX_DEPTH */
};

/* Shows all of a ModelProto. What the wire format does not allow is in p->diag afterwards. False:
 * something was nested too deep, at *where. */
bool onnx_walk(struct pb *p, const struct onnx_visitor *v, uint64_t *where);
/* Only the functions that the model defines. */
void onnx_functions(struct pb *p, const struct onnx_visitor *v);

/* How surely a file beginning with `head` is a ModelProto: 0 no; 1 a protocol buffer that may be
 * one; 2 nothing else is likely. */
unsigned onnx_looks_like_model(str head, uint64_t size);
/* Is it a TensorProto (the .pb files of test data)? */
bool onnx_looks_like_tensor(str head, uint64_t size);

/* Bits of one element; 0: strings, or unknown (false). */
bool onnx_type_bits(int64_t type, unsigned *bits);
const char *onnx_type_name(int64_t type); /* NULL when unknown */

#endif
