/* What honest pickles use of scikit-learn, 0.17 to 1.x: its classes by name, and the functions that
 * its estimators hold. */
#include "model/pickle_tables.h"

#define ENUM "a member of an enumeration"
#define J_ARRAY "says that an array follows in the file"
#define J_MEMORY "a cache that is used only when the object is"
#define K_CLASS "an estimator of scikit-learn, or a part of one"
#define K_FUNC "a function of scikit-learn that computes with arrays"
#define K_REFIT "chooses the best of the candidates that were tried"
#define K_MAKER "makes a tree or a metric of scikit-learn"
#define TUPLE "a tuple with names"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW_IF(DATA, "sklearn._loss._loss",
			"CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss "
			"CyHalfMultinomialLoss CyHalfPoissonLoss CyHalfSquaredError "
			"CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHuberLoss CyLossFunction "
			"CyPinballLoss",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn._loss.glm_distribution", "DistributionBoundary", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn._loss.glm_distribution",
			"ExponentialDispersionModel GammaDistribution "
			"InverseGaussianDistribution NormalDistribution PoissonDistribution "
			"TweedieDistribution",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn._loss.link",
			"BaseLink HalfLogitLink IdentityLink Interval LogLink LogitLink "
			"MultinomialLogit",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn._loss.loss",
			"AbsoluteError ArrayAPILossMixin BaseLoss ExponentialLoss "
			"HalfBinomialLoss HalfBinomialLossArrayAPI HalfGammaLoss "
			"HalfMultinomialLoss HalfMultinomialLossArrayAPI HalfPoissonLoss "
			"HalfPoissonLossArrayAPI HalfSquaredError HalfTweedieLoss "
			"HalfTweedieLossIdentity HuberLoss PinballLoss",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.base",
			"BaseEstimator BiclusterMixin ClassNamePrefixFeaturesOutMixin "
			"ClassifierMixin ClusterMixin DensityMixin MetaEstimatorMixin "
			"MultiOutputMixin OneToOneFeatureMixin OutlierMixin RegressorMixin "
			"TransformerMixin _OneToOneFeatureMixin _UnstableArchMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.calibration",
			"CalibratedClassifierCV CalibrationDisplay _CalibratedClassifier "
			"_SigmoidCalibration _TemperatureScaling",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._base",
			"AutoPropagatedCallback FitCallback _BaseCallback", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._callback_context", "CallbackContext", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._callback_support", "CallbackSupportMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._progressbar",
			"ProgressBar RichProgressMonitor RichTask _Progress _StyledColumnMixin "
			"_StyledPercentageColumn _StyledTimeRemainingColumn",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._scoring_monitor",
			"ScoringMonitor ScoringMonitorLog", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.callback._transport", "ListenerHandle", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._affinity_propagation", "AffinityPropagation",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._agglomerative",
			"AgglomerativeClustering FeatureAgglomeration", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._bicluster",
			"BaseSpectral SpectralBiclustering SpectralCoclustering", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._birch", "Birch _CFNode _CFSubcluster", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._bisect_k_means", "BisectingKMeans _BisectingTree",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._dbscan", "DBSCAN", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._feature_agglomeration", "AgglomerationTransform",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._hdbscan._tree", "TreeUnionFind", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._hdbscan.hdbscan", "HDBSCAN", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._hierarchical", "WeightedEdge", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._hierarchical_fast", "UnionFind WeightedEdge",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._kmeans", "KMeans MiniBatchKMeans _BaseKMeans",
			K_CLASS),
	PICKLE_NAMED("sklearn.cluster._kmeans",
		     "_kmeans_single_elkan _kmeans_single_lloyd "
		     "_labels_inertia_threadpool_limit",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._mean_shift", "MeanShift", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._optics", "OPTICS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster._spectral", "SpectralClustering", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.affinity_propagation_", "AffinityPropagation",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.bicluster",
			"BaseSpectral SpectralBiclustering SpectralCoclustering", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.birch", "Birch _CFNode _CFSubcluster", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.dbscan_", "DBSCAN", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.hierarchical",
			"AgglomerativeClustering FeatureAgglomeration", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.k_means_", "KMeans MiniBatchKMeans", K_CLASS),
	PICKLE_NAMED("sklearn.cluster.k_means_", "_k_means_single_elkan _k_means_single_lloyd",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.mean_shift_", "MeanShift", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cluster.spectral", "SpectralClustering", K_CLASS),
	PICKLE_NAMED("sklearn.compose", "make_column_selector", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.compose._column_transformer", "ColumnTransformer", K_CLASS),
	PICKLE_NAMED("sklearn.compose._column_transformer", "make_column_selector", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.compose._target", "TransformedTargetRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance._elliptic_envelope", "EllipticEnvelope", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance._empirical_covariance", "EmpiricalCovariance",
			K_CLASS),
	PICKLE_NAMED("sklearn.covariance._empirical_covariance",
		     "empirical_covariance log_likelihood", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance._graph_lasso",
			"BaseGraphicalLasso GraphicalLasso GraphicalLassoCV "
			"_DictWithDeprecatedKeys",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance._robust_covariance", "MinCovDet", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance._shrunk_covariance",
			"LedoitWolf OAS ShrunkCovariance", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance.empirical_covariance_", "EmpiricalCovariance",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance.graph_lasso_", "GraphLasso GraphLassoCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance.outlier_detection", "EllipticEnvelope", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance.robust_covariance", "MinCovDet", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.covariance.shrunk_covariance_",
			"LedoitWolf OAS ShrunkCovariance", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cross_decomposition._cca", "CCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cross_decomposition._pls",
			"CCA PLSCanonical PLSRegression PLSSVD _PLS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cross_decomposition.cca_", "CCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cross_decomposition.pls_",
			"PLSCanonical PLSRegression PLSSVD _PLS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.cross_validation",
			"BaseShuffleSplit KFold LabelKFold LabelShuffleSplit LeaveOneLabelOut "
			"LeaveOneOut LeavePLabelOut LeavePOut PredefinedSplit ShuffleSplit "
			"StratifiedKFold StratifiedShuffleSplit _BaseKFold _PartitionIterator",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._base", "_BasePCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._dict_learning",
			"DictionaryLearning MiniBatchDictionaryLearning SparseCoder "
			"SparseCodingMixin _BaseSparseCoding",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._factor_analysis", "FactorAnalysis", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._fastica", "FastICA", K_CLASS),
	PICKLE_NAMED("sklearn.decomposition._fastica", "_cube _exp _logcosh", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._incremental_pca", "IncrementalPCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._kernel_pca", "KernelPCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._lda", "LatentDirichletAllocation", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._nmf", "MiniBatchNMF NMF _BaseNMF", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._pca", "PCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._sparse_pca",
			"MiniBatchSparsePCA SparsePCA _BaseSparsePCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition._truncated_svd", "TruncatedSVD", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.base", "_BasePCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.dict_learning",
			"DictionaryLearning MiniBatchDictionaryLearning SparseCoder "
			"SparseCodingMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.factor_analysis", "FactorAnalysis", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.fastica_", "FastICA", K_CLASS),
	PICKLE_NAMED("sklearn.decomposition.fastica_", "_cube _exp _logcosh", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.incremental_pca", "IncrementalPCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.kernel_pca", "KernelPCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.nmf", "NMF", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.online_lda", "LatentDirichletAllocation",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.pca", "PCA RandomizedPCA", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.sparse_pca", "MiniBatchSparsePCA SparsePCA",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.decomposition.truncated_svd", "TruncatedSVD", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.discriminant_analysis",
			"DiscriminantAnalysisPredictionMixin LinearDiscriminantAnalysis "
			"QuadraticDiscriminantAnalysis",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.dummy", "DummyClassifier DummyRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._bagging",
			"BaggingClassifier BaggingRegressor BaseBagging", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._base", "BaseEnsemble _BaseHeterogeneousEnsemble",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._forest",
			"BaseForest ExtraTreesClassifier ExtraTreesRegressor ForestClassifier "
			"ForestRegressor RandomForestClassifier RandomForestRegressor "
			"RandomTreesEmbedding",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._gb",
			"BaseGradientBoosting BinomialDeviance ClassificationLossFunction "
			"ExponentialLoss GradientBoostingClassifier GradientBoostingRegressor "
			"HuberLossFunction LeastAbsoluteError LeastSquaresError "
			"LogOddsEstimator LossFunction MeanEstimator MultinomialDeviance "
			"PriorProbabilityEstimator QuantileEstimator QuantileLossFunction "
			"RegressionLossFunction ScaledLogOddsEstimator VerboseReporter "
			"ZeroEstimator",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._gb_losses",
			"BinomialDeviance ClassificationLossFunction ExponentialLoss "
			"HuberLossFunction LeastAbsoluteError LeastSquaresError LossFunction "
			"MultinomialDeviance QuantileLossFunction RegressionLossFunction",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.binning", "_BinMapper",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.common",
			"MonotonicConstraint", ENUM),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.gradient_boosting",
			"BaseHistGradientBoosting HistGradientBoostingClassifier "
			"HistGradientBoostingRegressor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.grower",
			"TreeGrower TreeNode", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.histogram",
			"HistogramBuilder", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.loss",
			"BaseLoss BinaryCrossEntropy CategoricalCrossEntropy "
			"LeastAbsoluteDeviation LeastSquares Poisson",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._hist_gradient_boosting.splitting",
			"SplitInfo Splitter", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._iforest", "IsolationForest", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._stacking",
			"StackingClassifier StackingRegressor _BaseStacking", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._voting",
			"VotingClassifier VotingRegressor _BaseVoting", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble._weight_boosting",
			"AdaBoostClassifier AdaBoostRegressor BaseWeightBoosting", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.bagging",
			"BaggingClassifier BaggingRegressor BaseBagging", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.base", "BaseEnsemble", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.forest",
			"BaseForest ExtraTreesClassifier ExtraTreesRegressor ForestClassifier "
			"ForestRegressor RandomForestClassifier RandomForestRegressor "
			"RandomTreesEmbedding",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.gradient_boosting",
			"BaseGradientBoosting BinomialDeviance ClassificationLossFunction "
			"ExponentialLoss GradientBoostingClassifier GradientBoostingRegressor "
			"HuberLossFunction LeastAbsoluteError LeastSquaresError "
			"LogOddsEstimator LossFunction MeanEstimator MultinomialDeviance "
			"PriorProbabilityEstimator QuantileEstimator QuantileLossFunction "
			"RegressionLossFunction ScaledLogOddsEstimator VerboseReporter "
			"ZeroEstimator",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.iforest", "IsolationForest", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.voting_classifier", "VotingClassifier", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.ensemble.weight_boosting",
			"AdaBoostClassifier AdaBoostRegressor BaseWeightBoosting", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.exceptions",
			"ChangedBehaviorWarning ConvergenceWarning DataConversionWarning "
			"DataDimensionalityWarning EfficiencyWarning "
			"EstimatorCheckFailedWarning FitFailedWarning "
			"InconsistentVersionWarning NonBLASDotWarning NotFittedError "
			"PositiveSpectrumWarning SkipTestWarning UndefinedMetricWarning "
			"UnsetMetadataPassedError",
			K_CLASS),
	PICKLE_NAMED("sklearn.externals.joblib.logger", "Logger", J_MEMORY),
	PICKLE_NAMED("sklearn.externals.joblib.memory", "Memory", J_MEMORY),
	PICKLE_ALLOW_IF(DATA, "sklearn.externals.joblib.numpy_pickle",
			"NDArrayWrapper NumpyArrayWrapper ZNDArrayWrapper", J_ARRAY),
	PICKLE_ALLOW_IF(DATA, "sklearn.externals.joblib.numpy_pickle_compat",
			"NDArrayWrapper ZNDArrayWrapper", J_ARRAY),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction._dict_vectorizer", "DictVectorizer",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction._hash", "FeatureHasher", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction.dict_vectorizer", "DictVectorizer",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction.hashing", "FeatureHasher", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction.image", "PatchExtractor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_extraction.text",
			"CountVectorizer HashingVectorizer TfidfTransformer TfidfVectorizer "
			"VectorizerMixin _VectorizerMixin",
			K_CLASS),
	PICKLE_NAMED("sklearn.feature_extraction.text",
		     "_analyze strip_accents_ascii strip_accents_unicode strip_tags", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._base", "SelectorMixin", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._from_model", "SelectFromModel", K_CLASS),
	PICKLE_NAMED("sklearn.feature_selection._mutual_info",
		     "mutual_info_classif mutual_info_regression", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._rfe", "RFE RFECV", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._sequential", "SequentialFeatureSelector",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._univariate_selection",
			"GenericUnivariateSelect SelectFdr SelectFpr SelectFwe SelectKBest "
			"SelectPercentile _BaseFilter",
			K_CLASS),
	PICKLE_NAMED("sklearn.feature_selection._univariate_selection",
		     "chi2 f_classif f_oneway f_regression r_regression", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection._variance_threshold", "VarianceThreshold",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection.base", "SelectorMixin", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection.from_model", "SelectFromModel", K_CLASS),
	PICKLE_NAMED("sklearn.feature_selection.mutual_info_",
		     "mutual_info_classif mutual_info_regression", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection.rfe", "RFE RFECV", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection.univariate_selection",
			"GenericUnivariateSelect SelectFdr SelectFpr SelectFwe SelectKBest "
			"SelectPercentile _BaseFilter",
			K_CLASS),
	PICKLE_NAMED("sklearn.feature_selection.univariate_selection",
		     "chi2 f_classif f_oneway f_regression", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.feature_selection.variance_threshold", "VarianceThreshold",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.frozen._frozen", "FrozenEstimator", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process._gpc",
			"GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process._gpr", "GaussianProcessRegressor", K_CLASS),
	PICKLE_NAMED("sklearn.gaussian_process.correlation_models",
		     "absolute_exponential cubic generalized_exponential linear pure_nugget "
		     "squared_exponential",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process.gaussian_process", "GaussianProcess",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process.gpc",
			"GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process.gpr", "GaussianProcessRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process.kernels",
			"CompoundKernel ConstantKernel DotProduct ExpSineSquared Exponentiation "
			"GenericKernelMixin Kernel KernelOperator Matern NormalizedKernelMixin "
			"PairwiseKernel Product RBF RationalQuadratic StationaryKernelMixin Sum "
			"WhiteKernel",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.gaussian_process.kernels", "Hyperparameter", TUPLE),
	PICKLE_NAMED("sklearn.gaussian_process.regression_models", "constant linear quadratic",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.grid_search",
			"BaseSearchCV GridSearchCV ParameterGrid ParameterSampler "
			"RandomizedSearchCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.grid_search", "_CVScoreTuple", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.impute._base", "MissingIndicator SimpleImputer _BaseImputer",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.impute._iterative", "IterativeImputer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.impute._iterative", "_ImputerTriplet", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.impute._knn", "KNNImputer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.inspection._partial_dependence", "PartialDependenceDisplay",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.inspection._plot.decision_boundary",
			"DecisionBoundaryDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.inspection._plot.partial_dependence",
			"PartialDependenceDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.isotonic", "IsotonicRegression", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.kernel_approximation",
			"AdditiveChi2Sampler Nystroem PolynomialCountSketch RBFSampler "
			"SkewedChi2Sampler",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.kernel_ridge", "KernelRidge", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._base",
			"LinearClassifierMixin LinearModel LinearRegression "
			"MultiOutputLinearModel SparseCoefMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._bayes", "ARDRegression BayesianRidge",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._coordinate_descent",
			"ElasticNet ElasticNetCV Lasso LassoCV LinearModelCV "
			"MultiTaskElasticNet MultiTaskElasticNetCV MultiTaskLasso "
			"MultiTaskLassoCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._glm._newton_solver",
			"NewtonCholeskySolver NewtonSolver", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._glm.glm",
			"GammaRegressor GeneralizedLinearRegressor PoissonRegressor "
			"TweedieRegressor _GeneralizedLinearRegressor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._glm.link",
			"BaseLink IdentityLink LogLink LogitLink", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._huber", "HuberRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._least_angle",
			"Lars LarsCV LassoLars LassoLarsCV LassoLarsIC", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._linear_loss", "LinearModelLoss", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._logistic",
			"LogisticRegression LogisticRegressionCV _LbfgsCallbackBridge", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._omp",
			"OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._passive_aggressive",
			"PassiveAggressiveClassifier PassiveAggressiveRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._perceptron", "Perceptron", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._quantile", "QuantileRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._ransac", "RANSACRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._ridge",
			"Ridge RidgeCV RidgeClassifier RidgeClassifierCV _BaseRidge "
			"_BaseRidgeCV _IdentityClassifier _IdentityRegressor "
			"_RidgeClassifierMixin _RidgeGCV _XT_CenterStackOp _X_CenterStackOp",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._sag_fast",
			"MultinomialLogLoss32 MultinomialLogLoss64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._sgd_fast",
			"Classification EpsilonInsensitive Hinge Huber Log LossFunction "
			"ModifiedHuber Regression SquaredEpsilonInsensitive SquaredHinge "
			"SquaredLoss",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._stochastic_gradient",
			"BaseSGD BaseSGDClassifier BaseSGDRegressor SGDClassifier "
			"SGDOneClassSVM SGDRegressor _ValidationScoreCallback",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model._theil_sen", "TheilSenRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.base",
			"LinearClassifierMixin LinearModel LinearRegression SparseCoefMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.bayes", "ARDRegression BayesianRidge", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.coordinate_descent",
			"ElasticNet ElasticNetCV Lasso LassoCV LinearModelCV "
			"MultiTaskElasticNet MultiTaskElasticNetCV MultiTaskLasso "
			"MultiTaskLassoCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.huber", "HuberRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.least_angle",
			"Lars LarsCV LassoLars LassoLarsCV LassoLarsIC", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.logistic",
			"LogisticRegression LogisticRegressionCV", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.omp",
			"OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.passive_aggressive",
			"PassiveAggressiveClassifier PassiveAggressiveRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.perceptron", "Perceptron", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.randomized_l1",
			"BaseRandomizedLinearModel RandomizedLasso RandomizedLogisticRegression",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.ransac", "RANSACRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.ridge",
			"Ridge RidgeCV RidgeClassifier RidgeClassifierCV _BaseRidge "
			"_BaseRidgeCV _RidgeGCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.sag_fast", "MultinomialLogLoss", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.sgd_fast",
			"Classification EpsilonInsensitive Hinge Huber Log LossFunction "
			"ModifiedHuber Regression SquaredEpsilonInsensitive SquaredHinge "
			"SquaredLoss",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.stochastic_gradient",
			"BaseSGD BaseSGDClassifier BaseSGDRegressor SGDClassifier SGDRegressor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.linear_model.theil_sen", "TheilSenRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._classical_mds", "ClassicalMDS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._isomap", "Isomap", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._locally_linear", "LocallyLinearEmbedding",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._mds", "MDS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._spectral_embedding", "SpectralEmbedding", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold._t_sne", "TSNE", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold.isomap", "Isomap", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold.locally_linear", "LocallyLinearEmbedding", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold.mds", "MDS", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold.spectral_embedding_", "SpectralEmbedding", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.manifold.t_sne", "TSNE", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics",
			"accuracy_score adjusted_mutual_info_score adjusted_rand_score auc "
			"average_precision_score balanced_accuracy_score brier_score_loss "
			"class_likelihood_ratios classification_report cohen_kappa_score "
			"completeness_score confusion_matrix contingency_matrix coverage_error "
			"d2_absolute_error_score d2_brier_score d2_log_loss_score "
			"d2_pinball_score d2_tweedie_score dcg_score det_curve entropy "
			"explained_variance_score f1_score fbeta_score fowlkes_mallows_score "
			"hamming_loss hinge_loss homogeneity_completeness_v_measure "
			"homogeneity_score jaccard_score jaccard_similarity_score "
			"label_ranking_average_precision_score label_ranking_loss log_loss "
			"matthews_corrcoef max_error mean_absolute_error "
			"mean_absolute_percentage_error mean_gamma_deviance mean_pinball_loss "
			"mean_poisson_deviance mean_squared_error mean_squared_log_error "
			"mean_tweedie_deviance median_absolute_error "
			"multilabel_confusion_matrix mutual_info_score ndcg_score "
			"normalized_mutual_info_score pair_confusion_matrix "
			"precision_recall_curve precision_recall_fscore_support precision_score "
			"r2_score rand_score recall_score roc_auc_score roc_curve "
			"root_mean_squared_error root_mean_squared_log_error "
			"top_k_accuracy_score v_measure_score zero_one_loss",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._classification",
			"accuracy_score balanced_accuracy_score brier_score_loss "
			"class_likelihood_ratios classification_report cohen_kappa_score "
			"confusion_matrix d2_brier_score d2_log_loss_score f1_score fbeta_score "
			"hamming_loss hinge_loss jaccard_score jaccard_similarity_score "
			"log_loss matthews_corrcoef multilabel_confusion_matrix "
			"precision_recall_fscore_support precision_score recall_score "
			"zero_one_loss",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._dist_metrics",
			"BrayCurtisDistance BrayCurtisDistance32 BrayCurtisDistance64 "
			"CanberraDistance CanberraDistance32 CanberraDistance64 "
			"ChebyshevDistance ChebyshevDistance32 ChebyshevDistance64 DiceDistance "
			"DiceDistance32 DiceDistance64 DistanceMetric DistanceMetric32 "
			"DistanceMetric64 EuclideanDistance EuclideanDistance32 "
			"EuclideanDistance64 HammingDistance HammingDistance32 "
			"HammingDistance64 HaversineDistance HaversineDistance32 "
			"HaversineDistance64 JaccardDistance JaccardDistance32 "
			"JaccardDistance64 KulsinskiDistance KulsinskiDistance32 "
			"KulsinskiDistance64 MahalanobisDistance MahalanobisDistance32 "
			"MahalanobisDistance64 ManhattanDistance ManhattanDistance32 "
			"ManhattanDistance64 MatchingDistance MatchingDistance32 "
			"MatchingDistance64 MinkowskiDistance MinkowskiDistance32 "
			"MinkowskiDistance64 PyFuncDistance PyFuncDistance32 PyFuncDistance64 "
			"RogersTanimotoDistance RogersTanimotoDistance32 "
			"RogersTanimotoDistance64 RussellRaoDistance RussellRaoDistance32 "
			"RussellRaoDistance64 SEuclideanDistance SEuclideanDistance32 "
			"SEuclideanDistance64 SokalMichenerDistance SokalMichenerDistance32 "
			"SokalMichenerDistance64 SokalSneathDistance SokalSneathDistance32 "
			"SokalSneathDistance64 WMinkowskiDistance",
			K_CLASS),
	PICKLE_ALLOW("sklearn.metrics._dist_metrics", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._argkmin",
			"ArgKmin32 ArgKmin64 EuclideanArgKmin32 EuclideanArgKmin64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._argkmin_classmode",
			"ArgKminClassMode32 ArgKminClassMode64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._base",
			"BaseDistancesReduction32 BaseDistancesReduction64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._datasets_pair",
			"DatasetsPair32 DatasetsPair64 DenseDenseDatasetsPair32 "
			"DenseDenseDatasetsPair64 DenseSparseDatasetsPair32 "
			"DenseSparseDatasetsPair64 SparseDenseDatasetsPair32 "
			"SparseDenseDatasetsPair64 SparseSparseDatasetsPair32 "
			"SparseSparseDatasetsPair64",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._dispatcher",
			"ArgKmin ArgKminClassMode BaseDistancesReductionDispatcher "
			"RadiusNeighbors RadiusNeighborsClassMode",
			K_CLASS),
	PICKLE_NAMED("sklearn.metrics._pairwise_distances_reduction._dispatcher",
		     "sqeuclidean_row_norms", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._middle_term_computer",
			"DenseDenseMiddleTermComputer32 DenseDenseMiddleTermComputer64 "
			"MiddleTermComputer32 MiddleTermComputer64 "
			"SparseDenseMiddleTermComputer32 SparseDenseMiddleTermComputer64 "
			"SparseSparseMiddleTermComputer32 SparseSparseMiddleTermComputer64",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._pairwise_distances_reduction._radius_neighbors",
			"EuclideanRadiusNeighbors32 EuclideanRadiusNeighbors64 "
			"RadiusNeighbors32 RadiusNeighbors64",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA,
			"sklearn.metrics._pairwise_distances_reduction._radius_neighbors_classmode",
			"RadiusNeighborsClassMode32 RadiusNeighborsClassMode64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._plot.confusion_matrix", "ConfusionMatrixDisplay",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._plot.det_curve", "DetCurveDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._plot.precision_recall_curve",
			"PrecisionRecallDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._plot.regression", "PredictionErrorDisplay",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._plot.roc_curve", "RocCurveDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._ranking",
			"auc average_precision_score coverage_error dcg_score det_curve "
			"label_ranking_average_precision_score label_ranking_loss ndcg_score "
			"precision_recall_curve roc_auc_score roc_curve top_k_accuracy_score",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._regression",
			"d2_absolute_error_score d2_pinball_score d2_tweedie_score "
			"explained_variance_score max_error mean_absolute_error "
			"mean_absolute_percentage_error mean_gamma_deviance mean_pinball_loss "
			"mean_poisson_deviance mean_squared_error mean_squared_log_error "
			"mean_tweedie_deviance median_absolute_error r2_score "
			"root_mean_squared_error root_mean_squared_log_error",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics._scorer",
			"_BaseScorer _CurveScorer _MultimetricScorer _PassthroughScorer "
			"_PredictScorer _ProbaScorer _Scorer _ThresholdScorer",
			K_CLASS),
	PICKLE_NAMED("sklearn.metrics._scorer",
		     "_passthrough_scorer negative_likelihood_ratio "
		     "positive_likelihood_ratio",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.classification",
			"accuracy_score balanced_accuracy_score brier_score_loss "
			"class_likelihood_ratios classification_report cohen_kappa_score "
			"confusion_matrix d2_brier_score d2_log_loss_score f1_score fbeta_score "
			"hamming_loss hinge_loss jaccard_score jaccard_similarity_score "
			"log_loss matthews_corrcoef multilabel_confusion_matrix "
			"precision_recall_fscore_support precision_score recall_score "
			"zero_one_loss",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.cluster._supervised",
			"adjusted_mutual_info_score adjusted_rand_score completeness_score "
			"contingency_matrix entropy fowlkes_mallows_score "
			"homogeneity_completeness_v_measure homogeneity_score mutual_info_score "
			"normalized_mutual_info_score pair_confusion_matrix rand_score "
			"v_measure_score",
			K_FUNC),
	PICKLE_NAMED("sklearn.metrics.cluster._unsupervised",
		     "calinski_harabasz_score davies_bouldin_score silhouette_samples "
		     "silhouette_score",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.cluster.supervised",
			"adjusted_mutual_info_score adjusted_rand_score completeness_score "
			"contingency_matrix entropy fowlkes_mallows_score "
			"homogeneity_completeness_v_measure homogeneity_score mutual_info_score "
			"normalized_mutual_info_score pair_confusion_matrix rand_score "
			"v_measure_score",
			K_FUNC),
	PICKLE_NAMED("sklearn.metrics.cluster.unsupervised",
		     "calinski_harabasz_score davies_bouldin_score silhouette_samples "
		     "silhouette_score",
		     K_FUNC),
	PICKLE_NAMED("sklearn.metrics.pairwise",
		     "additive_chi2_kernel chi2_kernel cosine_distances cosine_similarity "
		     "euclidean_distances haversine_distances laplacian_kernel linear_kernel "
		     "manhattan_distances nan_euclidean_distances paired_cosine_distances "
		     "paired_euclidean_distances polynomial_kernel rbf_kernel sigmoid_kernel",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.ranking",
			"auc average_precision_score coverage_error dcg_score det_curve "
			"label_ranking_average_precision_score label_ranking_loss ndcg_score "
			"precision_recall_curve roc_auc_score roc_curve top_k_accuracy_score",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.regression",
			"d2_absolute_error_score d2_pinball_score d2_tweedie_score "
			"explained_variance_score max_error mean_absolute_error "
			"mean_absolute_percentage_error mean_gamma_deviance mean_pinball_loss "
			"mean_poisson_deviance mean_squared_error mean_squared_log_error "
			"mean_tweedie_deviance median_absolute_error r2_score "
			"root_mean_squared_error root_mean_squared_log_error",
			K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.metrics.scorer",
			"_BaseScorer _PredictScorer _ProbaScorer _ThresholdScorer", K_CLASS),
	PICKLE_NAMED("sklearn.metrics.scorer", "_passthrough_scorer", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture._base", "BaseMixture", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture._bayesian_mixture", "BayesianGaussianMixture",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture._gaussian_mixture", "GaussianMixture", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture.base", "BaseMixture", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture.bayesian_mixture", "BayesianGaussianMixture",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture.dpgmm", "DPGMM VBGMM _DPGMMBase", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture.gaussian_mixture", "GaussianMixture", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.mixture.gmm", "GMM _GMMBase", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._classification_threshold",
			"BaseThresholdClassifier FixedThresholdClassifier "
			"TunedThresholdClassifierCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._plot",
			"LearningCurveDisplay ValidationCurveDisplay _BaseCurveDisplay", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._search",
			"BaseSearchCV GridSearchCV ParameterGrid ParameterSampler "
			"RandomizedSearchCV",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._search", "_CVScoreTuple", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._search_successive_halving",
			"BaseSuccessiveHalving HalvingGridSearchCV HalvingRandomSearchCV "
			"_SubsampleMetaSplitter",
			K_CLASS),
	PICKLE_NAMED("sklearn.model_selection._search_successive_halving", "_refit_callable",
		     K_REFIT),
	PICKLE_ALLOW_IF(DATA, "sklearn.model_selection._split",
			"BaseCrossValidator BaseShuffleSplit GroupKFold GroupShuffleSplit "
			"GroupsConsumerMixin KFold LeaveOneGroupOut LeaveOneOut LeavePGroupsOut "
			"LeavePOut PredefinedSplit RepeatedKFold RepeatedStratifiedKFold "
			"ShuffleSplit StratifiedGroupKFold StratifiedKFold "
			"StratifiedShuffleSplit TimeSeriesSplit _BaseKFold _CVIterableWrapper "
			"_RepeatedSplits _UnsupportedGroupCVMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.multiclass",
			"OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier "
			"_ConstantPredictor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.multioutput",
			"ClassifierChain MultiOutputClassifier MultiOutputEstimator "
			"MultiOutputRegressor RegressorChain _BaseChain _MultiOutputEstimator",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.naive_bayes",
			"BaseDiscreteNB BaseNB BernoulliNB CategoricalNB ComplementNB "
			"GaussianNB MultinomialNB _BaseDiscreteNB _BaseNB",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._ball_tree",
			"BallTree BallTree32 BallTree64 BinaryTree BinaryTree32 BinaryTree64 "
			"NeighborsHeap NeighborsHeap32 NeighborsHeap64 NodeHeap",
			K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors._ball_tree", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._base",
			"KNeighborsMixin NeighborsBase RadiusNeighborsMixin "
			"SupervisedFloatMixin SupervisedIntegerMixin UnsupervisedMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._classification",
			"KNeighborsClassifier RadiusNeighborsClassifier", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._dist_metrics",
			"BrayCurtisDistance CanberraDistance ChebyshevDistance DiceDistance "
			"DistanceMetric EuclideanDistance HammingDistance HaversineDistance "
			"JaccardDistance KulsinskiDistance MahalanobisDistance "
			"ManhattanDistance MatchingDistance MinkowskiDistance PyFuncDistance "
			"RogersTanimotoDistance RussellRaoDistance SEuclideanDistance "
			"SokalMichenerDistance SokalSneathDistance WMinkowskiDistance",
			K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors._dist_metrics", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._distance_metric", "DistanceMetric", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._graph",
			"KNeighborsTransformer RadiusNeighborsTransformer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._kd_tree",
			"BinaryTree BinaryTree32 BinaryTree64 KDTree KDTree32 KDTree64 "
			"NeighborsHeap NeighborsHeap32 NeighborsHeap64 NodeHeap",
			K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors._kd_tree", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._kde", "KernelDensity", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._lof", "LocalOutlierFactor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._nca", "NeighborhoodComponentsAnalysis", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._nearest_centroid", "NearestCentroid", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._quad_tree", "_QuadTree", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._regression",
			"KNeighborsRegressor RadiusNeighborsRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors._unsupervised", "NearestNeighbors", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.approximate",
			"GaussianRandomProjectionHash LSHForest ProjectionToHashMixin", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.ball_tree",
			"BallTree BinaryTree NeighborsHeap NodeHeap", K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors.ball_tree", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.base",
			"KNeighborsMixin NeighborsBase RadiusNeighborsMixin "
			"SupervisedFloatMixin SupervisedIntegerMixin UnsupervisedMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.classification",
			"KNeighborsClassifier RadiusNeighborsClassifier", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.dist_metrics",
			"BrayCurtisDistance CanberraDistance ChebyshevDistance DiceDistance "
			"DistanceMetric EuclideanDistance HammingDistance HaversineDistance "
			"JaccardDistance KulsinskiDistance MahalanobisDistance "
			"ManhattanDistance MatchingDistance MinkowskiDistance PyFuncDistance "
			"RogersTanimotoDistance RussellRaoDistance SEuclideanDistance "
			"SokalMichenerDistance SokalSneathDistance WMinkowskiDistance",
			K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors.dist_metrics", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.kd_tree",
			"BinaryTree KDTree NeighborsHeap NodeHeap", K_CLASS),
	PICKLE_ALLOW("sklearn.neighbors.kd_tree", "newObj", K_MAKER),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.kde", "KernelDensity", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.lof", "LocalOutlierFactor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.nearest_centroid", "NearestCentroid", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.quad_tree", "_QuadTree", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.regression",
			"KNeighborsRegressor RadiusNeighborsRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neighbors.unsupervised", "NearestNeighbors", K_CLASS),
	PICKLE_NAMED("sklearn.neural_network._base",
		     "identity inplace_identity inplace_logistic inplace_relu "
		     "inplace_softmax inplace_tanh",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.neural_network._multilayer_perceptron",
			"BaseMultilayerPerceptron MLPClassifier MLPRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neural_network._rbm", "BernoulliRBM", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neural_network._stochastic_optimizers",
			"AdamOptimizer BaseOptimizer SGDOptimizer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neural_network.multilayer_perceptron",
			"BaseMultilayerPerceptron MLPClassifier MLPRegressor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.neural_network.rbm", "BernoulliRBM", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.pipeline", "FeatureUnion Pipeline", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._data",
			"Binarizer KernelCenterer MaxAbsScaler MinMaxScaler Normalizer "
			"PolynomialFeatures PowerTransformer QuantileTransformer RobustScaler "
			"StandardScaler",
			K_CLASS),
	PICKLE_NAMED("sklearn.preprocessing._data",
		     "binarize maxabs_scale minmax_scale normalize power_transform "
		     "quantile_transform robust_scale scale",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._discretization", "KBinsDiscretizer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._encoders",
			"OneHotEncoder OrdinalEncoder _BaseEncoder", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._function_transformer", "FunctionTransformer",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._label",
			"LabelBinarizer LabelEncoder MultiLabelBinarizer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._polynomial",
			"PolynomialFeatures SplineTransformer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing._target_encoder", "TargetEncoder", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing.data",
			"Binarizer KernelCenterer MaxAbsScaler MinMaxScaler Normalizer "
			"OneHotEncoder PolynomialFeatures QuantileTransformer RobustScaler "
			"StandardScaler",
			K_CLASS),
	PICKLE_NAMED("sklearn.preprocessing.data",
		     "binarize maxabs_scale minmax_scale normalize power_transform "
		     "quantile_transform robust_scale scale",
		     K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing.imputation", "Imputer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.preprocessing.label",
			"LabelBinarizer LabelEncoder MultiLabelBinarizer", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.random_projection",
			"BaseRandomProjection GaussianRandomProjection SparseRandomProjection",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.semi_supervised._label_propagation",
			"BaseLabelPropagation LabelPropagation LabelSpreading", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.semi_supervised._self_training", "SelfTrainingClassifier",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.semi_supervised.label_propagation",
			"BaseLabelPropagation LabelPropagation LabelSpreading", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.svm._base", "BaseLibSVM BaseSVC", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.svm._classes",
			"LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.svm.base", "BaseLibSVM BaseSVC", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.svm.classes",
			"LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._classes",
			"BaseDecisionTree DecisionTreeClassifier DecisionTreeRegressor "
			"ExtraTreeClassifier ExtraTreeRegressor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._criterion",
			"ClassificationCriterion Criterion Entropy FriedmanMSE Gini MAE MSE "
			"Poisson RegressionCriterion",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._partitioner", "DensePartitioner SparsePartitioner",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._reingold_tilford", "DrawTree Tree", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._splitter",
			"BaseDenseSplitter BaseSparseSplitter BestSparseSplitter BestSplitter "
			"DensePartitioner RandomSparseSplitter RandomSplitter SparsePartitioner "
			"Splitter",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._tree",
			"BestFirstTreeBuilder DepthFirstTreeBuilder Tree TreeBuilder "
			"_AlphaPruner _CCPPruneController _PathFinder",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree._utils",
			"PriorityHeap PytestWeightedFenwickTree Stack WeightedFenwickTree "
			"WeightedMedianCalculator WeightedPQueue",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree.export", "Sentinel", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.tree.tree",
			"BaseDecisionTree DecisionTreeClassifier DecisionTreeRegressor "
			"ExtraTreeClassifier ExtraTreeRegressor",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils", "Bunch Memory Parallel", K_CLASS),
	PICKLE_NAMED("sklearn.utils", "as_float_array check_array", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._array_api", "NamespaceAndDevice", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._array_api", "_ArrayAPIWrapper _NumPyAPIWrapper",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._available_if", "_AvailableIfDescriptor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._bunch", "Bunch", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._cython_blas", "BLAS_Order BLAS_Trans", ENUM),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._encode", "MissingValues", TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._encode", "_NaNCounter _nandict", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._estimator_html_repr", "_IDCounter _VisualBlock",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._fast_dict", "IntFloatDict", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._isfinite", "FiniteStatus", ENUM),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._metadata_requests",
			"MetadataRequest MetadataRouter MethodMapping MethodMetadataRequest "
			"RequestMethod _MetadataRequester _RoutingNotSupportedMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._metadata_requests", "MethodPair RouterMappingPair",
			TUPLE),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._mocking",
			"ArraySlicingWrapper CheckingClassifier MockDataFrame "
			"NoSampleWeightWrapper _MockEstimatorOnOffPrediction",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._param_validation",
			"HasMethods Hidden Interval InvalidParameterError MissingValues Options "
			"RealNotInt StrOptions _ArrayLikes _Booleans _CVObjects _Callables "
			"_Constraint _InstancesOf _IterablesNotString _NanConstraint "
			"_NoneConstraint _PandasNAConstraint _RandomStates _SparseMatrices "
			"_VerboseHelper",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._plotting", "_BinaryClassifierCurveDisplayMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._pprint",
			"KeyValTuple KeyValTupleParam _EstimatorPrettyPrinter", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._readonly_array_wrapper", "ReadonlyArrayWrapper",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._repr_html.base",
			"ReprHTMLMixin _HTMLDocumentationLinkMixin _IDCounter", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._repr_html.estimator", "_VisualBlock", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._repr_html.fitted_attributes", "AttrsDict", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._repr_html.params", "ParamsDict", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._seq_dataset",
			"ArrayDataset32 ArrayDataset64 CSRDataset32 CSRDataset64 "
			"SequentialDataset32 SequentialDataset64",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._set_output",
			"ContainerAdapterProtocol ContainerAdaptersManager PandasAdapter "
			"PolarsAdapter _SetOutputMixin",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._tags",
			"ClassifierTags InputTags RegressorTags Tags TargetTags TransformerTags",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._vector_sentinel",
			"StdVectorSentinel StdVectorSentinelFloat64 StdVectorSentinelInt32 "
			"StdVectorSentinelInt64 StdVectorSentinelIntP",
			K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils._weight_vector",
			"WeightVector WeightVector32 WeightVector64", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.deprecation", "DeprecationDict deprecated", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.fast_dict", "IntFloatDict", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.fixes",
			"MaskedArray _FuncWrapper loguniform sp_version", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.linear_assignment_", "_HungarianState", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.metaestimators",
			"_AvailableIfDescriptor _BaseComposition _IffHasAttrDescriptor", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.mocking",
			"ArraySlicingWrapper CheckingClassifier MockDataFrame", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.optimize", "_LineSearchError", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.parallel", "Parallel _FuncWrapper", K_CLASS),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.seq_dataset",
			"ArrayDataset CSRDataset SequentialDataset", K_CLASS),
	PICKLE_NAMED("sklearn.utils.validation",
		     "as_float_array check_X_y check_array column_or_1d", K_FUNC),
	PICKLE_ALLOW_IF(DATA, "sklearn.utils.weight_vector", "WeightVector", K_CLASS),
};

PICKLE_TABLE(pickle_allow_sklearn);
