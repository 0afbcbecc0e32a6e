/* Every limit, with its reason. Fuel (bytes, nodes, depth) decides, because it is the same on
 * every machine; wall time is only the backstop against a worker that hangs. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KiB ((size_t)1 << 10)
#define MiB ((size_t)1 << 20)

/* The size of an array that a limit bounds. In the tests that make each limit 1 (tests/fault) it
 * stays what it is. */
#define LIMIT_ROOM(limit) limit

/* First block of an arena: what a median source file needs in all, so most files touch only
 * memory that is already mapped and warm. */
#define LIMIT_ARENA_BLOCK (256 * KiB)
/* Later blocks double up to this. */
#define LIMIT_ARENA_BLOCK_MAX (16 * MiB)

/* What a worker has freed and does not give back to the system: every page that comes anew costs a
 * fault and is cleared. */
#define LIMIT_KEPT_PAGES ((int)(64 * MiB))

/* Bytes of one source file. Generated code of 50 MB exists; beyond this it is data. */
#define LIMIT_SOURCE_BYTES (128 * MiB)
/* Memory of one file in a worker: 40 bytes of tree per byte in the worst case known, for files of
 * the size that really has such density, and 16 for the largest. */
#define LIMIT_FILE_MEMORY (2048 * MiB)
/* Depth of nesting of expressions and blocks. CPython's own parser stops between 100 (blocks) and
 * some thousand (expressions), so nothing that runs is lost; a frame of our recursive functions is
 * below 300 bytes and workers have 8 MiB of stack. */
#define LIMIT_PY_DEPTH 2000
#define LIMIT_PY_INDENT 100 /* CPython's MAXINDENT */
/* Brackets open at a place whose offsets the lexer keeps; CPython stops at 200. */
#define LIMIT_PY_BRACKETS 1000
#define LIMIT_PY_STRINGS 150 /* f-strings inside each other: CPython's MAXFSTRINGLEVEL */
#define LIMIT_PY_FIELDS 3    /* replacement fields in each other's format specs: CPython's */
/* Errors recorded of one source file: a binary one would give a million. */
#define LIMIT_PY_ERRORS 1000
/* How often the lexer goes back to a bracket or quote that nothing closes. */
#define LIMIT_PY_RETRIES 16
/* Depth of values in JSON, TOML and YAML. */
#define LIMIT_TEXT_DEPTH 200
/* Brackets inside each other in an environment marker, and its bytes: people write two and 300. */
#define LIMIT_MARKER_DEPTH 32
#define LIMIT_MARKER_BYTES ((size_t)16 * 1024)
/* Of a dependency file: bytes of a package's name (the longest on the index has 80), problems told
 * about, and packages of the same name that a resolver chose for different environments. */
#define LIMIT_DEP_NAME 256
#define LIMIT_DEP_PROBLEMS 1000
#define LIMIT_DEP_FORKS 64
/* Requires-Dist of one package: the largest on the index have some hundred. */
#define LIMIT_DEP_NEEDS 10000
/* Bytes of the metadata of a package in an archive, and of a source archive that are unpacked to
 * find it. */
#define LIMIT_DEP_METADATA (4 * MiB)
#define LIMIT_DEP_UNPACK (8 * MiB)
/* Pieces of one entry of a lock file that is broken in several places. */
#define LIMIT_DEP_PIECES 64
/* Of an advisory: bytes of its id, of the names and versions in it (the longest real ones have 60),
 * of the line that sums it up; of one record (the largest has 200 KB of versions); of what a source
 * holds once it is unpacked (all of PyPI's advisories have 300 MB). */
#define LIMIT_ADVISORY_ID 128
#define LIMIT_ADVISORY_NAME 200
#define LIMIT_ADVISORY_VERSION 200
#define LIMIT_ADVISORY_RANGES 1024   /* of a package in a record: real ones have up to 30 */
#define LIMIT_ADVISORY_STEPS 4000000 /* to compare a record's versions with its ranges: 1 s */
#define LIMIT_ADVISORY_SUMMARY 240
#define LIMIT_ADVISORY_BYTES (64 * MiB)
#define LIMIT_ADVISORY_SOURCE ((uint64_t)8 << 30)
/* Bytes of one part of the advisory database: a package has up to 300 KB, EPSS's list 6 MB. */
#define LIMIT_ADVISORY_PART (64 * MiB)
/* Of a download: bytes (all of PyPI's advisories have 60 MB packed), and what the helper says of
 * it; redirections; seconds to connect, and without a byte. */
#define LIMIT_DOWNLOAD_BYTES ((uint64_t)4 << 30)
#define LIMIT_DOWNLOAD_WORDS (16 * KiB)
#define LIMIT_DOWNLOAD_REDIRECTS 10
#define LIMIT_DOWNLOAD_CONNECT 30
#define LIMIT_DOWNLOAD_SILENCE 60
/* Bytes of small files that are handed to one task; what it may answer; rows of a list (EPSS has
 * 300,000). */
#define LIMIT_IMPORT_BATCH (32 * MiB)
#define LIMIT_IMPORT_ANSWER (512 * MiB)
#define LIMIT_IMPORT_ROWS 4000000
#define LIMIT_IMPORT_DEPTH 32		 /* of folders: a clone of GitHub's database has 6 */
#define LIMIT_IMPORT_MEMORY (2048 * MiB) /* of an import: all that the database holds, twice */
/* Bytes of one string of JSON read as events; chat templates are the longest that a rule reads. */
#define LIMIT_JSON_STRING (1 * MiB)
/* Header of an .npy file: 50,000 fields have 2 MiB. NumPy itself refuses more than 10,000 bytes
 * unless told otherwise. */
#define LIMIT_NPY_HEADER (8 * MiB)
#define LIMIT_NPY_DEPTH 64 /* of its dtype: a dozen is much; Python's parser stops at 200 */
#define LIMIT_NPY_DIMS 64  /* NumPy's own */
/* Of an HDF5 file: depth of groups, objects (16 bytes each are remembered), blocks of one object's
 * header (old files keep thousands of attributes in one), a quarter of the bytes of metadata. */
#define LIMIT_HDF5_DEPTH 64
#define LIMIT_HDF5_OBJECTS 1000000
#define LIMIT_HDF5_CHUNKS 4096
#define LIMIT_HDF5_FUEL ((uint64_t)1 << 30)
#define LIMIT_HDF5_NAME (64 * KiB) /* a link's name */
/* Values of one file that are looked into as models; claimed bytes of a dataset from which on a
 * thousandth of them must be there. */
#define LIMIT_HDF5_INSIDE 20000
#define LIMIT_HDF5_CLAIM ((uint64_t)4 << 30)
/* Bytes of a YAML file that the models layer reads; its tree needs about ten times as much in the
 * worst case, and the largest configurations of models have some hundred KB. */
#define LIMIT_MODEL_YAML_BYTES (4 * MiB)
/* Of a part of the outline of a JSON document (text/json_outline.h): nodes of about 100 bytes and
 * bytes of text, so that it needs below 40 MiB; bytes of one text (chat templates reach 20 KB);
 * numbers of a list, scalars of a table and texts of a list that are kept (the largest model
 * configurations have some thousand labels). */
#define LIMIT_OUTLINE_NODES 160000
#define LIMIT_OUTLINE_BYTES (16 * MiB)
#define LIMIT_OUTLINE_TEXT (256 * KiB)
#define LIMIT_OUTLINE_NUMBERS 64
#define LIMIT_OUTLINE_MEMBERS 512
#define LIMIT_OUTLINE_LIST 4096
/* Tensors that one file may describe; 24 bytes are kept of each. The largest mixture of experts has
 * 100,000 in all its files. */
#define LIMIT_TENSORS ((uint32_t)1 << 20)
#define LIMIT_TENSOR_NAME 4096		/* bytes of a name that are compared and shown */
#define LIMIT_SAFETENSORS_METADATA 4096 /* entries of __metadata__ that are looked at */
/* GGUF: arrays inside each other (llama.cpp knows none), keys (models have some 50), bytes of a key
 * (its specification), alignment (32 everywhere; a page at most). */
#define LIMIT_GGUF_DEPTH 4
#define LIMIT_GGUF_KEYS 16384
#define LIMIT_GGUF_KEY 65535
#define LIMIT_GGUF_ALIGNMENT 65536
/* Jinja templates: bytes (the longest chat templates have 50 KB), expressions and statements (the
 * longest chat templates have 3,000, of 72 bytes each), open brackets and tags (jinja2's parser
 * itself stops at about 200), depth of a tree (long sums), mistakes told. */
#define LIMIT_JINJA_SOURCE (1 * MiB)
#define LIMIT_JINJA_NODES 60000
#define LIMIT_JINJA_DEPTH 150
#define LIMIT_JINJA_TREE 1500
#define LIMIT_JINJA_ERRORS 20
#define LIMIT_JINJA_STACK 4000 /* of the evaluator: two trees of full depth */
/* What is worked out of one: steps, bytes of memory for it, elements of a list, macros that run
 * inside each other, and in all. No chat template needs a tenth. */
#define LIMIT_JINJA_STEPS 300000
#define LIMIT_JINJA_BYTES (10 * MiB)
#define LIMIT_JINJA_ITEMS 4096
#define LIMIT_JINJA_CALLS 6
#define LIMIT_JINJA_INLINED 300
/* What no message needs, so that who asks for it wants to exhaust: bytes or elements of one thing,
 * bits of a number, rounds of a loop (the sandbox's own bound of range()), of loops in loops. */
#define LIMIT_JINJA_MADE ((int64_t)4 << 20)
#define LIMIT_JINJA_BITS 1000000
#define LIMIT_JINJA_RANGE 100000
#define LIMIT_JINJA_ROUNDS 10000000
/* Findings of one file; the rest is counted and reported as cut short. */
#define LIMIT_FILE_FINDINGS 10000
/* Bytes of one finding's message. */
#define LIMIT_MESSAGE_BYTES 1000
/* Bytes of a source line that a report shows. */
#define LIMIT_SNIPPET_BYTES 240
/* Bytes of a configuration or ignore file. */
#define LIMIT_CONFIG_BYTES (4 * MiB)
/* Nodes of a YAML file with every alias written out: nobody writes a million by hand, and a billion
 * laughs ends here. */
#define LIMIT_YAML_NODES 1000000
/* Entries of a configuration, and errors told about it: a person writes some hundred. */
#define LIMIT_CONFIG_ENTRIES 10000
#define LIMIT_CONFIG_ERRORS 50
/* Bytes of a YAML file; libyaml reads about 20 MB/s. */
#define LIMIT_YAML_BYTES (32 * MiB)
/* Of a glob pattern: matching costs up to a step a part and character. */
#define LIMIT_GLOB_BYTES 4096
#define LIMIT_GLOB_PARTS 1024
/* Descriptors in one message to a worker (the kernel's SCM_MAX_FD is 253), and the least that is
 * worth a message: a batch of one costs 12 us a file, one of 16 below 2. */
#define LIMIT_BATCH_FILES 64
/* Bytes of the paths in one batch: two batches always fit a socket's default buffer of 208 KiB. */
#define LIMIT_BATCH_BYTES (48 * KiB)
/* Descriptors of a worker: a batch, the one before while it is being closed, and its socket. */
#define LIMIT_WORKER_DESCRIPTORS 160
/* Address space of a worker: one file's memory, the source twice, and the program. */
#define LIMIT_WORKER_MEMORY (4096 * MiB)
/* Spans of a timeline (--trace), at 128 bytes each: some ten for each of 25,000 files. */
#define LIMIT_TRACE_SPANS ((size_t)1 << 18)
/* Seconds without an answer after which a worker is taken for hung. */
#define LIMIT_WORKER_SECONDS 60
/* The same for a file so large that reading it takes longer: two hours read 10 TB. */
#define LIMIT_WORKER_LONGEST 7200
/* Bytes that a worker may answer for one file. */
#define LIMIT_REPLY_BYTES (64 * MiB)
/* Of a task (conversion, prediction): bytes that it may answer; memory for what it keeps of a file,
 * which is descriptions and small values, as the bytes of tensors pass through. */
#define LIMIT_TASK_REPLY (4 * MiB)
#define LIMIT_TASK_MEMORY (512 * MiB)
/* Depth of the values in a model that is converted: estimators in pipelines in searches are ten
 * deep. Bytes that are written for each byte that they read, once they are more than GROWN: views
 * and expanded tensors of one storage can ask for any number. */
#define LIMIT_CONVERT_DEPTH 200
#define LIMIT_CONVERT_GROWTH 16
#define LIMIT_CONVERT_GROWN ((uint64_t)256 << 20)
/* Bytes of a packed pickle that is unpacked at once: torch itself stores them as they are. */
#define LIMIT_CONVERT_PACKED (16 * MiB)
/* Bytes of the JSON of a converted model: a vocabulary of a million words has 30 MB. */
#define LIMIT_CONVERT_JSON ((uint64_t)256 << 20)
#define LIMIT_CONVERT_DROPPED 1000		/* values left out that are listed */
#define LIMIT_CONVERT_ITEMS ((uint32_t)1 << 25) /* values written out, shared ones each time */
/* Charsets of one run that need the C library: each costs a worker of its own. */
#define LIMIT_CHARSETS 16
/* Steps of matching ignore patterns in one run, about two seconds; an honest tree of 100,000 files
 * needs a tenth. Without fuel nothing is ignored any more. */
#define LIMIT_IGNORE_STEPS ((uint64_t)1 << 30)
/* Models: how deep containers may lie in each other (a wheel with a tar.gz with a torch archive is
 * three), and the memory of each level: four levels at their limit stay below 64 MiB. */
#define LIMIT_MODEL_DEPTH 8
#define LIMIT_MODEL_MEMORY (40 * MiB)
/* Memory of one decompressor, of which only what is used is touched: the highest levels of zstd and
 * xz have windows of 128 and 64 MiB, and what is not honest may name 4 GiB. */
#define LIMIT_STREAM_MEMORY (160 * MiB)
#define LIMIT_CODEC_WINDOW (136 * MiB)
#define LIMIT_ZSTD_WINDOW_LOG 27
/* Members of an archive, at 150 bytes each with their names, and bytes between members that are
 * searched for headers: honest archives have none. */
#define LIMIT_ZIP_MEMBERS 125000
#define LIMIT_ZIP_GAP ((uint64_t)4 << 30)
/* A 7z archive's header, packed and unpacked, and the files in it. */
#define LIMIT_SEVENZIP_HEADER (4 * MiB)
#define LIMIT_SEVENZIP_FILES 50000
/* A tar archive's extended header, and how many a member may have: they hold a name. */
#define LIMIT_TAR_HEADER (1 * MiB)
#define LIMIT_TAR_HEADERS 32
/* What is decompressed into memory whole; more is decompressed again where a format seeks. */
#define LIMIT_MODEL_INLINE (4 * MiB)
/* Bytes decompressed or looked through for one file: a minute of work, and 100 GB of honest
 * compressed weights stay below it only if they are read once. */
#define LIMIT_MODEL_FUEL ((uint64_t)256 << 30)
/* Properties of one model for the bill of materials, and bytes of a value. */
#define LIMIT_MODEL_PROPERTIES 200
#define LIMIT_MODEL_PROPERTY_BYTES 1000
/* Bytes up to which a worker reads a file at once. */
#define LIMIT_READ_WHOLE (1 * MiB)
/* Depth of folders in a walk, and bytes of a path. */
#define LIMIT_WALK_DEPTH 256
#define LIMIT_PATH_BYTES 4096
/* Groups in groups of a protocol buffer: what Google's C++ reader accepts. */
#define LIMIT_PB_DEPTH 100
/* Fields of one protocol buffer that are read, about a second of work; the largest TensorFlow
 * graphs have some million. */
#define LIMIT_PB_FIELDS ((uint64_t)1 << 24)
/* Graphs in attributes of nodes of graphs: control flow of real models nests below 10. */
#define LIMIT_ONNX_DEPTH 64
/* Blocks in blocks of a protocol buffer in text form. */
#define LIMIT_TEXTPROTO_DEPTH 100
/* R objects: depth (a list of a thousand models is two deep; expressions of generated code some
 * hundred), and symbols, environments and packages in one file. */
#define LIMIT_RDS_DEPTH 2000
#define LIMIT_RDS_REFERENCES 200000
/* XML: depth of elements, bytes of a document (graphs of models have tens of megabytes), and how
 * far entities in attributes may grow it: to so many times its size, once that is so many bytes. */
#define LIMIT_XML_DEPTH 500
#define LIMIT_XML_BYTES ((uint64_t)4 << 30)
#define LIMIT_XML_GROWTH 10
#define LIMIT_XML_GROWN (64 * KiB)
/* Numbers and references read of one FlatBuffer, about a second of work. */
#define LIMIT_FB_READS ((uint64_t)1 << 26)
/* Functions in attributes of functions in attributes of TensorFlow's nodes. */
#define LIMIT_TF_DEPTH 32
/* Functions of one ONNX or TensorFlow model, and calls between them, that are remembered. */
#define LIMIT_GRAPH_FUNCTIONS 50000
#define LIMIT_GRAPH_CALLS 500000
/* Nodes that a graph may have once its functions are written out where they are called. */
#define LIMIT_GRAPH_NODES ((uint64_t)100 * 1000 * 1000)

/* Entries of another tool's list of known secrets that are told because they match nothing. */
#define LIMIT_STALE_LISTED ((size_t)20)

/* git. A message between assay and assay-git; a slot of shared memory, whose first version is
 * scanned whole as nothing is known of the one before; ranges of lines of one version; a blob that
 * is looked at; the depth of folders and the length of a path in a tree; how long the helper may be
 * silent; alternates of alternates (git's own); commits, trees and blobs of one history, at 60 to
 * 100 bytes each; messages kept from when their commits are read. */
#define LIMIT_GIT_MESSAGE (8 * MiB)
#define LIMIT_GIT_SLOT (4 * MiB)
#define LIMIT_GIT_RANGES ((uint32_t)1 << 16)
#define LIMIT_GIT_KEPT (8 * MiB)
#define LIMIT_GIT_BLOB LIMIT_SOURCE_BYTES
#define LIMIT_GIT_DEPTH 512
#define LIMIT_GIT_PATH 4096
#define LIMIT_GIT_SECONDS 60
/* Together, for small objects that are differences to ones of gigabytes, each unpacked again. */
#define LIMIT_GIT_LARGE_NS ((int64_t)20 * 1000 * 1000 * 1000)
#define LIMIT_GIT_ALTERNATES 5
#define LIMIT_GIT_OBJECTS ((uint32_t)1 << 25)
#define LIMIT_GIT_MEMORY (4096 * MiB)
/* A reflog has 150 bytes a line; repositories of submodules, each with its open packs. */
#define LIMIT_GIT_REFLOG (64 * MiB)
#define LIMIT_GIT_MODULES 1024
/* Of the whole helper: what is above and what libgit2 takes. An object of a hostile pack may say
 * that it has any size. */
#define LIMIT_GIT_PROCESS (LIMIT_GIT_MEMORY + 1024 * MiB)

/* The pickle machine, in 8-byte values: what lies deeper on the stack than this is forgotten unless
 * it can be called (no writer puts a million objects there), and a stack of more than
 * LIMIT_PICKLE_DEPTH is given up. */
#define LIMIT_PICKLE_STACK ((uint64_t)1 << 20)
#define LIMIT_PICKLE_DEPTH ((uint64_t)1 << 26)
/* Memo entries whose content is kept; of later ones only that they are data. */
#define LIMIT_PICKLE_MEMO ((uint64_t)3 << 19)
#define LIMIT_PICKLE_SPARSE ((size_t)1 << 17)
/* Containers and calls whose elements are kept: the newest ones. */
#define LIMIT_PICKLE_NODES ((uint64_t)1 << 16)
/* Marks: picklers nest as deep as Python recurses, some thousand. */
#define LIMIT_PICKLE_MARKS ((size_t)1 << 17)
/* Different globals, and bytes of their names: the largest model known names 151. */
#define LIMIT_PICKLE_GLOBALS ((size_t)1 << 14)
#define LIMIT_PICKLE_NAMES (2 * MiB)
/* Text of memo entries that is kept when the pickle itself is not in memory. */
#define LIMIT_PICKLE_TEXTS (1 * MiB)
/* Issues of one kind in a pickle file: the rest adds nothing. */
#define LIMIT_PICKLE_ISSUES 50

/* The whole value of a pickle, for convert: bytes of its tree, stack and memo (a vocabulary of
 * 170,000 words with a NumPy number each, in the memo all of them, has 34 MiB), values on the
 * stack, the highest memo entry, and digits or bytes of an int (the longest that a model needs are
 * the states of random generators, 40 digits). */
#define LIMIT_PICKLE_TREE (44 * MiB)
#define LIMIT_PICKLE_TREE_STACK ((size_t)1 << 20)
#define LIMIT_PICKLE_TREE_MEMO ((uint64_t)1 << 24)
#define LIMIT_PICKLE_TREE_DIGITS 256

/* Bytes that `assay debug tree` prints: values that are shared are printed each time. */
#define LIMIT_ITEM_PRINT (16 * MiB)
/* Converting a pickle: bytes of one text, or of bytes that are no array; of all values together
 * with the tree that they come from (a vocabulary of 160,000 words with a NumPy number each, or of
 * 300,000 with Python's); of the description of a record's fields, for which NPY's own limit is no
 * smaller. */
#define LIMIT_CONVERT_TEXT (4 * MiB)
#define LIMIT_CONVERT_MEMORY (48 * MiB)
#define LIMIT_CONVERT_DESCR (64 * KiB)

/* Pickles up to this size are read as a whole; larger ones through a window. */
#define LIMIT_PICKLE_INLINE (1 * MiB)
/* Bytes that are searched for hidden pickles in one place. */
#define LIMIT_PICKLE_PROBE ((uint64_t)64 << 20)

/* Of a model that `assay predict` runs: bytes of its JSON (a linear model's has some KB; what is
 * larger is a forest), features and classes (two million numbers are 16 MiB), bytes of coefficients
 * and other arrays. */
#define LIMIT_PREDICT_CONFIG (1 * MiB)
#define LIMIT_PREDICT_FEATURES ((uint64_t)1 << 20)
#define LIMIT_PREDICT_ARRAYS (32 * MiB)
/* Bytes of a block of rows, which stays in the second-level cache; of one in Fortran order, where
 * every column is a read of its own. */
#define LIMIT_PREDICT_BLOCK (256 * KiB)
#define LIMIT_PREDICT_BLOCK_FORTRAN (8 * MiB)
/* Bytes of a cell of a CSV file: a number has some twenty, a name some hundred. */
#define LIMIT_CSV_CELL (64 * KiB)

/* Bytes of a licence's name or expression in metadata: what is longer is the text itself. */
#define LIMIT_DEP_LICENCE 200
/* Modules that one file imports or names (a large one imports some hundred), and bytes of a name.
 */
#define LIMIT_IMPORTS 4000
#define LIMIT_IMPORT_NAME 200

/* Of what `assay compare` holds against each other: rows whose cosines are kept for percentiles, at
 * 8 bytes each (128 MiB; an array of so many embeddings has 50 GB); columns; bytes of a metric file
 * and names in it; results that are listed. */
#define LIMIT_COMPARE_ROWS ((size_t)1 << 24)
#define LIMIT_COMPARE_COLUMNS ((uint32_t)1 << 17)
#define LIMIT_COMPARE_METRICS (16 * MiB)
#define LIMIT_COMPARE_NAMES 1000000
#define LIMIT_COMPARE_ITEMS 1000

/* Entries of an .env file: large ones have some hundred. Bytes of a project's own small files
 * (Dockerfile, compose, workflows, .env), which people write by hand, and of notebooks, whose
 * outputs are searched for dumps of the environment. */
#define LIMIT_DOTENV_ENTRIES 20000
#define LIMIT_DOCKER_LINES 20000
#define LIMIT_PROJECT_BYTES (1 * MiB)
/* Of one CI file: bytes of its scripts, and variables that are compared with those around them. */
#define LIMIT_CI_STEPS ((uint64_t)20 * 1000 * 1000)
/* Facts that one file adds for the joining step, besides those of lock files: the variables that a
 * program reads are some hundred. */
#define LIMIT_FILE_FACTS 10000
/* Files of dependencies that a run reads only because others include them. */
#define LIMIT_DEP_INCLUDES 1000
/* Includes within each other, and findings of included files that are repeated for the files that
 * were named; all of them stand in their own files anyway. */
#define LIMIT_DEP_INCLUDE_DEPTH 32
#define LIMIT_DEP_REPEATED 100000
/* Ranges of one package in one file that are compared with its advisories; a range costs some 20 us
 * for each of up to 400 advisories. */
#define LIMIT_DEP_RANGES 200

/* Regular expressions: steps and depth of one match (the widest pattern of ours needs some ten
 * thousand steps in a window), KiB of memory for it; bytes of a pattern and brackets in each other.
 */
#define LIMIT_REGEX_STEPS 400000
#define LIMIT_REGEX_DEPTH 10000
#define LIMIT_REGEX_KIB 8192
#define LIMIT_REGEX_PATTERN 8192
#define LIMIT_REGEX_NESTING 50
/* Secrets: bytes from the line of a keyword on in which a SECRET_TEXT pattern is searched (a
 * private key of 8192 bits has 6.4 KB), bytes looked at at once and what two such windows share,
 * depth of encodings in each other, bytes of a decoded text, of a value and of a name; hits of
 * keywords that are kept at a time; matches of one file that may reach the limits above. */
#define LIMIT_SECRET_WINDOW (8 * KiB)
#define LIMIT_SECRET_BLOCK (2 * MiB)
#define LIMIT_SECRET_OVERLAP (16 * KiB)
#define LIMIT_SECRET_DEPTH 4
#define LIMIT_SECRET_DECODED (256 * KiB)
#define LIMIT_SECRET_VALUE (4 * KiB)
#define LIMIT_SECRET_NAME 100
#define LIMIT_SECRET_WORD 1000 /* bytes of a value without quotes */
#define LIMIT_SECRET_HITS 16384
#define LIMIT_SECRET_COMMENTS 256 /* of a file, that accept secrets and are judged */
#define LIMIT_SECRET_STUCK 8
#define LIMIT_SECRET_KEYWORDS 16384 /* of a version that are remembered for the next one */
/* Bytes of a notebook whose cells are put together, and of a Python file that is parsed for what
 * its constants make; larger ones are looked at as text. */
#define LIMIT_SECRET_NOTEBOOK (32 * MiB)
#define LIMIT_SECRET_PYTHON (4 * MiB)
/* Memory of the secrets layer for one file, most of it the window. */
#define LIMIT_SECRET_MEMORY (128 * MiB)
/* Candidates of one file. */
#define LIMIT_SECRET_CLAIMS 20000

#endif
