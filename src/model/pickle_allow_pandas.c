/* What honest pickles use of pandas, 0.18 to 3.x. */
#include "model/pickle_tables.h"

#define ENUM "a member of an enumeration"
#define P_CLASS "a class of pandas that holds data"
#define P_FUNC "a function of pandas that computes with tables"
#define P_INDEX "makes an index of pandas"
#define P_MAKER "makes a part of a table from arrays"
#define TUPLE "a tuple with names"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW_IF(DATA, "pandas",
			"ArrowDtype BooleanDtype Categorical CategoricalDtype CategoricalIndex "
			"DataFrame DateOffset DatetimeIndex DatetimeTZDtype Flags Float32Dtype "
			"Float64Dtype Grouper Index Int16Dtype Int32Dtype Int64Dtype Int8Dtype "
			"Interval IntervalDtype IntervalIndex MultiIndex NamedAgg Period "
			"PeriodDtype PeriodIndex RangeIndex Series SparseDtype Timedelta "
			"TimedeltaIndex Timestamp UInt16Dtype UInt32Dtype UInt64Dtype "
			"UInt8Dtype",
			P_CLASS),
	PICKLE_NAMED("pandas",
		     "NA NaT concat cut get_dummies isna isnull merge notna notnull qcut "
		     "to_datetime to_numeric",
		     P_FUNC),
	PICKLE_ALLOW("pandas", "StringDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._config.config", "DeprecatedOption RegisteredOption", TUPLE),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.algos", "Infinity NegInfinity", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.arrays", "NDArrayBacked", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.hashtable",
			"Complex128Factorizer Complex128HashTable Complex128Vector "
			"Complex64Factorizer Complex64HashTable Complex64Vector Factorizer "
			"Float32Factorizer Float32HashTable Float32Vector Float64Factorizer "
			"Float64HashTable Float64Vector HashTable Int16Factorizer "
			"Int16HashTable Int16Vector Int32Factorizer Int32HashTable Int32Vector "
			"Int64Factorizer Int64HashTable Int64Vector Int8Factorizer "
			"Int8HashTable Int8Vector ObjectFactorizer ObjectVector "
			"PyObjectHashTable StringHashTable StringVector UInt16Factorizer "
			"UInt16HashTable UInt16Vector UInt32Factorizer UInt32HashTable "
			"UInt32Vector UInt64Factorizer UInt64HashTable UInt64Vector "
			"UInt8Factorizer UInt8HashTable UInt8Vector Vector",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.index",
			"BaseMultiIndexCodesEngine BoolEngine Complex128Engine Complex64Engine "
			"DatetimeEngine ExtensionEngine Float32Engine Float64Engine IndexEngine "
			"Int16Engine Int32Engine Int64Engine Int8Engine MaskedBoolEngine "
			"MaskedComplex128Engine MaskedComplex64Engine MaskedFloat32Engine "
			"MaskedFloat64Engine MaskedIndexEngine MaskedInt16Engine "
			"MaskedInt32Engine MaskedInt64Engine MaskedInt8Engine "
			"MaskedUInt16Engine MaskedUInt32Engine MaskedUInt64Engine "
			"MaskedUInt8Engine ObjectEngine PeriodEngine StringEngine "
			"StringObjectEngine TimedeltaEngine UInt16Engine UInt32Engine "
			"UInt64Engine UInt8Engine",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.indexing", "NDFrameIndexerBase _NDFrameIndexerBase",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.internals",
			"Block BlockManager BlockPlacement BlockValuesRefs NDArrayBackedBlock "
			"NumpyBlock SharedBlock",
			P_CLASS),
	PICKLE_ALLOW("pandas._libs.internals", "_unpickle_block", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.interval",
			"Float32ClosedBothIntervalNode Float32ClosedLeftIntervalNode "
			"Float32ClosedNeitherIntervalNode Float32ClosedRightIntervalNode "
			"Float64ClosedBothIntervalNode Float64ClosedLeftIntervalNode "
			"Float64ClosedNeitherIntervalNode Float64ClosedRightIntervalNode "
			"Int32ClosedBothIntervalNode Int32ClosedLeftIntervalNode "
			"Int32ClosedNeitherIntervalNode Int32ClosedRightIntervalNode "
			"Int64ClosedBothIntervalNode Int64ClosedLeftIntervalNode "
			"Int64ClosedNeitherIntervalNode Int64ClosedRightIntervalNode Interval "
			"IntervalMixin IntervalTree Uint64ClosedBothIntervalNode "
			"Uint64ClosedLeftIntervalNode Uint64ClosedNeitherIntervalNode "
			"Uint64ClosedRightIntervalNode",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.lib",
			"AnyTimedeltaValidator BoolValidator BytesValidator DateValidator "
			"Datetime64Validator DatetimeValidator FloatValidator "
			"IntegerFloatValidator IntegerNaValidator IntegerValidator Interval "
			"IntervalValidator PeriodValidator Seen StringValidator "
			"TemporalValidator TimeValidator Timedelta TimedeltaValidator Timestamp "
			"UnicodeValidator Validator",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.lib", "_NoDefault", ENUM),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.missing", "C_NAType NAType", P_CLASS),
	PICKLE_NAMED("pandas._libs.missing", "NA", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.period", "Period", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.properties", "AxisProperty CachedProperty", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.reduction",
			"BlockSlider InvalidApply Reducer SeriesBinGrouper SeriesGrouper Slider "
			"_BaseGrouper",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.sas", "Parser", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.skiplist", "IndexableSkiplist Node", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.sparse",
			"BlockIndex BlockMerge BlockUnion IntIndex SparseIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslib", "NaTType Timedelta Timestamp", P_CLASS),
	PICKLE_ALLOW("pandas._libs.tslib", "__nat_unpickle", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.base", "ABCTimestamp", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.c_timestamp", "NullFrequencyError _Timestamp",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.conversion", "OutOfBoundsTimedelta _TSObject",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.dtypes", "FreqGroup NpyDatetimeUnit Resolution",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.dtypes", "PeriodDtypeBase", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.fields", "RoundTo", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.frequencies", "FreqGroup", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.nattype", "NaTType _NaT", P_CLASS),
	PICKLE_ALLOW("pandas._libs.tslibs.nattype", "__nat_unpickle _nat_unpickle", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.np_datetime",
			"OutOfBoundsDatetime OutOfBoundsTimedelta", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.offsets",
			"ApplyTypeError BHalfYearBegin BHalfYearEnd BQuarterBegin BQuarterEnd "
			"BYearBegin BYearEnd BaseOffset BusinessDay BusinessHour BusinessMixin "
			"BusinessMonthBegin BusinessMonthEnd CustomBusinessDay "
			"CustomBusinessHour CustomBusinessMonthBegin CustomBusinessMonthEnd "
			"DateOffset Day Easter FY5253 FY5253Mixin FY5253Quarter HalfYearBegin "
			"HalfYearEnd HalfYearOffset Hour LastWeekOfMonth Micro Milli Minute "
			"MonthBegin MonthEnd MonthOffset Nano OffsetMeta QuarterBegin "
			"QuarterEnd QuarterOffset RelativeDeltaOffset Second SemiMonthBegin "
			"SemiMonthEnd SemiMonthOffset SingleConstructorOffset Tick Week "
			"WeekOfMonth WeekOfMonthMixin YearBegin YearEnd YearOffset _BaseOffset "
			"_CustomBusinessMonth _Tick _YearEnd",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.parsing", "DateParseError _timelex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.period",
			"IncompatibleFrequency Period PeriodMixin _Period", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.resolution", "Resolution", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.strptime",
			"DatetimeParseState LocaleTime TimeRE", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.timedeltas",
			"MinMaxReso ResoState Timedelta _Timedelta", P_CLASS),
	PICKLE_ALLOW("pandas._libs.tslibs.timedeltas", "_timedelta_unpickle", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.timestamps",
			"MinMaxReso RoundTo Timestamp _Timestamp", P_CLASS),
	PICKLE_ALLOW("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.tslibs.tzconversion", "Localizer", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._libs.window",
			"FixedWindowIndexer MockFixedWindowIndexer VariableWindowIndexer "
			"WindowIndexer",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._period", "Period", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas._sparse", "BlockIndex IntIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.api.typing",
			"DataFrameGroupBy DatetimeIndexResamplerGroupby Expanding "
			"ExpandingGroupby ExponentialMovingWindow "
			"ExponentialMovingWindowGroupby Expression FrozenList JsonReader NAType "
			"NaTType PeriodIndexResamplerGroupby Resampler Rolling RollingGroupby "
			"SASReader SeriesGroupBy StataReader TimeGrouper "
			"TimedeltaIndexResamplerGroupby Window",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.api.typing.aliases",
			"ReadBuffer ReadCsvBuffer ReadPickleBuffer SequenceNotStr WriteBuffer "
			"WriteExcelBuffer",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.arrays",
			"ArrowExtensionArray ArrowStringArray BooleanArray DatetimeArray "
			"FloatingArray IntegerArray IntervalArray NumpyExtensionArray "
			"PeriodArray SparseArray StringArray TimedeltaArray",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays._arrow_string_mixins", "ArrowStringArrayMixin",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays._mixins", "NDArrayBackedExtensionArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.arrow.accessors",
			"ArrowAccessor ListAccessor StructAccessor", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.arrow.array", "ArrowExtensionArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.base",
			"ExtensionArray ExtensionArraySupportsAnyAll ExtensionOpsMixin "
			"ExtensionScalarOpsMixin",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.boolean", "BooleanArray BooleanDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.categorical", "Categorical CategoricalAccessor",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.datetimelike",
			"AttributesMixin DatelikeOps DatetimeLikeArrayMixin TimelikeOps", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.datetimes", "DatetimeArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.floating",
			"Float32Dtype Float64Dtype FloatingArray FloatingDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.integer",
			"Int16Dtype Int32Dtype Int64Dtype Int8Dtype IntegerArray IntegerDtype "
			"UInt16Dtype UInt32Dtype UInt64Dtype UInt8Dtype _IntegerDtype",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.interval", "IntervalArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.masked", "BaseMaskedArray BaseMaskedDtype",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.numeric", "NumericArray NumericDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.numpy_",
			"NumpyExtensionArray PandasArray PandasDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.period", "PeriodArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.sparse", "SparseAccessor SparseArray SparseDtype",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.sparse.accessor",
			"BaseAccessor SparseAccessor SparseFrameAccessor", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.sparse.array", "SparseArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.sparse.dtype", "SparseDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.string_", "BaseStringArray StringArray", P_CLASS),
	PICKLE_ALLOW("pandas.core.arrays.string_", "StringDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.string_arrow",
			"ArrowStringArray ArrowStringArrayNumpySemantics", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.arrays.timedeltas", "TimedeltaArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.base",
			"DataError FrozenList FrozenNDArray GroupByError IndexOpsMixin "
			"NoNewAttributesMixin PandasObject SelectionMixin ShallowMixin "
			"SpecificationError StringMixin",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.categorical", "Categorical", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.config", "DeprecatedOption RegisteredOption", TUPLE),
	PICKLE_ALLOW_IF(DATA, "pandas.core.datetools", "Day", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.dtypes.base",
			"ExtensionDtype Registry StorageExtensionDtype _DtypeOpsMixin", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.dtypes.dtypes",
			"ArrowDtype BaseMaskedDtype CategoricalDtype CategoricalDtypeType "
			"DatetimeTZDtype IntervalDtype NumpyEADtype PandasExtensionDtype "
			"PeriodDtype Registry SparseDtype",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.dtypes.generic",
			"ABCCategorical ABCCategoricalIndex ABCDataFrame ABCDateOffset "
			"ABCDatetimeArray ABCDatetimeIndex ABCExtensionArray ABCFloat64Index "
			"ABCGeneric ABCIndex ABCIndexClass ABCInt64Index ABCInterval "
			"ABCIntervalIndex ABCMultiIndex ABCNDFrame ABCNumpyExtensionArray "
			"ABCPandasArray ABCPanel ABCPeriod ABCPeriodArray ABCPeriodIndex "
			"ABCRangeIndex ABCSeries ABCSparseArray ABCSparseDataFrame "
			"ABCSparseSeries ABCTimedeltaArray ABCTimedeltaIndex ABCUInt64Index "
			"_ABCGeneric",
			P_CLASS),
	PICKLE_NAMED("pandas.core.dtypes.missing", "isna isnull notna", P_FUNC),
	PICKLE_ALLOW_IF(DATA, "pandas.core.flags", "Flags", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.frame", "DataFrame", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.generic", "NDFrame", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.base", "GroupByMixin", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.base", "OutputKey", TUPLE),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.generic",
			"DataFrameGroupBy NDFrameGroupBy PanelGroupBy SeriesGroupBy", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.generic", "NamedAgg", TUPLE),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.groupby",
			"BaseGroupBy GroupBy GroupByPlot _GroupBy", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.grouper", "Grouper Grouping", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.indexing",
			"GroupByIndexingMixin GroupByNthSelector GroupByPositionalSelector",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.groupby.ops",
			"BaseGrouper BinGrouper DataSplitter FrameSplitter NDFrameSplitter "
			"SeriesSplitter WrappedCythonOp",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.index",
			"CategoricalIndex DatetimeIndex Float64Index Index Int64Index "
			"IntervalIndex MultiIndex PeriodIndex RangeIndex TimedeltaIndex "
			"UInt64Index",
			P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.index", "_new_Index", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.accessors",
			"ArrowTemporalProperties CombinedDatetimelikeProperties "
			"DatetimeProperties PeriodProperties Properties TimedeltaProperties",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.base", "Index InvalidIndexError", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.indexes.base", "_new_Index", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.category", "CategoricalIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.datetimelike",
			"DatetimeIndexOpsMixin DatetimeTimedeltaMixin DatetimelikeDelegateMixin",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.datetimes",
			"DatetimeDelegateMixin DatetimeIndex", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.indexes.datetimes", "_new_DatetimeIndex",
			P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.extension",
			"ExtensionIndex NDArrayBackedExtensionIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.frozen", "FrozenList FrozenNDArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.interval", "IntervalIndex SetopCheck", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.indexes.interval", "_new_IntervalIndex", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.multi",
			"MultiIndex MultiIndexPyIntEngine MultiIndexUInt16Engine "
			"MultiIndexUInt32Engine MultiIndexUInt64Engine MultiIndexUInt8Engine "
			"MultiIndexUIntEngine",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.numeric",
			"Float64Index Int64Index IntegerIndex NumericIndex UInt64Index", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.period", "PeriodDelegateMixin PeriodIndex",
			P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.indexes.period", "_new_PeriodIndex", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.range", "RangeIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexes.timedeltas",
			"TimedeltaDelegateMixin TimedeltaIndex", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.core.indexes.timedeltas", "_new_TimedeltaIndex",
			P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.core.indexing",
			"IndexingError IndexingMixin _AtIndexer _IXIndexer _IndexSlice "
			"_LocIndexer _LocationIndexer _NDFrameIndexer _ScalarAccessIndexer "
			"_iAtIndexer _iLocIndexer",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.interchange.dataframe_protocol",
			"ColumnNullType DlpackDeviceType DtypeKind", ENUM),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals",
			"Block BlockManager BoolBlock CategoricalBlock ComplexBlock "
			"DatetimeBlock DatetimeTZBlock FloatBlock IntBlock ObjectBlock "
			"SingleBlockManager SparseBlock TimeDeltaBlock",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals", "make_block", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.api", "_DatetimeTZBlock", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.array_manager",
			"ArrayManager BaseArrayManager NullArrayProxy SingleArrayManager", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.base", "DataManager SingleDataManager",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.blocks",
			"Block BoolBlock CategoricalBlock ComplexBlock DatetimeBlock "
			"DatetimeLikeBlock DatetimeLikeBlockMixin DatetimeTZBlock EABackedBlock "
			"ExtensionBlock FloatBlock FloatOrComplexBlock IntBlock "
			"NDArrayBackedExtensionBlock NonConsolidatableMixIn NumericBlock "
			"NumpyBlock ObjectBlock ObjectValuesExtensionBlock TimeDeltaBlock",
			P_CLASS),
	PICKLE_ALLOW("pandas.core.internals.blocks", "_unpickle_block", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.blocks", "make_block new_block", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.concat", "JoinUnit", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.managers",
			"BaseBlockManager BlockManager SingleBlockManager", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.internals.ops", "BlockPairInfo", TUPLE),
	PICKLE_ALLOW_IF(DATA, "pandas.core.panel", "Panel", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.panel4d", "Panel4D", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.resample",
			"DatetimeIndexResampler DatetimeIndexResamplerGroupby "
			"PeriodIndexResampler PeriodIndexResamplerGroupby Resampler TimeGrouper "
			"TimedeltaIndexResampler TimedeltaIndexResamplerGroupby _GroupByMixin",
			P_CLASS),
	PICKLE_NAMED("pandas.core.reshape.encoding", "get_dummies", P_FUNC),
	PICKLE_NAMED("pandas.core.reshape.reshape", "get_dummies", P_FUNC),
	PICKLE_ALLOW_IF(DATA, "pandas.core.series", "Series", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.sparse.array", "SparseArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.sparse.frame", "SparseDataFrame", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.sparse.series", "SparseSeries", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.tools.datetimes", "FulldatetimeDict YearMonthDayDict",
			P_CLASS),
	PICKLE_NAMED("pandas.core.tools.datetimes", "to_datetime", P_FUNC),
	PICKLE_NAMED("pandas.core.tools.numeric", "to_numeric", P_FUNC),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window",
			"EWM Expanding ExpandingGroupby Rolling RollingGroupby Window "
			"_GroupByMixin _Rolling _Rolling_and_Expanding _Window",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.common", "WindowGroupByMixin", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.ewm",
			"EWM ExponentialMovingWindow ExponentialMovingWindowGroupby "
			"OnlineExponentialMovingWindow",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.expanding", "Expanding ExpandingGroupby",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.indexers",
			"BaseIndexer ExpandingIndexer FixedForwardWindowIndexer "
			"FixedWindowIndexer GroupbyRollingIndexer VariableOffsetWindowIndexer "
			"VariableWindowIndexer",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.online", "EWMMeanState", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.core.window.rolling",
			"BaseWindow BaseWindowGroupby Rolling RollingAndExpandingMixin "
			"RollingGroupby Window _Rolling _Rolling_and_Expanding _Window",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.indexes.base", "Index", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.indexes.base", "_new_Index", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.indexes.category", "CategoricalIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.indexes.multi", "MultiIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.indexes.numeric", "Float64Index Int64Index UInt64Index",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.indexes.range", "RangeIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.sparse.array", "SparseArray", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.sparse.frame", "SparseDataFrame", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.sparse.series", "SparseSeries", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.frequencies",
			"_FrequencyInferer _TimedeltaFrequencyInferer", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.holiday",
			"AbstractHolidayCalendar Holiday HolidayCalendarMetaClass "
			"USFederalHolidayCalendar",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.index", "DatetimeIndex", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.tseries.index", "_new_DatetimeIndex", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.offsets",
			"BDay BMonthBegin BMonthEnd BQuarterBegin BQuarterEnd BYearBegin "
			"BYearEnd BusinessDay BusinessHour BusinessHourMixin BusinessMixin "
			"BusinessMonthBegin BusinessMonthEnd CBMonthBegin CBMonthEnd CDay "
			"CustomBusinessDay CustomBusinessHour CustomBusinessMonthBegin "
			"CustomBusinessMonthEnd DateOffset Day Easter FY5253 FY5253Quarter Hour "
			"LastWeekOfMonth Micro Milli Minute MonthBegin MonthEnd MonthOffset "
			"Nano QuarterBegin QuarterEnd QuarterOffset Second SemiMonthBegin "
			"SemiMonthEnd SemiMonthOffset SingleConstructorOffset Tick Week "
			"WeekOfMonth YearBegin YearEnd YearOffset _CustomBusinessMonth "
			"_CustomMixin _WeekOfMonthMixin",
			P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.period", "PeriodIndex", P_CLASS),
	PICKLE_ALLOW_IF(INSTANTIATE, "pandas.tseries.period", "_new_PeriodIndex", P_INDEX),
	PICKLE_ALLOW_IF(DATA, "pandas.tseries.tdi", "TimedeltaIndex", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.tslib", "NaTType Timedelta Timestamp _Timestamp", P_CLASS),
	PICKLE_ALLOW("pandas.tslib", "__nat_unpickle", P_MAKER),
	PICKLE_ALLOW_IF(DATA, "pandas.types.dtypes",
			"CategoricalDtype DatetimeTZDtype IntervalDtype PeriodDtype", P_CLASS),
	PICKLE_ALLOW_IF(DATA, "pandas.util.version", "_Version", TUPLE),
};

PICKLE_TABLE(pickle_allow_pandas);
