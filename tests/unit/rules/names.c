#include "test.h"

#include "rules/py/revision.h"
#include "rules/py/telling_name.h"

TEST(a_full_hash_is_a_commit)
{
	CHECK(revision_of(S("0123456789abcdef0123456789ABCDEF01234567")) == REVISION_COMMIT);
	CHECK(revision_of(S("0123456789abcdef0123456789ABCDEF0123456")) == REVISION_TAG);
	CHECK(revision_of(S("0123456")) == REVISION_TAG);
	CHECK(revision_of(S("v1.0")) == REVISION_TAG);
	CHECK(revision_of(S("2.1")) == REVISION_TAG);
	CHECK(revision_of(S("refs/tags/x")) == REVISION_TAG);
	CHECK(revision_of(S("main")) == REVISION_BRANCH);
	CHECK(revision_of(S("refs/pr/1")) == REVISION_BRANCH);
	CHECK(revision_of(S("fp16")) == REVISION_BRANCH);
	CHECK(revision_of(S("")) == REVISION_MISSING);
}

TEST(paths_are_no_hub_ids)
{
	CHECK(hub_id_plausible(S("org/model")));
	CHECK(hub_id_plausible(S("bert-base-uncased")));
	CHECK(!hub_id_plausible(S("./model")));
	CHECK(!hub_id_plausible(S("/srv/model")));
	CHECK(!hub_id_plausible(S("~/model")));
	CHECK(!hub_id_plausible(S("models/bert")));
	CHECK(!hub_id_plausible(S("a/b/c")));
	CHECK(!hub_id_plausible(S("m.safetensors")));
	CHECK(!hub_id_plausible(S("a b")));
	CHECK(!hub_id_plausible(S("")));
}

TEST(names_tell_secrets_by_their_last_words)
{
	CHECK(name_is_secret(S("password")));
	CHECK(name_is_secret(S("OPENAI_API_KEY")));
	CHECK(name_is_secret(S("hf_token")));
	CHECK(name_is_secret(S("clientSecret")));
	CHECK(!name_is_secret(S("max_tokens")));
	CHECK(!name_is_secret(S("token")));
	CHECK(!name_is_secret(S("tokenizer")));
	CHECK(!name_is_secret(S("password_field")));
	CHECK(!name_is_secret(S("has_api_key")));
	CHECK(!name_is_secret(S("")));
}
