/* What honest pickles use of PyTorch and torchvision. */
#include "model/pickle_tables.h"

#define ENUM "a member of an enumeration"
#define TUPLE "a tuple with names"
#define T_CLASS "a class of PyTorch that holds data"
#define T_FROMTYPE "calls a maker of tensors and sets the type of the result"
#define T_FUNC "a function that computes with values"
#define T_MAKER "makes an object without calling its constructor"
#define T_NESTED "loads bytes as a model of their own"
#define T_NN "a layer, a loss or an optimizer of PyTorch"
#define T_SCRIPT "how TorchScript writes lists and types"
#define T_SCRIPTCLASS "a class of the archive's own TorchScript, which Python cannot import"
#define T_STORAGE "the type of a block of tensor data"
#define T_SUBCLASS "makes a tensor of the class that it is given"
#define T_TENSOR "a type of tensors"
#define T_VALUE "a constant or a small value of PyTorch"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW("__torch__", "*", T_SCRIPTCLASS),
	PICKLE_ALLOW_IF(DATA, "torch",
			"BFloat16Storage BoolStorage ByteStorage CharStorage "
			"ComplexDoubleStorage ComplexFloatStorage DoubleStorage FloatStorage "
			"HalfStorage IntStorage LongStorage QInt32Storage QInt8Storage "
			"QUInt2x4Storage QUInt4x2Storage QUInt8Storage ShortStorage "
			"TypedStorage UntypedStorage",
			T_STORAGE),
	PICKLE_ALLOW_IF(DATA, "torch",
			"BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor "
			"FloatTensor HalfTensor IntTensor LongTensor ShortTensor Tensor",
			T_TENSOR),
	PICKLE_ALLOW_IF(DATA, "torch", "Size device", T_VALUE),
	PICKLE_NAMED("torch", "abs cos exp log matmul mean relu sigmoid sin softmax sqrt sum tanh",
		     T_FUNC),
	PICKLE_ALLOW("torch",
		     "bfloat16 bit bits16 bits1x8 bits2x4 bits4x2 bits8 bool cdouble cfloat "
		     "chalf channels_last channels_last_3d complex128 complex32 complex64 "
		     "contiguous_format double float float16 float32 float4_e2m1fn_x2 "
		     "float64 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz "
		     "float8_e8m0fnu half int int1 int16 int2 int3 int32 int4 int5 int6 "
		     "int64 int7 int8 jagged long per_channel_affine "
		     "per_channel_affine_float_qparams per_channel_symmetric "
		     "per_tensor_affine per_tensor_symmetric preserve_format qint32 qint8 "
		     "quint2x4 quint4x2 quint8 short sparse_bsc sparse_bsr sparse_coo "
		     "sparse_csc sparse_csr strided uint1 uint16 uint2 uint3 uint32 uint4 "
		     "uint5 uint6 uint64 uint7 uint8",
		     T_VALUE),
	PICKLE_ALLOW_IF(DATA, "torch._C", "Generator", T_VALUE),
	PICKLE_NAMED("torch._C._VariableFunctions", "relu sigmoid tanh", T_FUNC),
	PICKLE_ALLOW_IF(DATA, "torch._C._autograd", "DeviceType", T_VALUE),
	PICKLE_NAMED("torch._C._nn",
		     "celu elu gelu hardsigmoid hardswish hardtanh leaky_relu linear "
		     "log_sigmoid mish relu6 silu softplus softshrink",
		     T_FUNC),
	PICKLE_ALLOW_IF(DATA, "torch._decomp.decompositions", "Reduction", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._guards", "GuardSource", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._meta_registrations", "GridSamplerInterpolation", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._prims", "ELEMENTWISE_PRIM_TYPE_PROMOTION_KIND RETURN_TYPE",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._prims.utils", "ELEMENTWISE_TYPE_PROMOTION_KIND", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._prims_common",
			"ELEMENTWISE_TYPE_PROMOTION_KIND REDUCTION_OUTPUT_TYPE_KIND RETURN_TYPE",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._refs", "REDUCTION_OUTPUT_TYPE_KIND", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch._tensor", "Tensor", T_TENSOR),
	PICKLE_ALLOW_IF(CALLABLES, "torch._tensor", "_rebuild_from_type _rebuild_from_type_v2",
			T_FROMTYPE),
	PICKLE_ALLOW("torch._utils",
		     "_rebuild_device_tensor_from_cpu_tensor "
		     "_rebuild_device_tensor_from_numpy _rebuild_meta_tensor_no_storage "
		     "_rebuild_nested_tensor _rebuild_parameter _rebuild_parameter_v2 "
		     "_rebuild_parameter_with_state _rebuild_qtensor "
		     "_rebuild_sparse_csr_tensor _rebuild_sparse_tensor _rebuild_tensor "
		     "_rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_xla_tensor",
		     T_MAKER),
	PICKLE_ALLOW_IF(INSTANTIATE, "torch._utils", "_rebuild_wrapper_subclass", T_SUBCLASS),
	PICKLE_ALLOW_IF(DATA, "torch.amp.grad_scaler", "GradScaler OptState", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.modules.fused",
			"BNReLU2d BNReLU3d ConvAdd2d ConvAddReLU2d ConvBn1d ConvBn2d ConvBn3d "
			"ConvBnReLU1d ConvBnReLU2d ConvBnReLU3d ConvReLU1d ConvReLU2d "
			"ConvReLU3d LinearBn1d LinearLeakyReLU LinearReLU LinearTanh "
			"_FusedModule",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.qat.modules.conv_fused",
			"ConvBn1d ConvBn2d ConvBn3d ConvBnReLU1d ConvBnReLU2d ConvBnReLU3d "
			"ConvReLU1d ConvReLU2d ConvReLU3d _ConvBnNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.qat.modules.linear_fused", "LinearBn1d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.qat.modules.linear_relu", "LinearReLU", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.quantized.dynamic.modules.linear_relu",
			"LinearReLU", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.quantized.modules.bn_relu",
			"BNReLU2d BNReLU3d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.quantized.modules.conv_add",
			"ConvAdd2d ConvAddReLU2d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.quantized.modules.conv_relu",
			"ConvReLU1d ConvReLU2d ConvReLU3d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.intrinsic.quantized.modules.linear_relu",
			"LinearLeakyReLU LinearReLU LinearTanh", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.qat.dynamic.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.qat.modules.conv", "Conv1d Conv2d Conv3d _ConvNd", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.qat.modules.embedding_ops", "Embedding EmbeddingBag",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.qat.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantizable.modules.activation", "MultiheadAttention",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantizable.modules.rnn",
			"LSTM LSTMCell _LSTMLayer _LSTMSingleLayer", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.dynamic.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.dynamic.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.dynamic.modules.rnn",
			"GRU GRUCell LSTM LSTMCell PackedParameter RNNBase RNNCell RNNCellBase",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules", "DeQuantize Quantize", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.activation",
			"ELU Hardswish LeakyReLU MultiheadAttention PReLU ReLU6 Sigmoid Softmax",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.batchnorm",
			"BatchNorm2d BatchNorm3d _BatchNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d "
			"_ConvNd _ConvTransposeNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.dropout", "Dropout", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.embedding_ops",
			"Embedding EmbeddingBag EmbeddingPackedParams", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.functional_modules",
			"FXFloatFunctional FloatFunctional QFunctional", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.linear", "Linear LinearPackedParams",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.normalization",
			"GroupNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d LayerNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.rnn", "LSTM", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.modules.utils", "WeightedQuantizedModule",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.reference.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d "
			"_ConvNd _ConvTransposeNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.reference.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.reference.modules.rnn",
			"GRU GRUCell LSTM LSTMCell RNNBase RNNCell RNNCellBase", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.reference.modules.sparse",
			"Embedding EmbeddingBag", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.quantized.reference.modules.utils",
			"ReferenceQuantizedModule", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.sparse.quantized.dynamic.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.sparse.quantized.linear", "Linear LinearPackedParams",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.nn.sparse.quantized.utils", "LinearBlockSparsePattern",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.ns.fx.graph_matcher", "SubgraphTypeRelationship", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.ns.fx.ns_types", "NSSingleResultValuesType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.ns.fx.utils", "NodeInputOrOutputType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization._dbr.utils",
			"FuncOutputDTypeType FuncOutputObsType HookType OpQuantizeabilityType",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.backend_config.backend_config",
			"ObservationType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.backend_config.observation_type",
			"ObservationType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.fake_quantize",
			"FakeQuantize FakeQuantizeBase FixedQParamsFakeQuantize "
			"FusedMovingAvgObsFakeQuantize",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.observer",
			"AffineQuantizedObserverBase FixedQParamsObserver Granularity "
			"HistogramObserver MinMaxObserver MovingAverageMinMaxObserver "
			"MovingAveragePerChannelMinMaxObserver NoopObserver ObserverBase "
			"PerAxis PerBlock PerChannelMinMaxObserver PerGroup PerRow PerTensor "
			"PerToken PlaceholderObserver RecordingObserver ReuseInputObserver "
			"UniformQuantizationObserverBase _PartialWrapper",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.observer",
			"MappingType TorchAODType ZeroPointDomain", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.qconfig", "QConfig QConfigDynamic", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.quant_type", "QuantType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.ao.quantization.stubs", "DeQuantStub QuantStub QuantWrapper",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.autograd", "Variable", T_TENSOR),
	PICKLE_ALLOW_IF(DATA, "torch.autograd.variable", "Variable", T_TENSOR),
	PICKLE_ALLOW_IF(DATA, "torch.backends._nnapi.serializer", "DimOrder TorchScalarTypes",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.backends.cuda", "SDPBackend", T_CLASS),
	PICKLE_NAMED("torch.backends.cudnn", "benchmark", T_FUNC),
	PICKLE_ALLOW_IF(DATA, "torch.cuda",
			"BFloat16Storage BoolStorage ByteStorage CharStorage "
			"ComplexDoubleStorage ComplexFloatStorage DoubleStorage FloatStorage "
			"HalfStorage IntStorage LongStorage ShortStorage TypedStorage "
			"UntypedStorage",
			T_STORAGE),
	PICKLE_ALLOW_IF(DATA, "torch.cuda",
			"BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor "
			"FloatTensor HalfTensor IntTensor LongTensor ShortTensor",
			T_TENSOR),
	PICKLE_ALLOW_IF(DATA, "torch.cuda.amp.grad_scaler", "GradScaler OptState", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed._shard.metadata", "ShardMetadata", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed._shard.sharded_tensor.metadata",
			"MEM_FORMAT_ENCODING ShardedTensorMetadata TensorProperties", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed._tensor.placement_types",
			"DTensorSpec Partial Replicate Shard TensorMeta", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed.checkpoint.filesystem",
			"_StorageInfo _StoragePrefix", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed.checkpoint.metadata",
			"BytesStorageMetadata ChunkStorageMetadata Metadata MetadataIndex "
			"StorageMeta TensorProperties TensorStorageMetadata "
			"_MEM_FORMAT_ENCODING",
			T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed.fsdp.api",
			"BackwardPrefetch ShardingStrategy StateDictType", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.distributed.tensor.placement_types", "Partial Replicate Shard",
			T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.fx.immutable_collections", "immutable_dict immutable_list",
			T_VALUE),
	PICKLE_ALLOW("torch.jit._pickle",
		     "build_boollist build_doublelist build_intlist build_tensor_from_id "
		     "build_tensorlist restore_type_tag",
		     T_SCRIPT),
	PICKLE_ALLOW_IF(DATA, "torch.nn.attention.bias", "CausalVariant", ENUM),
	PICKLE_ALLOW_IF(DATA,
			"torch.nn.attention.experimental._scaled_dot_product_attention_quantized",
			"DescaleType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.nn.attention.flex_attention", "_ModificationType", ENUM),
	PICKLE_NAMED("torch.nn.functional",
		     "binary_cross_entropy binary_cross_entropy_with_logits celu "
		     "cosine_similarity cross_entropy ctc_loss dropout elu gelu glu "
		     "gumbel_softmax hardshrink hardsigmoid hardswish hardtanh huber_loss "
		     "interpolate kl_div l1_loss layer_norm leaky_relu linear log_softmax "
		     "logsigmoid max_pool2d mish mse_loss nll_loss normalize one_hot pad "
		     "pairwise_distance pixel_shuffle poisson_nll_loss prelu relu relu6 "
		     "rrelu selu sigmoid silu smooth_l1_loss softmax softmin softplus "
		     "softshrink softsign tanh tanhshrink triplet_margin_loss",
		     T_FUNC),
	PICKLE_NAMED("torch.nn.init",
		     "constant_ kaiming_normal_ kaiming_uniform_ normal_ ones_ orthogonal_ "
		     "trunc_normal_ uniform_ xavier_normal_ xavier_uniform_ zeros_",
		     T_FUNC),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.modules.fused",
			"BNReLU2d BNReLU3d ConvBn1d ConvBn2d ConvBn3d ConvBnReLU1d ConvBnReLU2d "
			"ConvBnReLU3d ConvReLU1d ConvReLU2d ConvReLU3d LinearBn1d LinearReLU "
			"_FusedModule",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.qat.modules.conv_fused",
			"ConvBn1d ConvBn2d ConvBn3d ConvBnReLU1d ConvBnReLU2d ConvBnReLU3d "
			"ConvReLU1d ConvReLU2d ConvReLU3d _ConvBnNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.qat.modules.linear_fused", "LinearBn1d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.qat.modules.linear_relu", "LinearReLU", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.quantized.dynamic.modules.linear_relu",
			"LinearReLU", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.quantized.modules.bn_relu", "BNReLU2d BNReLU3d",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.quantized.modules.conv_relu",
			"ConvReLU1d ConvReLU2d ConvReLU3d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.intrinsic.quantized.modules.linear_relu", "LinearReLU",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules._functions",
			"BackwardHookFunction CrossMapLRN2d SyncBatchNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.activation",
			"CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU "
			"LogSigmoid LogSoftmax Mish MultiheadAttention PReLU RReLU ReLU ReLU6 "
			"SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink "
			"Softsign Tanh Tanhshrink Threshold",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.adaptive", "AdaptiveLogSoftmaxWithLoss", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.adaptive", "_ASMoutput", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.batchnorm",
			"BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d "
			"LazyBatchNorm3d SyncBatchNorm _BatchNorm _LazyNormBase _NormBase",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.channelshuffle", "ChannelShuffle", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.container",
			"Container ModuleDict ModuleList ParameterDict ParameterList Sequential",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d "
			"LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d "
			"LazyConvTranspose2d LazyConvTranspose3d _ConvNd _ConvTransposeMixin "
			"_ConvTransposeNd _LazyConvXdMixin",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.distance", "CosineSimilarity PairwiseDistance",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.dropout",
			"AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout "
			"_DropoutNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.flatten", "Flatten Unflatten", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.fold", "Fold Unfold", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.instancenorm",
			"InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d "
			"LazyInstanceNorm2d LazyInstanceNorm3d _InstanceNorm",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.lazy", "LazyModuleMixin _LazyProtocol", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.linear",
			"Bilinear Identity LazyLinear Linear NonDynamicallyQuantizableLinear",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.linear_cross_entropy", "_ChunkContext _ChunkViews",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.linear_cross_entropy_options",
			"LinearCrossEntropyOptions", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.loss",
			"BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss "
			"GaussianNLLLoss HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss "
			"LinearCrossEntropyLoss MSELoss MarginRankingLoss MultiLabelMarginLoss "
			"MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d "
			"PoissonNLLLoss SmoothL1Loss SoftMarginLoss TripletMarginLoss "
			"TripletMarginWithDistanceLoss _Loss _WeightedLoss",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.module", "Module _WrappedHook", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.module", "_IncompatibleKeys", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.normalization",
			"CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.padding",
			"CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d "
			"ConstantPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d "
			"ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d "
			"ZeroPad3d _CircularPadNd _ConstantPadNd _ReflectionPadNd "
			"_ReplicationPadNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.pixelshuffle", "PixelShuffle PixelUnshuffle", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.pooling",
			"AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d "
			"AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AvgPool1d "
			"AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d "
			"LPPool2d LPPool3d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d "
			"MaxUnpool2d MaxUnpool3d _AdaptiveAvgPoolNd _AdaptiveMaxPoolNd "
			"_AvgPoolNd _LPPoolNd _MaxPoolNd _MaxUnpoolNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.rnn",
			"GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell RNNCellBase", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.sparse", "Embedding EmbeddingBag", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.transformer",
			"Transformer TransformerDecoder TransformerDecoderLayer "
			"TransformerEncoder TransformerEncoderLayer",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.modules.upsampling",
			"Upsample UpsamplingBilinear2d UpsamplingNearest2d", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.parallel.data_parallel", "DataParallel", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.parallel.distributed",
			"DistributedDataParallel _BucketCapacityConfig _BufferCommHook "
			"_DDPJoinHook _DDPSink _MixedPrecision",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.parallel.distributed", "_BufferCommHookLocation", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.nn.parameter",
			"Buffer Parameter UninitializedBuffer UninitializedParameter "
			"UninitializedTensorMixin _BufferMeta _ParameterMeta",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.qat.dynamic.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.qat.modules.conv", "Conv1d Conv2d Conv3d _ConvNd", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.qat.modules.embedding_ops", "Embedding EmbeddingBag", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.qat.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantizable.modules.activation", "MultiheadAttention",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantizable.modules.rnn",
			"LSTM LSTMCell _LSTMLayer _LSTMSingleLayer", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized._reference.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d "
			"_ConvNd _ConvTransposeNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized._reference.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized._reference.modules.rnn",
			"GRUCell LSTM LSTMCell RNNBase RNNCell RNNCellBase", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized._reference.modules.sparse",
			"Embedding EmbeddingBag", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized._reference.modules.utils",
			"ReferenceQuantizedModule", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.dynamic.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.dynamic.modules.linear", "Linear", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.dynamic.modules.rnn",
			"GRU GRUCell LSTM LSTMCell PackedParameter RNNBase RNNCell RNNCellBase",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules", "DeQuantize Quantize", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.activation",
			"ELU Hardswish LeakyReLU ReLU6 Sigmoid Softmax", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.batchnorm",
			"BatchNorm2d BatchNorm3d _BatchNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.conv",
			"Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d "
			"_ConvNd _ConvTransposeNd",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.dropout", "Dropout", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.embedding_ops",
			"Embedding EmbeddingBag EmbeddingPackedParams", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.functional_modules",
			"FXFloatFunctional FloatFunctional QFunctional", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.linear", "Linear LinearPackedParams",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.normalization",
			"GroupNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d LayerNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.quantized.modules.utils", "WeightedQuantizedModule", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.parametrizations", "_OrthMaps", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.parametrizations",
			"_Orthogonal _SpectralNorm _WeightNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.parametrize", "ParametrizationList", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.prune",
			"BasePruningMethod CustomFromMask Identity L1Unstructured LnStructured "
			"PruningContainer RandomStructured RandomUnstructured",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.spectral_norm",
			"SpectralNorm SpectralNormLoadStateDictPreHook "
			"SpectralNormStateDictHook",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.nn.utils.weight_norm", "WeightNorm", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.numa.binding", "AffinityMode", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.optim", "Adafactor Muon", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim._stateless", "_GroupSwapinInfo", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torch.optim.adadelta", "Adadelta", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.adagrad", "Adagrad", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.adam", "Adam", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.adamax", "Adamax", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.adamw", "AdamW", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.asgd", "ASGD", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.lbfgs", "LBFGS", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.lr_scheduler",
			"ChainedScheduler ConstantLR CosineAnnealingLR "
			"CosineAnnealingWarmRestarts CyclicLR ExponentialLR LRScheduler "
			"LambdaLR LinearLR MultiStepLR MultiplicativeLR OneCycleLR PolynomialLR "
			"ReduceLROnPlateau SequentialLR StepLR _LRScheduler _SchedulePhase",
			T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.nadam", "NAdam", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.optimizer", "Optimizer _RequiredParameter", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.radam", "RAdam", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.rmsprop", "RMSprop", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.rprop", "Rprop", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.sgd", "SGD", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.sparse_adam", "SparseAdam", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.optim.swa_utils", "AveragedModel SWALR", T_NN),
	PICKLE_ALLOW_IF(DATA, "torch.quantization.observer",
			"HistogramObserver MinMaxObserver MovingAverageMinMaxObserver "
			"MovingAveragePerChannelMinMaxObserver NoopObserver "
			"PerChannelMinMaxObserver PlaceholderObserver",
			T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.quantization.qconfig", "QConfig QConfigDynamic", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.serialization", "_get_layout", T_VALUE),
	PICKLE_ALLOW_IF(DATA, "torch.storage",
			"TypedStorage UntypedStorage _LegacyStorage _TypedStorage "
			"_UntypedStorage",
			T_STORAGE),
	PICKLE_ALLOW_IF(NESTED, "torch.storage", "_load_from_bytes", T_NESTED),
	PICKLE_ALLOW_IF(DATA, "torch.tensor", "Tensor", T_TENSOR),
	PICKLE_ALLOW_IF(CALLABLES, "torch.tensor", "_rebuild_from_type", T_FROMTYPE),
	PICKLE_ALLOW_IF(DATA, "torch.torch_version", "TorchVersion", T_VALUE),
	PICKLE_ALLOW_IF(DATA, "torch.utils._sympy.symbol", "SymT", ENUM),
	PICKLE_NAMED("torch.utils.data._utils.collate", "default_collate", T_FUNC),
	PICKLE_ALLOW_IF(DATA, "torch.utils.data.dataloader", "DataLoader _DatasetKind", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.utils.data.dataset",
			"ConcatDataset Dataset Subset TensorDataset", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.utils.data.sampler",
			"BatchSampler RandomSampler Sampler SequentialSampler "
			"SubsetRandomSampler WeightedRandomSampler",
			T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torch.utils.dlpack", "DLDeviceType", ENUM),
	PICKLE_ALLOW_IF(DATA, "torch.utils.mobile_optimizer", "LintCode", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision._utils", "StrEnum", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models._api", "WeightsEnum", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.alexnet", "AlexNet_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.convnext",
			"ConvNeXt_Base_Weights ConvNeXt_Large_Weights ConvNeXt_Small_Weights "
			"ConvNeXt_Tiny_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.densenet",
			"DenseNet121_Weights DenseNet161_Weights DenseNet169_Weights "
			"DenseNet201_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.faster_rcnn",
			"FasterRCNN_MobileNet_V3_Large_320_FPN_Weights "
			"FasterRCNN_MobileNet_V3_Large_FPN_Weights "
			"FasterRCNN_ResNet50_FPN_V2_Weights FasterRCNN_ResNet50_FPN_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.fcos", "FCOS_ResNet50_FPN_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.keypoint_rcnn",
			"KeypointRCNN_ResNet50_FPN_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.mask_rcnn",
			"MaskRCNN_ResNet50_FPN_V2_Weights MaskRCNN_ResNet50_FPN_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.retinanet",
			"RetinaNet_ResNet50_FPN_V2_Weights RetinaNet_ResNet50_FPN_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.ssd", "SSD300_VGG16_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.detection.ssdlite",
			"SSDLite320_MobileNet_V3_Large_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.efficientnet",
			"EfficientNet_B0_Weights EfficientNet_B1_Weights "
			"EfficientNet_B2_Weights EfficientNet_B3_Weights "
			"EfficientNet_B4_Weights EfficientNet_B5_Weights "
			"EfficientNet_B6_Weights EfficientNet_B7_Weights "
			"EfficientNet_V2_L_Weights EfficientNet_V2_M_Weights "
			"EfficientNet_V2_S_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.googlenet", "GoogLeNetOutputs", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.googlenet", "GoogLeNet_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.inception", "InceptionOutputs", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.inception", "Inception_V3_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.maxvit", "MaxVit_T_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.mnasnet",
			"MNASNet0_5_Weights MNASNet0_75_Weights MNASNet1_0_Weights "
			"MNASNet1_3_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.mobilenetv2", "MobileNet_V2_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.mobilenetv3",
			"MobileNet_V3_Large_Weights MobileNet_V3_Small_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.optical_flow.raft",
			"Raft_Large_Weights Raft_Small_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.googlenet",
			"GoogLeNet_QuantizedWeights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.inception",
			"Inception_V3_QuantizedWeights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.mobilenetv2",
			"MobileNet_V2_QuantizedWeights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.mobilenetv3",
			"MobileNet_V3_Large_QuantizedWeights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.resnet",
			"ResNeXt101_32X8D_QuantizedWeights ResNeXt101_64X4D_QuantizedWeights "
			"ResNet18_QuantizedWeights ResNet50_QuantizedWeights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.quantization.shufflenetv2",
			"ShuffleNet_V2_X0_5_QuantizedWeights "
			"ShuffleNet_V2_X1_0_QuantizedWeights "
			"ShuffleNet_V2_X1_5_QuantizedWeights "
			"ShuffleNet_V2_X2_0_QuantizedWeights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.regnet",
			"RegNet_X_16GF_Weights RegNet_X_1_6GF_Weights RegNet_X_32GF_Weights "
			"RegNet_X_3_2GF_Weights RegNet_X_400MF_Weights RegNet_X_800MF_Weights "
			"RegNet_X_8GF_Weights RegNet_Y_128GF_Weights RegNet_Y_16GF_Weights "
			"RegNet_Y_1_6GF_Weights RegNet_Y_32GF_Weights RegNet_Y_3_2GF_Weights "
			"RegNet_Y_400MF_Weights RegNet_Y_800MF_Weights RegNet_Y_8GF_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.resnet",
			"ResNeXt101_32X8D_Weights ResNeXt101_64X4D_Weights "
			"ResNeXt50_32X4D_Weights ResNet101_Weights ResNet152_Weights "
			"ResNet18_Weights ResNet34_Weights ResNet50_Weights "
			"Wide_ResNet101_2_Weights Wide_ResNet50_2_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.segmentation.deeplabv3",
			"DeepLabV3_MobileNet_V3_Large_Weights DeepLabV3_ResNet101_Weights "
			"DeepLabV3_ResNet50_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.segmentation.fcn",
			"FCN_ResNet101_Weights FCN_ResNet50_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.segmentation.lraspp",
			"LRASPP_MobileNet_V3_Large_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.shufflenetv2",
			"ShuffleNet_V2_X0_5_Weights ShuffleNet_V2_X1_0_Weights "
			"ShuffleNet_V2_X1_5_Weights ShuffleNet_V2_X2_0_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.squeezenet",
			"SqueezeNet1_0_Weights SqueezeNet1_1_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.swin_transformer",
			"Swin_B_Weights Swin_S_Weights Swin_T_Weights Swin_V2_B_Weights "
			"Swin_V2_S_Weights Swin_V2_T_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.vgg",
			"VGG11_BN_Weights VGG11_Weights VGG13_BN_Weights VGG13_Weights "
			"VGG16_BN_Weights VGG16_Weights VGG19_BN_Weights VGG19_Weights",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.video.mvit",
			"MViT_V1_B_Weights MViT_V2_S_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.video.resnet",
			"MC3_18_Weights R2Plus1D_18_Weights R3D_18_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.video.s3d", "S3D_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.video.swin_transformer",
			"Swin3D_B_Weights Swin3D_S_Weights Swin3D_T_Weights", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.vision_transformer", "ConvStemConfig", TUPLE),
	PICKLE_ALLOW_IF(DATA, "torchvision.models.vision_transformer",
			"ViT_B_16_Weights ViT_B_32_Weights ViT_H_14_Weights ViT_L_16_Weights "
			"ViT_L_32_Weights",
			ENUM),
	PICKLE_NAMED("torchvision.ops.misc", "FrozenBatchNorm2d", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torchvision.transforms.autoaugment", "AutoAugmentPolicy", ENUM),
	PICKLE_ALLOW_IF(DATA, "torchvision.transforms.functional", "InterpolationMode", T_CLASS),
	PICKLE_ALLOW_IF(DATA, "torchvision.tv_tensors._bounding_boxes", "BoundingBoxFormat", ENUM),
};

PICKLE_TABLE(pickle_allow_torch);
