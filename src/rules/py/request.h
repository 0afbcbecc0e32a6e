/* What comes from the client, as seen inside one function: the request object of each framework,
 * the parameters of route handlers, and what is computed from them. Values that cross functions are
 * the matter of dataflow. */
#ifndef RULES_PY_REQUEST_H
#define RULES_PY_REQUEST_H

#include "engine/check.h"

/* Modules by which is_web_file() knows a server; as .needs, their parts. */
#define WEB_MODULES                                                                                \
	"flask quart django rest_framework fastapi starlette aiohttp.web sanic tornado bottle "    \
	"litestar pyramid falcon cherrypy webob werkzeug responder robyn blacksheep ninja"
#define WEB_NEEDS WEB_MODULES " aiohttp"

/* Does the client decide this value, or a part of it? Not if it went through a conversion (int,
 * UUID, secure_filename, escape), nor if the variable was tested against a list or by a function.
 */
bool from_request(struct check *c, const struct node *expr);
/* The same, tests or not: for what no test makes safe (eval, pickle). */
bool from_request_raw(struct check *c, const struct node *expr);
/* Is it the name that the client gave to an uploaded file, or built with it? */
bool is_upload_name(struct check *c, const struct node *expr);
/* Is it a string put together (f-string, +, %, format) with a part from the client in it? */
bool builds_with_request(struct check *c, const struct node *expr);

/* The decorator that makes f a route handler of a web framework, or NULL. */
const struct node *route_decorator(struct check *c, const struct node *f);
/* Does the file use a web framework at all? */
bool is_web_file(struct check *c);

#endif
