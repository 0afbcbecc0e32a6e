#include "engine/check.h"

static void torch_package(struct check *c, const struct node *call)
{
	finding(c, call, "PackageImporter() runs the Python code inside the package");
}

const struct rule rule_torch_package = {
	.id = "ML107",
	.name = "torch_package_importer",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {502, 829},
	.title = "torch.package archive imported",
	.why = "A torch.package archive carries Python source and pickles; importing it executes "
	       "both. "
	       "The format was never meant to be safe against a hostile author.",
	.fix = "Ship code as a normal package and weights as safetensors; import archives only "
	       "after "
	       "their signature was verified.",
	.bad = "from torch.package import PackageImporter\n"
	       "imp = PackageImporter('model.pt')   #! ML107\n",
	.good = "from torch.package import PackageExporter\n"
		"with PackageExporter('model.pt') as e:\n    e.intern('mymodel.**')\n",
	.calls = "torch.package.PackageImporter torch.package.package_importer.PackageImporter "
		 "torch.package.import_module",
	.py = torch_package,
};
