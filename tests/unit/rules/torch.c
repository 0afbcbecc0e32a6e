/* TorchScript, torch.package and Keras archives: what is inside a ZIP. */
#include "../pack/zip_make.h"
#include "scan_model.h"

#define CONSTANTS                                                                                  \
	{                                                                                          \
		.name = "m/constants.pkl", .data = S_INIT("\x80\x02).")                            \
	}

static struct file_result *script(struct arena *a, const char *text)
{
	struct zip_part parts[] = {CONSTANTS, {.name = "m/code/__torch__/m.py"}};

	parts[1].data = str_of(text);
	return test_scan_model(a, "m.pt", zip_make(a, parts, 2, NULL));
}

TEST(torchscript_rules)
{
	struct file_result *r;

	r = script(
		a,
		"class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
		"    return torch.linear(x, self.weight, ops.torchvision.nms(x, \"torch.save(\"))\n"
		"    # torch.load(\n");
	CHECK_INT(test_worst(r), 0);
	r = script(a, "class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
		      "    _0 = torch.save(x, \"/tmp/x\")\n");
	CHECK(test_found(r, "MD385", NULL) && test_worst(r) == HIGH);
	r = script(a, "class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
		      "    return ops.aten.from_file (\"/etc/passwd\")\n");
	CHECK(test_found(r, "MD385", NULL) != NULL);
	r = script(a, "class M(Module):\n  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
		      "    return ops.my_lib.run(x)\n");
	CHECK(test_found(r, "MD386", NULL) && test_worst(r) == LOW);
}

TEST(torch_package_rule)
{
	static const struct zip_part parts[] = {
		{.name = "p/.data/extern_modules", .data = S_INIT("torch\nos\n")},
		{.name = "p/.data/version", .data = S_INIT("6\n")},
		{.name = "p/m.py", .data = S_INIT("x = 1\n")},
	};

	CHECK(test_found(test_scan_model(a, "p.pt", zip_make(a, parts, 3, NULL)), "MD391", NULL) !=
	      NULL);
}

TEST(keras_archive)
{
	static const struct zip_part parts[] = {
		{.name = "metadata.json", .data = S_INIT("{\"keras_version\":\"3.9.0\"}")},
		{.name = "config.json",
		 .data = S_INIT(
			 "{\"module\":\"keras\",\"class_name\":\"Sequential\",\"config\":{"
			 "\"layers\":[{\"module\":\"keras.layers\",\"class_name\":\"Lambda\","
			 "\"config\":{\"name\":\"l\",\"function\":{\"class_name\":"
			 "\"__lambda__\",\"config\":{\"code\":\"4wAA\"}}}}]}}")},
	};
	struct file_result *r = test_scan_model(a, "m.keras", zip_make(a, parts, 2, NULL));

	CHECK(test_found(r, "MD300", "config.json") && test_worst(r) == CRITICAL);
	CHECK_INT(r->finding_count, 1);
}
