#include "test.h"

#include "rules/py/sql.h"

TEST(sql_names_and_values)
{
	CHECK(sql_only_names_unknown(S("SELECT * FROM {table} WHERE id = ?")));
	CHECK(sql_only_names_unknown(S("SELECT %s, %s FROM %s")));
	CHECK(sql_only_names_unknown(S("UPDATE {t} SET {c} = ? WHERE {k} = ?")));
	CHECK(sql_only_names_unknown(S("DELETE FROM \xEF\xBF\xBD.\xEF\xBF\xBD")));
	CHECK(sql_only_names_unknown(S("SELECT a FROM t WHERE %(column)s = %%s")));
	CHECK(sql_only_names_unknown(S("SELECT a FROM t ORDER BY {c}")));
	CHECK(!sql_only_names_unknown(S("SELECT * FROM t WHERE id = {id}")));
	CHECK(!sql_only_names_unknown(S("SELECT * FROM t WHERE name = '%s'")));
	CHECK(!sql_only_names_unknown(S("SELECT * FROM {t} WHERE {condition}")));
	CHECK(!sql_only_names_unknown(S("INSERT INTO {t} VALUES ({v}, {w})")));
	CHECK(!sql_only_names_unknown(S("SELECT a FROM t WHERE b IN ({list})")));
	CHECK(!sql_only_names_unknown(S("SELECT a FROM t LIMIT {n}")));
	CHECK(!sql_only_names_unknown(S("SELECT a FROM t WHERE b = 1")));
}
