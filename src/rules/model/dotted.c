/* The judgement on dotted names is the pickle policy's (src/model/pickle_policy.h), asked for the
 * places at which the name can be cut into module and attribute; "a.b.os.system" reaches os as well
 * as "os.system" does. What configurations name and pickles never do is added here: whole
 * modules of Python's library that no honest configuration needs. */
#include "rules/model/dotted.h"

#include "model/pickle_policy.h"

/* Modules of which every name is taken for dangerous, with how bad a call is. */
static const char exec_modules[] =
	"subprocess _posixsubprocess pty ctypes _ctypes importlib runpy code codeop pickle _pickle "
	"cPickle dill cloudpickle marshal shelve imp zipimport pip ensurepip venv zipapp idlelib "
	"lib2to3 distutils setuptools pdb bdb doctest timeit trace cProfile profile commands "
	"popen2 "
	"compileall py_compile pkgutil pydoc code_runner rlcompleter sched posix nt jsonpickle "
	"multiprocessing concurrent asyncio threading _thread webbrowser antigravity gc inspect "
	"sys "
	"site sysconfig _osx_support unittest test builtins_exec pexpect paramiko fabric invoke sh "
	"plumbum cffi pyximport";
static const char file_modules[] =
	"shutil tempfile socket _socket socketserver ftplib http urllib urllib2 smtplib telnetlib "
	"poplib imaplib nntplib xmlrpc sqlite3 dbm mmap fileinput linecache tarfile zipfile "
	"requests "
	"httpx aiohttp urllib3 wsgiref ssl netrc signal fcntl resource ptyprocess readline io _io "
	"_pyio logging.config logging.handlers fsspec smart_open wget gdown";

/* Names of builtins and os that do nothing but compute. */
static const char safe_builtins[] =
	"dict list set frozenset tuple int float str bool bytes bytearray complex range slice len "
	"sum min "
	"max abs round sorted reversed zip enumerate divmod pow any all chr ord hash id repr ascii "
	"format object property staticmethod classmethod super isinstance issubclass iter next "
	"print callable memoryview bin hex oct True False None NotImplemented Ellipsis";
static const char exec_builtins[] =
	"eval exec compile __import__ execfile reload breakpoint getattr setattr delattr globals "
	"locals vars input raw_input file apply map filter type __build_class__ help dir exit quit";
static const char safe_os[] =
	"getcwd cpu_count getpid getppid fspath fsencode fsdecode urandom sep name linesep "
	"environ.get getenv curdir pardir devnull extsep pathsep PathLike";

/* Modules of Python's library that only hold data and compute. */
static const char safe_stdlib[] =
	"collections math cmath random itertools decimal fractions numbers statistics enum "
	"dataclasses datetime time calendar zoneinfo uuid hashlib hmac string textwrap re abc "
	"typing json csv copy array bisect heapq functools operator secrets base64 binascii "
	"struct unicodedata locale colorsys contextvars warnings keyword __future__ queue "
	"ipaddress fnmatch difflib pprint reprlib graphlib html getopt argparse weakref "
	"posixpath ntpath genericpath contextlib pathlib logging platform errno stat token";
/* ... but for these. */
static const char unsafe_stdlib[] =
	"pathlib.Path.write_text pathlib.Path.write_bytes pathlib.Path.unlink pathlib.Path.open "
	"pathlib.Path.read_text pathlib.Path.read_bytes pathlib.Path.rename pathlib.Path.chmod "
	"pathlib.Path.rmdir pathlib.Path.touch pathlib.Path.symlink_to pathlib.Path.hardlink_to "
	"pathlib.Path.replace pathlib.Path.mkdir pathlib.Path.iterdir pathlib.Path.glob "
	"operator.methodcaller operator.attrgetter functools.reduce "
	"typing.get_type_hints typing._eval_type typing.ForwardRef contextlib.ExitStack "
	"collections.namedtuple weakref.finalize dataclasses.make_dataclass logging.FileHandler "
	"json.load logging.basicConfig platform.popen";

static const char model_packages[] =
	"torch torchvision torchaudio torchtext torchdata torchmetrics torchtune torchao "
	"torch_geometric "
	"lightning lightning_fabric pytorch_lightning nemo nemo_text_processing megatron apex "
	"transformer_engine hydra omegaconf transformers diffusers datasets tokenizers accelerate "
	"peft "
	"trl optimum bitsandbytes sentence_transformers huggingface_hub evaluate timm safetensors "
	"sklearn scipy numpy pandas polars xgboost lightgbm catboost statsmodels imblearn "
	"tensorflow "
	"keras tf_keras keras_core keras_hub keras_nlp keras_cv keras_tuner tensorflow_addons "
	"tensorflow_hub tensorflow_probability tensorflow_text jax flax optax haiku equinox orbax "
	"spacy spacy_transformers thinc fastai ultralytics mmcv mmdet mmengine mmseg mmpretrain "
	"detectron2 fairseq fairseq2 espnet espnet2 speechbrain whisper open_clip clip onnx "
	"onnxruntime librosa soundfile cv2 PIL skimage albumentations kornia gym gymnasium "
	"stable_baselines3 ray wandb mlflow tensorboard tensorboardX comet_ml neptune monai einops "
	"fvcore iopath pytorch3d pyro gpytorch botorch skorch skops joblib nltk gensim langchain "
	"langchain_core langchain_community langchain_openai llama_index openai vllm auto_gptq awq "
	"pydantic rich structlog attr attrs sentencepiece tiktoken bionemo cosmos modulus "
	"physicsnemo "
	"nvidia hf_olmo olmo mamba_ssm flash_attn xformers deepspeed colossalai composer "
	"llmfoundry "
	"streaming anomalib segmentation_models_pytorch torch_audiomentations asteroid "
	"pytorch_metric_learning pytorch_forecasting gluonts uni2ts chronos dgl ogb networkx sympy "
	"numba cupy pyarrow h5py dask prophet pmdarima sktime tslearn shap lime optuna hyperopt "
	"sdv allennlp stanza flair simpletransformers setfit bertopic pyannote paddle paddlenlp "
	"mxnet gluoncv gluonnlp autogluon tabpfn deepchem rdkit gretel_synthetics lerobot "
	"instantngp nerfstudio gsplat plotly matplotlib seaborn";

bool is_identifier(str s)
{
	if (s.n == 0 || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && c != '_' &&
		    c < 0x80)
			return false;
	}
	return true;
}

bool is_dotted(str s)
{
	unsigned parts = 0;

	for (str rest = s; rest.p != NULL; parts++)
		if (!is_identifier(str_cut(&rest, '.')))
			return false;
	return parts > 1;
}

str dotted_package(str path)
{
	size_t dot = str_find_byte(path, '.');

	return str_slice(path, 0, dot == STR_NONE ? path.n : dot);
}

bool is_stdlib_package(str p)
{
	return str_in(
		p,
		"__future__ __main__ _abc _aix_support _ast _asyncio _bisect _blake2 "
		"_bootsubprocess _bz2 "
		"_codecs _collections _collections_abc _compat_pickle _compression _contextvars "
		"_crypt _csv _ctypes _curses _datetime _dbm _decimal _elementtree "
		"_frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq "
		"_imp _io _json _locale _lsprof _lzma _markupbase _md5 _multibytecodec "
		"_multiprocessing _opcode _operator _osx_support _pickle _posixshmem "
		"_posixsubprocess _py_abc _pydecimal _pyio _pyrepl _queue _random _sha1 _sha256 "
		"_sha3 "
		"_sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics "
		"_string _strptime _struct _symtable _thread _threading_local _tkinter _tokenize "
		"_tracemalloc _typing _uuid _warnings _weakref _weakrefset _winapi _zoneinfo abc "
		"aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore "
		"atexit audioop base64 "
		"bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code "
		"codecs codeop collections colorsys compileall concurrent configparser contextlib "
		"contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal "
		"difflib dis distutils doctest email encodings ensurepip enum errno faulthandler "
		"fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt "
		"getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib "
		"imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 "
		"linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap "
		"modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path "
		"numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools "
		"pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty "
		"pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline "
		"reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex "
		"shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 "
		"sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct "
		"subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib "
		"tempfile termios test textwrap this threading time timeit tkinter token tokenize "
		"tomllib trace traceback tracemalloc tty turtle turtledemo types typing "
		"unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg "
		"winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo "
		"__builtin__ cPickle StringIO cStringIO commands urllib2 popen2 exceptions "
		"copy_reg Queue thread httplib");
}

bool is_model_package(str p)
{
	return str_in(p, model_packages);
}

static struct dotted danger(enum level severity, const char *why)
{
	return (struct dotted){DOTTED_DANGER, severity, why};
}

/* What the pickle policy says of module and name at one cut; SAFE when it says nothing. */
static struct dotted ask_policy(str module, str name)
{
	struct pickle_verdict v = pickle_judge(module, name);

	if (v.class != PICKLE_DANGEROUS)
		return (struct dotted){DOTTED_SAFE, INFO, ""};
	return danger(v.grade >= PICKLE_GRADE_CRITICAL ? CRITICAL
		      : v.grade < PICKLE_GRADE_MEDIUM  ? MEDIUM
						       : (enum level)v.grade,
		      v.why);
}

/* Names of builtins, os and the modules above; `why` is empty when nothing is known. */
static struct dotted ask_words(str path)
{
	str package = dotted_package(path), rest = str_slice(path, package.n + 1, path.n);
	bool builtin = str_in(package, "builtins __builtin__ __builtins__");

	if (builtin || rest.n == 0) {
		str name = builtin ? rest : package;
		if (str_in(name, exec_builtins))
			return danger(CRITICAL, "runs code or reaches what does");
		if (str_in(name, "open"))
			return danger(HIGH, "opens a file");
		if (builtin)
			return (struct dotted){str_in(name, safe_builtins) ||
							       str_ends(name, S("Error"))
						       ? DOTTED_SAFE
						       : DOTTED_STDLIB,
					       MEDIUM, "is a built-in function"};
	}
	if (str_in(package, "os posix nt")) {
		if (str_in(rest, safe_os) || str_starts(rest, S("path.")) || rest.n == 0)
			return (struct dotted){DOTTED_SAFE, INFO, "computes"};
		return danger(CRITICAL, "acts on the system: starts programs, changes files");
	}
	if (str_in(package, exec_modules))
		return danger(CRITICAL, "is of a module that runs code or programs");
	if (str_in(package, file_modules) || str_starts(path, S("logging.config")) ||
	    str_starts(path, S("logging.handlers")))
		return danger(HIGH, "is of a module that reads, writes or connects");
	return (struct dotted){DOTTED_SAFE, INFO, ""};
}

static struct dotted classify(str path)
{
	str package = dotted_package(path);

	if (is_stdlib_package(package)) {
		if (str_in(path, unsafe_stdlib) || !str_in(package, safe_stdlib))
			return (struct dotted){DOTTED_STDLIB, MEDIUM,
					       "is of Python's own library, which a model's "
					       "configuration has no need of"};
		return (struct dotted){DOTTED_SAFE, INFO, ""};
	}
	return (struct dotted){is_model_package(package) ? DOTTED_KNOWN : DOTTED_OTHER, INFO, ""};
}

/* A module that is reached through another one's attributes: torch.serialization.os.system. */
static struct dotted inner(str path)
{
	for (size_t i = 0; i < path.n; i++) {
		str rest = str_slice(path, i + 1, path.n);
		if (path.p[i] != '.' ||
		    !str_in(dotted_package(rest),
			    "os posix nt subprocess sys builtins __builtin__ "
			    "importlib shutil ctypes pty runpy "
			    "__globals__ __builtins__ __subclasses__ __import__"))
			continue;
		/* a submodule may be called "pickle" or "code" */
		if (str_find_byte(rest, '.') == STR_NONE && rest.p[0] != '_')
			continue;
		if (rest.p[0] == '_')
			return danger(CRITICAL, "reaches what a module imports or holds");
		if (ask_words(rest).class == DOTTED_DANGER &&
		    is_identifier(str_after_last(rest, '.')))
			return ask_words(rest);
	}
	return (struct dotted){DOTTED_SAFE, INFO, ""};
}

struct dotted dotted_judge(str path)
{
	struct dotted d = ask_words(path), found;

	if (d.why[0] != 0) /* the words know it */
		return d;
	for (size_t i = path.n; i-- > 0;) {
		if (path.p[i] != '.')
			continue;
		found = ask_policy(str_slice(path, 0, i), str_slice(path, i + 1, path.n));
		if (found.class == DOTTED_DANGER)
			return found;
		/* a package of one's own may have modules named "code" or "pickle" */
		if (!is_model_package(dotted_package(path)))
			break;
	}
	found = inner(path);
	return found.class == DOTTED_DANGER ? found : classify(path);
}

struct dotted dotted_judge2(str module, str name)
{
	uint8_t joined[512];

	if (module.n + name.n + 1 > sizeof(joined))
		return danger(HIGH, "has a name of absurd length");
	if (module.n == 0)
		return dotted_judge(name);
	memcpy(joined, module.p, module.n);
	joined[module.n] = '.';
	if (name.n > 0)
		memcpy(&joined[module.n + 1], name.p, name.n);
	return dotted_judge((str){joined, module.n + 1 + name.n});
}

/* What runs code or programs in libraries of which most is honest to call. */
static const char *const call_danger[] = {
	"torch._",
	"torch.hub.",
	"torch.package",
	"torch.utils.cpp_extension",
	"torch.utils.collect_env",
	"torch.ops.load_library",
	"torch.classes.load_library",
	"torch.save",
	"torch.from_file",
	"torch.serialization.",
	"torch.testing._",
	"torch.distributed.run",
	"torch.distributed.launch",
	"torch.distributed.elastic",
	"torch.utils.bottleneck",
	"numpy.f2py",
	"numpy.distutils",
	"numpy.testing",
	"numpy.ctypeslib",
	"pandas.read_pickle",
	"pandas.eval",
	"pandas.io.pickle",
	"tensorflow.load_",
	"tensorflow.py_function",
	"tensorflow.numpy_function",
	"tensorflow.io.",
	"tensorflow.raw_ops",
	"tensorflow.keras.utils.get_file",
	"tensorflow.python.",
	"keras.utils.",
	"keras.saving.",
	"keras.config.",
	"keras.models.load_model",
	"tf_keras.utils.",
};

struct dotted dotted_judge_call(str path)
{
	struct dotted d = dotted_judge(path);
	str package = dotted_package(path);

	if (d.class != DOTTED_DANGER || is_stdlib_package(package) || ask_words(path).why[0] != 0 ||
	    inner(path).class == DOTTED_DANGER)
		return d;
	if (str_in(path, "torch.load joblib.load")) {
		d.severity = MEDIUM;
		return d;
	}
	for (size_t i = 0; i < COUNTOF(call_danger); i++)
		if (str_starts(path, str_of(call_danger[i])))
			return d;
	if (is_model_package(package))
		return (struct dotted){DOTTED_KNOWN, INFO, ""};
	return d.severity == CRITICAL ? d : (struct dotted){DOTTED_OTHER, INFO, ""};
}
