from churn.train import cache_key


def test_cache_key_is_stable():
    assert cache_key({"a": 1}) == cache_key({"a": 1})
