/* Names of conda packages that are called otherwise on PyPI, or that are no Python packages
 * although PyPI has something of that name. Put together by hand from the recipes of conda-forge.
 * Everything else is taken to have the same name: that is what conda-forge asks of its recipes. */
#include "dep/conda.h"

const char conda_names_date[] = "2026-11-26";

static const struct {
	const char *conda, *pypi;
} renamed[] = {
	{"brotli-python", "brotli"},
	{"dask-core", "dask"},
	{"faiss", "faiss-cpu"},
	{"ipython_genutils", "ipython-genutils"},
	{"jupyter_core", "jupyter-core"},
	{"matplotlib-base", "matplotlib"},
	{"msgpack-python", "msgpack"},
	{"opencv", "opencv-python"},
	{"py-lightgbm", "lightgbm"},
	{"py-opencv", "opencv-python"},
	{"py-xgboost", "xgboost"},
	{"py-xgboost-cpu", "xgboost"},
	{"py-xgboost-gpu", "xgboost"},
	{"pyqt", "pyqt5"},
	{"pytables", "tables"},
	{"python-flatbuffers", "flatbuffers"},
	{"python-graphviz", "graphviz"},
	{"python-kubernetes", "kubernetes"},
	{"pytorch", "torch"},
	{"pytorch-cpu", "torch"},
	{"pytorch-gpu", "torch"},
	{"ray-core", "ray"},
	{"ray-default", "ray"},
	{"redis-py", "redis"},
	{"snappy-python", "python-snappy"},
	{"tensorboard-base", "tensorboard"},
	{"tensorflow-base", "tensorflow"},
	{"tensorflow-cpu", "tensorflow"},
	{"torchvision-cpu", "torchvision"},
	{"uvicorn-standard", "uvicorn"},
};

static const char *const foreign[] = {
	/* programs and libraries of other languages; words are whole names */
	"arrow-cpp binutils blas bzip2 c-ares c-compiler ca-certificates cairo clang cmake "
	"compilers "
	"cuda cudatoolkit cudatoolkit-dev cudnn curl cxx-compiler dbus expat ffmpeg fftw flex "
	"fontconfig fortran-compiler freetype gcc gdal-bin gdk-pixbuf geos gettext gflags gfortran "
	"git git-lfs glib glog gmp go graphite2 graphviz grpc-cpp gst-plugins-base gstreamer gxx "
	"harfbuzz hdf4 hdf5 htop icu imagemagick intel-openmp java-jdk jpeg jq krb5 lame leptonica "
	"llvm-openmp lz4-c m4 magma make maven mesa mpfr mpi mpich mysql nccl ncurses netcdf-c "
	"nginx nodejs nomkl openblas openh264 openjdk openjpeg openmpi openssl orc pandoc pango "
	"pcre pcre2 perl pixman pkg-config poppler postgresql proj pthread-stubs python python_abi "
	"pytorch-cuda pytorch-mutex qt qt-main r rabbitmq readline redis redis-server rsync ruby "
	"rust "
	"snappy sox sqlite swig tesseract tini tk tmux tree unzip vim wget x264 x265 xz yaml yarn "
	"zip zlib zsh zstd",
};

/* libfoo, r-foo, cuda-foo and the like are conda's alone; a few Python packages begin so. */
static bool is_foreign(str name)
{
	static const char *const begins[] = {
		"_",	  "lib",   "r-",    "cuda-", "gcc_",   "gxx_", "ld_", "m2-",
		"m2w64-", "xorg-", "aws-c", "font-", "fonts-", "vs2",  "vc1", "nvidia-cuda-nvcc"};

	if (str_in(name, "librosa libcst libsass libsvm libtorrent libusb1 liblinear-multicore "
			 "libarchive-c libtmux"))
		return false;
	for (size_t i = 0; i < COUNTOF(begins); i++)
		if (str_starts(name, str_of(begins[i])))
			return true;
	return str_in(name, foreign[0]);
}

str conda_pypi_name(str name)
{
	if (is_foreign(name))
		return (str){NULL, 0};
	for (size_t i = 0; i < COUNTOF(renamed); i++)
		if (str_eq(name, str_of(renamed[i].conda)))
			return str_of(renamed[i].pypi);
	return name;
}
