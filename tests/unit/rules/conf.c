#include "scan_model.h"

static const struct finding *found(struct arena *a, const char *name, str text, const char *id)
{
	return test_found(test_scan_model(a, name, text), id, NULL);
}

static unsigned worst(struct arena *a, const char *name, str text)
{
	return test_worst(test_scan_model(a, name, text));
}

/* Python's json reads UTF-16 and UTF-32 as well. */
TEST(conf_encodings)
{
	str ascii = S("{\"py/object\":\"os.system\"}");
	uint8_t wide[4 * 64];

	for (size_t i = 0; i < ascii.n; i++) {
		wide[2 * i] = ascii.p[i];
		wide[2 * i + 1] = 0;
	}
	CHECK(found(a, "x.bin", (str){wide, 2 * ascii.n}, "MD365") != NULL);
	for (size_t i = 0; i < ascii.n; i++) {
		memset(&wide[4 * i], 0, 4);
		wide[4 * i + 3] = ascii.p[i];
	}
	CHECK(found(a, "x.bin", (str){wide, 4 * ascii.n}, "MD365") != NULL);
	CHECK(found(a, "x.json", S("\xef\xbb\xbf{\"\\u0070y/object\":\"os.system\"}"), "MD365") !=
	      NULL);
}

TEST(conf_yaml_tags)
{
	/* a handle of its own, the verbatim form, escapes, and keys that are no scalars */
	CHECK(found(a, "m.yaml",
		    S("%TAG !e! tag:yaml.org,2002:python/\n---\na: !e!object/apply:os.system "
		      "[id]\n"),
		    "MD364") != NULL);
	CHECK(found(a, "m.yaml", S("a: !<tag:yaml.org,2002:python/object/apply:os.system> [id]\n"),
		    "MD364") != NULL);
	CHECK(found(a, "m.yaml", S("a: !!pyth%6fn/object/apply:os.system [id]\n"), "MD364") !=
	      NULL);
	CHECK(found(a, "m.yaml", S("? [1, 2]\n: !!python/object/new:subprocess.Popen [id]\n"),
		    "MD364") != NULL);
	CHECK(found(a, "m.cfg", S("x: !!python/object/apply:os.system [id]\n"), "MD364") != NULL);
	CHECK(found(a, "m.yml",
		    S("\xff\xfe"
		      "a\0:\0 "
		      "\0!\0!\0p\0y\0t\0h\0o\0n\0/"
		      "\0n\0a\0m\0e\0:\0o\0s\0.\0s\0y\0s\0t\0e\0m\0\n\0"),
		    "MD364") != NULL);
	CHECK_INT(worst(a, "m.yaml", S("a: !!python/tuple [1]\nb: !Sub x\nc: !!set {x}\n")), 0);
	CHECK(worst(a, "mkdocs.yml", S("x: !!python/name:material.extensions.emoji.twemoji\n")) <=
	      INFO);
	CHECK(worst(a, "h.yaml", S("x: !!python/object/apply:numpy.dtype [f8]\n")) <= INFO);
}

TEST(conf_hyperpyyaml)
{
	CHECK_INT(worst(a, "hyperparams.yaml", S("a: !apply:os.system\n  command: id\n")),
		  CRITICAL);
	CHECK_INT(worst(a, "hyperparams.yaml", S("a: !new:subprocess.Popen [id]\n")), CRITICAL);
	CHECK_INT(worst(a, "hyperparams.yaml",
			S("a: !new:torch.nn.Linear\n  x: 1\nb: !apply:torch.manual_seed [1]\n"
			  "c: !name:speechbrain.nnet.losses.nll_loss\nd: !new:my.model.Net {}\n"
			  "e: !ref <a>\nf: !PLACEHOLDER\n")),
		  0);
}

TEST(conf_hydra)
{
	CHECK_INT(worst(a, "c.yaml", S("a: os\nb: system\nt:\n  _target_: ${a}.${b}\n")), CRITICAL);
	CHECK_INT(worst(a, "c.yaml",
			S("t:\n  _target_: hydra.utils.get_method\n  path: os.system\n")),
		  CRITICAL);
	CHECK_INT(worst(a, "c.json",
			S("{\"a\":{\"_target_\":\"builtins.exec\",\"_args_\":[\"x\"]}}")),
		  CRITICAL);
	CHECK(worst(a, "c.yaml", S("t:\n  _target_: src.models.Net\n  x: ${oc.env:HOME}\n")) <=
	      INFO);
	CHECK(worst(a, "c.yaml",
		    S("services:\n  a:\n    image: x\n    target: prod.stage\n    params: {}\n")) <=
	      INFO);
	CHECK_INT(worst(a, "c.yaml", S("m:\n  target: os.system\n  params:\n    command: id\n")),
		  CRITICAL);
}

TEST(conf_keras_yaml)
{
	CHECK(found(a, "m.yaml",
		    S("class_name: Sequential\nconfig:\n  layers:\n  - class_name: Lambda\n    "
		      "config:\n"
		      "      function: !!python/tuple [4wEAAAAA, null, null]\n      function_type: "
		      "lambda\n"),
		    "MD300") != NULL);
}

TEST(conf_huggingface)
{
	CHECK_INT(worst(a, "config.json",
			S("{\"model_type\":\"x\",\"vision_config\":{\"auto_map\":{\"AutoModel\":"
			  "\"o/r--m.M\"}}}")),
		  HIGH);
	CHECK_INT(
		worst(a, "config.json",
		      S("{\"model_type\":\"x\",\"_attn_implementation_internal\":\"o/kernels\"}")),
		HIGH);
	CHECK_INT(worst(a, "tokenizer_config.json",
			S("{\"auto_map\":{\"AutoTokenizer\":[null,\"../x.T\"]}}")),
		  HIGH);
	CHECK_INT(worst(a, "model_index.json",
			S("{\"_class_name\":\"P\",\"_diffusers_version\":\"1\",\"x\":[\"os\","
			  "\"system\"],"
			  "\"unet\":[\"diffusers\",\"UNet2DModel\"]}")),
		  CRITICAL);
	CHECK_INT(worst(a, "model_index.json",
			S("{\"_class_name\":\"P\",\"_diffusers_version\":\"1\",\"safety_checker\":["
			  "null,null],"
			  "\"unet\":[\"diffusers\",\"UNet2DModel\"],\"te\":[\"transformers\","
			  "\"CLIPTextModel\"],"
			  "\"sc\":[\"stable_diffusion\",\"StableDiffusionSafetyChecker\"]}")),
		  0);
	CHECK_INT(worst(a, "modules.json",
			S("[{\"idx\":0,\"name\":\"0\",\"path\":\"\",\"type\":\"os.system\"}]")),
		  CRITICAL);
	CHECK_INT(worst(a, "tokenizer.json",
			S("{\"model\":{\"vocab\":{\"eval\":1,\"os.system\":2,\"class_name\":3,\"_"
			  "target_\":4}}}")),
		  0);
	CHECK_INT(worst(a, "config.json",
			S("{\"model_type\":\"bert\",\"_name_or_path\":\"/home/x/bert\"}")),
		  0);
}

TEST(conf_too_deep)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("{\"auto_map\":1,\"a\":"));
	for (int i = 0; i < 300; i++)
		buf_add(&b, S("["));
	for (int i = 0; i < 300; i++)
		buf_add(&b, S("]"));
	buf_add(&b, S("}"));
	CHECK(found(a, "x.json", buf_str(&b), "MD360") != NULL);
	CHECK_INT(worst(a, "x.json", S("{\"a\": 1,}")), 0);
}
