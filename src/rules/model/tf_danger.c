/* Sources: SECURITY.md of TensorFlow ("TensorFlow models are programs"), the documentation of the
 * operators in the API definitions of 1.15 and 2.21, and their kernels' use of Env and of gRPC.
 *
 * Readers of data sets are graded medium: their files are named by whoever wrote the graph, but
 * what they read goes nowhere by itself. What writes, deletes, connects or calls Python is high. */
#include "rules/model/tf_danger.h"

static const struct row {
	struct tf_danger danger;
	const char *ops;
} rows[] = {
	{{TF_PYTHON, HIGH, "calls a Python function of the process that loads the model"},
	 "PyFunc PyFuncStateless EagerPyFunc"},
	{{TF_FILE, HIGH, "reads a file"},
	 "ReadFile WholeFileReader WholeFileReaderV2 ImmutableConst LoadAndRemapMatrix "
	 "GenerateVocabRemapping"},
	{{TF_FILE, HIGH, "writes a file"},
	 "WriteFile DatasetToTFRecord ExperimentalDatasetToTFRecord DumpTensor "
	 "SaveDataset SaveDatasetV2 DistributedSave CalibrationStatisticsSaver "
	 "DumpTRTEngineCache SerializeTRTResource"},
	{{TF_FILE, HIGH, "writes tensors to a file or sends them to a server"},
	 "DebugIdentity DebugIdentityV2 DebugIdentityV3 DebugNanCount DebugNumericSummary "
	 "DebugNumericSummaryV2"},
	{{TF_FILE, MEDIUM, "writes event files"},
	 "CreateSummaryFileWriter CreateSummaryDbWriter WriteGraphSummary"},
	{{TF_FILE, MEDIUM, "lists files"},
	 "MatchingFiles MatchingFilesDataset ExperimentalMatchingFilesDataset"},
	{{TF_FILE, MEDIUM, "reads files of records"},
	 "TFRecordDataset TFRecordDatasetV2 TFRecordReader TFRecordReaderV2 TextLineDataset "
	 "TextLineReader TextLineReaderV2 FixedLengthRecordDataset FixedLengthRecordDatasetV2 "
	 "FixedLengthRecordReader FixedLengthRecordReaderV2 CSVDataset CSVDatasetV2 "
	 "ExperimentalCSVDataset LMDBDataset ExperimentalLMDBDataset LMDBReader SqlDataset "
	 "ExperimentalSqlDataset RecordInput SequenceFileDataset LoadDataset SnapshotDataset "
	 "SnapshotDatasetV2 SnapshotDatasetReader SnapshotNestedDatasetReader "
	 "SnapshotChunkDataset ListSnapshotChunksDataset InitializeTRTResource"},
	{{TF_CACHE, MEDIUM, "keeps what it reads in a file"}, "CacheDataset CacheDatasetV2"},
	{{TF_NETWORK, HIGH, "connects to a server, or is one"},
	 "Rpc TryRpc RpcCall RpcClient RpcServer RpcServerStart RpcServerRegister "
	 "DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4 "
	 "RegisterDataset RegisterDatasetV2 BigQueryReader GenerateBigQueryReaderPartitions "
	 "BigtableClient BigtableTable BigtableLookupDataset BigtablePrefixKeyDataset "
	 "BigtableRangeKeyDataset BigtableSampleKeyPairsDataset BigtableSampleKeysDataset "
	 "BigtableScanDataset DatasetToBigtable KafkaDataset KinesisDataset IgniteDataset"},
	{{TF_NETWORK, MEDIUM,
	  "changes how files in the cloud are read, and with whose credentials"},
	 "GcsConfigureBlockCache GcsConfigureCredentials FileSystemSetConfiguration"},
	{{TF_NATIVE, MEDIUM, "ends the process"}, "Abort"},
	{{TF_NATIVE, MEDIUM, "calls a native function by its name"},
	 "XlaCustomCall XlaCustomCallV2 RemoteFusedGraphExecute"},
	{{TF_NATIVE, MEDIUM, "hands bytes to a decoder that starts programs (ffmpeg)"},
	 "DecodeAudio DecodeAudioV2 DecodeVideo EncodeAudio EncodeAudioV2"},
	{{TF_NATIVE, MEDIUM, "runs a graph that it is given as data"}, "DatasetFromGraph"},
	{{TF_NATIVE, INFO, "runs an engine that was compiled for one machine"}, "TRTEngineOp"},
	{{TF_CHECKPOINT, MEDIUM, "writes a checkpoint"}, "Save SaveSlices SaveV2"},
	{{TF_CHECKPOINT, MEDIUM, "reads a checkpoint"},
	 "Restore RestoreSlice RestoreV2 DTensorRestoreV2"},
	{{TF_CHECKPOINT, MEDIUM, "moves and deletes files of a checkpoint"}, "MergeV2Checkpoints"},
	{{TF_TABLE, MEDIUM, "reads a text file into a table"},
	 "InitializeTableFromTextFile InitializeTableFromTextFileV2"},
};

static const struct tf_danger none = {TF_COMPUTES, INFO, "computes"};

const struct tf_danger *tf_danger_of(str op)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_in_words(op, str_of(rows[i].ops)))
			return &rows[i].danger;
	return &none;
}
