/* Tokens: 8 bytes each, in one array, so that the parser can look ahead as far as it likes. */
#ifndef PY_TOKEN_H
#define PY_TOKEN_H

#include "base/arena.h"

struct py_file;
struct interner;

/* In this order: what starts no expression and ends every loop, names (soft keywords are names to
 * everyone who does not ask), other atoms, punctuation, operators, keywords. */
/* clang-format off */
#define TOKEN_KINDS(X)                                                                             \
	X(STOP, "")          /* the parser stands here after an error: fits nowhere */             \
	X(END, "end of file")                                                                      \
	X(NEWLINE, "newline")                                                                      \
	X(INDENT, "indent")                                                                        \
	X(DEDENT, "dedent")                                                                        \
	X(ERROR, "error")    /* bytes that are no token; the lexer said why */                     \
	X(MAGIC, "magic")    /* notebooks: an IPython line, or what follows `=` */                 \
	X(NAME, "name")                                                                            \
	X(NAME_WIDE, "wide name") /* not only ASCII: to be normalised */                           \
	X(SOFT_MATCH, "match")                                                                     \
	X(SOFT_CASE, "case")                                                                       \
	X(SOFT_TYPE, "type")                                                                       \
	X(INT, "int")                                                                              \
	X(FLOAT, "float")                                                                          \
	X(IMAGINARY, "imaginary")                                                                  \
	X(STRING, "string")  /* prefix and quotes included; the value is a slice of the source */  \
	X(STRING_ESC, "string with escapes") /* a backslash or a carriage return in it */          \
	X(FSTRING_START, "f-string start") /* prefix and quotes */                                 \
	X(TSTRING_START, "t-string start")                                                         \
	X(FSTRING_MIDDLE, "f-string text") /* also in format specs; never empty */                 \
	X(FSTRING_END, "f-string end")                                                             \
	X(LPAR, "(") X(RPAR, ")") X(LSQB, "[") X(RSQB, "]") X(LBRACE, "{") X(RBRACE, "}")          \
	X(COMMA, ",") X(COLON, ":") X(DOT, ".") X(SEMI, ";") X(AT, "@") X(ASSIGN, "=")             \
	X(ARROW, "->") X(WALRUS, ":=") X(ELLIPSIS, "...") X(BANG, "!") X(TILDE, "~")               \
	X(PLUS, "+") X(MINUS, "-") X(STAR, "*") X(SLASH, "/") X(PERCENT, "%") X(DOUBLE_STAR, "**") \
	X(DOUBLE_SLASH, "//") X(LSHIFT, "<<") X(RSHIFT, ">>") X(AMPERSAND, "&") X(BAR, "|")        \
	X(CARET, "^")                                                                              \
	X(LESS, "<") X(GREATER, ">") X(EQUAL, "==") X(NOT_EQUAL, "!=") X(LESS_EQUAL, "<=")         \
	X(GREATER_EQUAL, ">=")                                                                     \
	/* Augmented assignments, in the order of enum py_op from OP_ADD on. */                    \
	X(PLUS_ASSIGN, "+=") X(MINUS_ASSIGN, "-=") X(STAR_ASSIGN, "*=") X(AT_ASSIGN, "@=")         \
	X(SLASH_ASSIGN, "/=") X(PERCENT_ASSIGN, "%=") X(DOUBLE_STAR_ASSIGN, "**=")                 \
	X(LSHIFT_ASSIGN, "<<=") X(RSHIFT_ASSIGN, ">>=") X(BAR_ASSIGN, "|=") X(CARET_ASSIGN, "^=")  \
	X(AMPERSAND_ASSIGN, "&=") X(DOUBLE_SLASH_ASSIGN, "//=")                                    \
	X(FALSE, "False") X(NONE, "None") X(TRUE, "True") X(AND, "and") X(AS, "as")                \
	X(ASSERT, "assert") X(ASYNC, "async") X(AWAIT, "await") X(BREAK, "break")                  \
	X(CLASS, "class") X(CONTINUE, "continue") X(DEF, "def") X(DEL, "del") X(ELIF, "elif")      \
	X(ELSE, "else") X(EXCEPT, "except") X(FINALLY, "finally") X(FOR, "for") X(FROM, "from")    \
	X(GLOBAL, "global") X(IF, "if") X(IMPORT, "import") X(IN, "in") X(IS, "is")                \
	X(LAMBDA, "lambda") X(NONLOCAL, "nonlocal") X(NOT, "not") X(OR, "or") X(PASS, "pass")      \
	X(RAISE, "raise") X(RETURN, "return") X(TRY, "try") X(WHILE, "while") X(WITH, "with")      \
	X(YIELD, "yield")
/* clang-format on */

enum token_kind {
#define X(name, text) TOK_##name,
	TOKEN_KINDS(X)
#undef X
		TOKEN_KIND_COUNT
};

enum { TOKEN_LONG = 0xffffff };

struct token {
	uint32_t start;	   /* byte offset */
	uint32_t kind : 8; /* enum token_kind */
	uint32_t len : 24; /* bytes; TOKEN_LONG: the end is in py_file.long_tokens */
};

/* A token of 16 MB or more: there are at most a handful. */
struct long_token {
	uint32_t start, end;
};

static inline bool token_is_name(unsigned kind)
{
	return kind - TOK_NAME <= TOK_SOFT_TYPE - TOK_NAME;
}

static inline bool token_is_keyword(unsigned kind)
{
	return kind >= TOK_FALSE;
}

PURE uint32_t token_long_end(const struct py_file *f, uint32_t start);

static inline uint32_t token_end(const struct py_file *f, const struct token *t)
{
	return LIKELY(t->len != TOKEN_LONG) ? t->start + t->len : token_long_end(f, t->start);
}

/* Fills tokens, names, comments and errors of f from f->source, in the interner's arena. The last
 * token is an END; a NEWLINE ends every logical line. `mode` is py_parse's. */
void py_lex(struct py_file *f, struct interner *names, unsigned mode);

/* Name of a kind, for messages and prints. */
const char *token_kind_text(unsigned kind);

/* Records what is wrong, up to LIMIT_PY_ERRORS of them. `code` is an enum py_diag. */
COLD void py_error(struct py_file *f, struct arena *a, uint32_t code, size_t offset,
		   const char *msg);

#endif
