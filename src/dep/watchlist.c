#include "dep/watchlist.h"

/* Sorted by name. */
static const struct watched list[] = {
	{"accelerate", "devices, precision and sharding of training are chosen by it"},
	{"bitsandbytes", "quantised weights give other numbers when its kernels change"},
	{"catboost", "models that are loaded and their predictions"},
	{"cupy", "numbers on a GPU; tied to one version of CUDA"},
	{"datasets", "order, features and caches of training data"},
	{"deepspeed", "checkpoints and sharding; compiled against torch and CUDA"},
	{"diffusers", "schedulers and defaults decide what is generated"},
	{"faiss-cpu", "nearest neighbours and the format of index files"},
	{"faiss-gpu", "nearest neighbours and the format of index files"},
	{"flash-attn", "numbers of attention; compiled against one version of torch"},
	{"gensim", "vectors and the pickles that hold them"},
	{"h5py", "files of weights and data; tied to one version of HDF5"},
	{"huggingface-hub", "where models come from, and which revision"},
	{"imbalanced-learn", "resampled training data"},
	{"jax", "numbers, random keys and compiled functions"},
	{"jaxlib", "numbers; tied to one version of jax and of CUDA"},
	{"joblib", "pickles of models"},
	{"keras", "layers, defaults and the format of saved models"},
	{"langchain", "prompts and interfaces change between minor versions"},
	{"langchain-core", "prompts and interfaces change between minor versions"},
	{"lightgbm", "models that are loaded and their predictions"},
	{"llama-cpp-python", "tokens, templates and which GGUF files are read"},
	{"mlflow", "flavours of saved models and the tracking store"},
	{"nltk", "tokenisation; data files that it downloads"},
	{"numba", "compiled numbers; tied to versions of numpy"},
	{"numpy", "dtypes, rounding, random numbers and the binary interface of all that is "
		  "compiled against it"},
	{"onnx", "operators and the version of the format"},
	{"onnxruntime", "kernels give other numbers; which models are loaded"},
	{"onnxruntime-gpu", "kernels give other numbers; tied to one version of CUDA"},
	{"opencv-python", "decoding and resizing of images: other pixels, other predictions"},
	{"opencv-python-headless",
	 "decoding and resizing of images: other pixels, other predictions"},
	{"optuna", "which trials are made; the format of its storage"},
	{"pandas", "dtypes, missing values, order and parsing of data"},
	{"peft", "adapters and how they are merged"},
	{"pillow", "decoding and resizing of images: other pixels, other predictions"},
	{"polars", "dtypes, missing values, order and parsing of data"},
	{"protobuf", "generated code and saved models are tied to its major version"},
	{"pyarrow", "Parquet files, dtypes and missing values"},
	{"pydantic", "what input is accepted, and as what"},
	{"pytorch-lightning", "checkpoints, precision and the training loop"},
	{"ray", "serialised objects; all nodes need the same version"},
	{"safetensors", "the format of weights"},
	{"scikit-learn", "pickles of one version are not for another; defaults of estimators"},
	{"scipy", "numerical methods and their defaults"},
	{"sentence-transformers",
	 "embeddings: what was indexed must be computed anew if they move"},
	{"sentencepiece", "tokenisation: other tokens, another model"},
	{"spacy", "pipelines are tied to its minor version"},
	{"statsmodels", "estimates and their defaults"},
	{"tensorflow", "numbers, saved models and custom operators"},
	{"tiktoken", "tokenisation and the counting of tokens"},
	{"timm", "names and weights of pretrained models, preprocessing"},
	{"tokenizers", "tokenisation: other tokens, another model"},
	{"torch", "numbers of kernels, what torch.load accepts, CUDA and MPS"},
	{"torchaudio", "decoding and features; tied to one version of torch"},
	{"torchtext", "tokenisation; tied to one version of torch"},
	{"torchvision", "decoding, transforms and weights; tied to one version of torch"},
	{"transformers", "defaults of generation, tokenisers, attention and what a repository may "
			 "run"},
	{"triton", "compiled kernels; tied to one version of torch"},
	{"trl", "losses and defaults of training"},
	{"umap-learn", "embeddings, which depend on its random numbers"},
	{"vllm", "sampling, templates, kernels and the server's interface"},
	{"xformers", "numbers of attention; tied to one version of torch"},
	{"xgboost", "models that are loaded and their predictions"},
};

const struct watched *watchlist_find(str normal)
{
	size_t low = 0, high = COUNTOF(list);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(str_of(list[middle].name), normal);
		if (order == 0)
			return &list[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
