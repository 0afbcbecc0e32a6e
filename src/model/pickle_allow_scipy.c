/* What honest pickles use of SciPy. */
#include "model/pickle_tables.h"

#define ENUM "a member of an enumeration"
#define S_CLASS "a class of SciPy that holds data"
#define S_DIST "a distribution; its state is checked for code"
#define S_FUNC "a function of SciPy that computes with arrays"
#define S_MAKER "makes a tree of points"
#define TUPLE "a tuple with names"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW_IF(DATA, "scipy.__config__", "DisplayModes", ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_compat.common._aliases",
			"UniqueAllResult UniqueCountsResult UniqueInverseResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_compat.common._helpers", "_ClsToXPInfo",
			ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_compat.common._helpers", "_dask_device",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_compat.common._linalg",
			"EigResult EighResult QRResult SVDResult SlogdetResult", TUPLE),
	PICKLE_NAMED("scipy._external.array_api_compat.numpy._aliases", "asarray", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_extra._lib._at", "Undef _AtOp", ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy._external.array_api_extra._lib._at", "at", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy._external.packaging_version.version", "_Version", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy._lib._array_api_docs_tables", "BackendSupportStatus", ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy._lib._array_api_override", "_ArrayClsInfo", ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy._lib._docscrape", "Parameter", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy._lib._pep440", "_Version", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy._lib._util", "ArgSpec FullArgSpec", TUPLE),
	PICKLE_NAMED("scipy._lib.array_api_compat.numpy", "asarray", S_FUNC),
	PICKLE_NAMED("scipy._lib.array_api_compat.numpy._aliases", "asarray", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.integrate._ode",
			"complex_ode dop853 dopri5 lsoda ode vode zvode", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.integrate._quadrature", "QMCQuadResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._bary_rational",
			"AAA FloaterHormannInterpolator _BarycentricRational", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._bsplines", "BSpline _BSpline", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._cubic",
			"Akima1DInterpolator CubicHermiteSpline CubicSpline PchipInterpolator",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._fitpack2",
			"BivariateSpline InterpolatedUnivariateSpline LSQBivariateSpline "
			"LSQSphereBivariateSpline LSQUnivariateSpline RectBivariateSpline "
			"RectSphereBivariateSpline SmoothBivariateSpline "
			"SmoothSphereBivariateSpline SphereBivariateSpline UnivariateSpline "
			"_BivariateSplineBase _DerivedBivariateSpline",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._fitpack_repro", "Bunch F Fperiodic", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._interpnd",
			"CloughTocher2DInterpolator LinearNDInterpolator NDInterpolatorBase",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._interpolate",
			"BPoly NdPPoly PPoly _BPoly _PPoly _PPolyBase interp1d interp2d", S_CLASS),
	PICKLE_NAMED("scipy.interpolate._interpolate",
		     "interp1d._call_linear interp1d._call_linear_np "
		     "interp1d._call_nan_spline interp1d._call_nearest "
		     "interp1d._call_previousnext interp1d._call_spline",
		     S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._ndbspline", "NdBSpline", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._ndgriddata", "NearestNDInterpolator", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._polyint",
			"BarycentricInterpolator KroghInterpolator _Interpolator1D "
			"_Interpolator1DWithDerivatives",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._rbf", "Rbf", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._rbfinterp", "RBFInterpolator", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._regrid", "F PackedMatrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate._rgi", "RegularGridInterpolator", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.fitpack2",
			"BivariateSpline InterpolatedUnivariateSpline LSQBivariateSpline "
			"LSQSphereBivariateSpline LSQUnivariateSpline RectBivariateSpline "
			"RectSphereBivariateSpline SmoothBivariateSpline "
			"SmoothSphereBivariateSpline SphereBivariateSpline UnivariateSpline "
			"_BivariateSplineBase",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.interpnd",
			"CloughTocher2DInterpolator LinearNDInterpolator NDInterpolatorBase",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.interpolate",
			"BPoly NdPPoly PPoly RegularGridInterpolator _PPolyBase _ppform "
			"interp1d interp2d",
			S_CLASS),
	PICKLE_NAMED("scipy.interpolate.interpolate",
		     "interp1d._call_linear interp1d._call_linear_np "
		     "interp1d._call_nan_spline interp1d._call_nearest "
		     "interp1d._call_previousnext interp1d._call_spline",
		     S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.ndgriddata", "NearestNDInterpolator", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.polyint",
			"BarycentricInterpolator KroghInterpolator _Interpolator1D "
			"_Interpolator1DWithDerivatives",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.interpolate.rbf", "Rbf", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.optimize._linprog_util", "_LPProblem", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.signal._ltisys", "dlti lti", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.signal.ltisys", "dlti lti", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._base", "_spbase sparray", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._bsr", "_bsr_base bsr_array bsr_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._compressed", "_cs_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._coo", "_coo_base coo_array coo_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._csc", "_csc_base csc_array csc_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._csr", "_csr_base csr_array csr_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._data", "_data_matrix _minmax_mixin", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._dia", "_dia_base dia_array dia_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._dok", "_dok_base dok_array dok_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._index", "IndexMixin", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._lil", "_lil_base lil_array lil_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse._matrix", "spmatrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.base", "spmatrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.bsr", "bsr_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.compressed", "_cs_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.coo", "coo_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.csc", "csc_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.csgraph._flow", "MaximumFlowResult", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.csgraph._shortest_path", "_YenCandidatePaths", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.csr", "csr_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.data", "_data_matrix _minmax_mixin", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.dia", "dia_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.dok", "dok_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.lil", "lil_matrix", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._eigen.arpack.arpack",
			"IterInv IterOpInv LuInv SpLuInv _ArpackParams _SymmetricArpackParams "
			"_UnsymmetricArpackParams",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._expm_multiply", "LazyOperatorNormInfo",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._interface",
			"IdentityOperator LinearOperator MatrixLinearOperator "
			"_AdjointLinearOperator _AdjointMatrixOperator _CustomLinearOperator "
			"_PowerLinearOperator _ProductLinearOperator _ScaledLinearOperator "
			"_SumLinearOperator _TransposedLinearOperator",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._matfuncs",
			"MatrixPowerOperator ProductOperator _ExpmPadeHelper", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._special_sparse_arrays",
			"LaplacianNd MikotaK MikotaM MikotaPair Sakurai", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg._svdp", "_AProd", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg.eigen.arpack.arpack",
			"IterInv IterOpInv LuInv SpLuInv _ArpackParams _SymmetricArpackParams "
			"_UnsymmetricArpackParams",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg.interface",
			"IdentityOperator LinearOperator MatrixLinearOperator "
			"_AdjointLinearOperator _AdjointMatrixOperator _CustomLinearOperator "
			"_PowerLinearOperator _ProductLinearOperator _ScaledLinearOperator "
			"_SumLinearOperator _TransposedLinearOperator",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.linalg.matfuncs",
			"MatrixPowerOperator ProductOperator _ExpmPadeHelper", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.sparse.sputils", "IndexMixin", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial._ckdtree",
			"cKDTree cKDTreeNode coo_entries ordered_pairs", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial._kdtree",
			"KDTree KDTree.innernode KDTree.leafnode KDTree.node Rectangle", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial._qhull",
			"ConvexHull Delaunay HalfspaceIntersection Voronoi _Qhull _QhullUser",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial._spherical_voronoi", "SphericalVoronoi", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.ckdtree",
			"cKDTree cKDTreeNode coo_entries ordered_pairs", S_CLASS),
	PICKLE_ALLOW("scipy.spatial.ckdtree", "new_object", S_MAKER),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.distance",
			"CDistMetricWrapper CDistWeightedMetricWrapper PDistMetricWrapper "
			"PDistWeightedMetricWrapper",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.distance", "MetricInfo", TUPLE),
	PICKLE_NAMED("scipy.spatial.distance",
		     "braycurtis canberra cdist chebyshev cityblock correlation cosine dice "
		     "euclidean hamming jaccard jensenshannon mahalanobis matching minkowski "
		     "pdist rogerstanimoto russellrao seuclidean sokalmichener sokalsneath "
		     "sqeuclidean squareform yule",
		     S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.kdtree",
			"KDTree KDTree.innernode KDTree.leafnode KDTree.node Rectangle", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.qhull",
			"ConvexHull Delaunay HalfspaceIntersection Voronoi _Qhull _QhullUser",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.transform._rigid_transform", "RigidTransform",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.transform._rotation", "Rotation Slerp", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.transform._rotation_spline", "RotationSpline",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.spatial.transform.rotation", "Rotation Slerp", S_CLASS),
	PICKLE_NAMED("scipy.special",
		     "betaln binom comb digamma erf erfc erfinv expit expm1 factorial gamma "
		     "gammaln huber inv_boxcox log1p log_ndtr log_softmax loggamma logit "
		     "logsumexp ndtr ndtri pseudo_huber softmax xlogy",
		     S_FUNC),
	PICKLE_NAMED("scipy.special._basic", "comb factorial", S_FUNC),
	PICKLE_NAMED("scipy.special._logsumexp", "log_softmax logsumexp softmax", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.special._orthogonal", "orthopoly1d", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.special._specfun", "Status", ENUM),
	PICKLE_ALLOW_IF(DATA, "scipy.special._ufuncs", "errstate", S_CLASS),
	PICKLE_NAMED("scipy.special.basic", "comb factorial", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.special.orthogonal", "orthopoly1d", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._binned_statistic",
			"BinnedStatistic2dResult BinnedStatisticResult BinnedStatisticddResult",
			TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._common", "ConfidenceInterval", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._continuous_distns",
			"alpha_gen anglit_gen arcsine_gen argus_gen beta_gen betaprime_gen "
			"bradford_gen burr12_gen burr_gen cauchy_gen chi2_gen chi_gen "
			"cosine_gen crystalball_gen dgamma_gen dpareto_lognorm_gen dweibull_gen "
			"erlang_gen expon_gen exponnorm_gen exponpow_gen exponweib_gen f_gen "
			"fatiguelife_gen fisk_gen foldcauchy_gen foldnorm_gen frechet_l_gen "
			"frechet_r_gen gamma_gen gausshyper_gen genexpon_gen genextreme_gen "
			"gengamma_gen genhalflogistic_gen genhyperbolic_gen geninvgauss_gen "
			"genlogistic_gen gennorm_gen genpareto_gen gibrat_gen gilbrat_gen "
			"gompertz_gen gumbel_l_gen gumbel_r_gen halfcauchy_gen halfgennorm_gen "
			"halflogistic_gen halfnorm_gen hypsecant_gen invgamma_gen invgauss_gen "
			"invweibull_gen irwinhall_gen jf_skew_t_gen johnsonsb_gen johnsonsu_gen "
			"kappa3_gen kappa4_gen ksone_gen kstwo_gen kstwobign_gen landau_gen "
			"laplace_asymmetric_gen laplace_gen levy_gen levy_l_gen levy_stable_gen "
			"loggamma_gen logistic_gen loglaplace_gen lognorm_gen lomax_gen "
			"maxwell_gen mielke_gen moyal_gen nakagami_gen ncf_gen nct_gen ncx2_gen "
			"norm_gen norminvgauss_gen pareto_gen pearson3_gen powerlaw_gen "
			"powerlognorm_gen powernorm_gen rayleigh_gen rdist_gen "
			"recipinvgauss_gen reciprocal_gen rel_breitwigner_gen rice_gen "
			"rv_histogram semicircular_gen skew_norm_gen skewcauchy_gen "
			"skewnorm_gen studentized_range_gen t_gen trapezoid_gen trapz_gen "
			"triang_gen truncexpon_gen truncnorm_gen truncpareto_gen "
			"truncweibull_min_gen tukeylambda_gen uniform_gen vonmises_gen wald_gen "
			"weibull_max_gen weibull_min_gen wrapcauchy_gen",
			S_DIST),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._crosstab", "CrosstabResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._discrete_distns",
			"_nchypergeom_gen bernoulli_gen betabinom_gen betanbinom_gen binom_gen "
			"boltzmann_gen dlaplace_gen geom_gen hypergeom_gen logser_gen "
			"nbinom_gen nchypergeom_fisher_gen nchypergeom_wallenius_gen "
			"nhypergeom_gen planck_gen poisson_binom_gen poisson_gen randint_gen "
			"skellam_gen yulesimon_gen zipf_gen zipfian_gen",
			S_DIST),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._discrete_distns", "poisson_binomial_frozen", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._distn_infrastructure",
			"rv_continuous rv_discrete rv_generic rv_sample", S_DIST),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._distn_infrastructure",
			"rv_continuous_frozen rv_discrete_frozen rv_frozen", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._fit", "GoodnessOfFitResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._hypotests", "Epps_Singleton_2sampResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._kde", "gaussian_kde", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._levy_stable", "levy_stable_frozen", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._levy_stable", "levy_stable_gen", S_DIST),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._mannwhitneyu", "MannwhitneyuResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._mgc", "MGCResult", TUPLE),
	PICKLE_NAMED("scipy.stats._mode", "mode", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._morestats",
			"AndersonResult Anderson_ksampResult AnsariResult BartlettResult "
			"FlignerResult LeveneResult Mean MedianTestResult ShapiroResult Std_dev "
			"Variance WilcoxonResult",
			TUPLE),
	PICKLE_NAMED("scipy.stats._morestats", "boxcox yeojohnson", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._mstats_basic",
			"BrunnerMunzelResult DescribeResult F_onewayResult "
			"FriedmanchisquareResult KruskalResult KurtosistestResult "
			"MannwhitneyuResult ModeResult NormaltestResult PointbiserialrResult "
			"SenSeasonalSlopesResult SkewtestResult Ttest_1sampResult "
			"Ttest_indResult Ttest_relResult",
			TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._multivariate",
			"dirichlet_frozen dirichlet_gen dirichlet_multinomial_frozen "
			"dirichlet_multinomial_gen invwishart_frozen invwishart_gen "
			"matrix_normal_frozen matrix_normal_gen matrix_t_frozen matrix_t_gen "
			"multi_rv_frozen multi_rv_generic multinomial_frozen multinomial_gen "
			"multivariate_hypergeom_frozen multivariate_hypergeom_gen "
			"multivariate_normal_frozen multivariate_normal_gen "
			"multivariate_t_frozen multivariate_t_gen normal_inverse_gamma_frozen "
			"normal_inverse_gamma_gen ortho_group_frozen ortho_group_gen "
			"random_correlation_frozen random_correlation_gen random_table_frozen "
			"random_table_gen special_ortho_group_frozen special_ortho_group_gen "
			"uniform_direction_frozen uniform_direction_gen unitary_group_frozen "
			"unitary_group_gen vonmises_fisher_frozen vonmises_fisher_gen "
			"wishart_frozen wishart_gen",
			S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._stats_mstats_common",
			"LinregressResult SiegelslopesResult TheilslopesResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._stats_py",
			"BrunnerMunzelResult ConfidenceInterval CumfreqResult DescribeResult "
			"F_onewayResult FriedmanchisquareResult HistogramResult KruskalResult "
			"KstestResult KurtosistestResult LinregressResult MGCResult ModeResult "
			"NormaltestResult PearsonRResult PearsonRResultBase "
			"Power_divergenceResult RanksumsResult RelfreqResult RepeatedResults "
			"SigmaclipResult SignificanceResult SkewtestResult TtestResult "
			"TtestResultBase Ttest_indResult",
			TUPLE),
	PICKLE_NAMED("scipy.stats._stats_py",
		     "gmean hmean iqr kurtosis mode pearsonr sem skew spearmanr trim_mean "
		     "zscore",
		     S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.stats._unuran.unuran_wrapper",
			"wrap_dist_continuous wrap_dist_discrete", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats.contingency", "Chi2ContingencyResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats.kde", "gaussian_kde", S_CLASS),
	PICKLE_ALLOW_IF(DATA, "scipy.stats.morestats",
			"AndersonResult Anderson_ksampResult AnsariResult BartlettResult "
			"FlignerResult LeveneResult Mean ShapiroResult Std_dev Variance "
			"WilcoxonResult",
			TUPLE),
	PICKLE_NAMED("scipy.stats.morestats", "boxcox yeojohnson", S_FUNC),
	PICKLE_ALLOW_IF(DATA, "scipy.stats.mstats_basic",
			"BrunnerMunzelResult DescribeResult F_onewayResult "
			"FriedmanchisquareResult KendalltauResult KruskalResult "
			"KurtosistestResult LinregressResult MannwhitneyuResult ModeResult "
			"NormaltestResult PointbiserialrResult SkewtestResult SpearmanrResult "
			"Ttest_1sampResult Ttest_indResult Ttest_relResult",
			TUPLE),
	PICKLE_ALLOW_IF(DATA, "scipy.stats.stats",
			"BrunnerMunzelResult CumfreqResult DescribeResult F_onewayResult "
			"FriedmanchisquareResult HistogramResult Jarque_beraResult "
			"KendalltauResult KruskalResult Ks_2sampResult KstestResult "
			"KurtosistestResult MGCResult MannwhitneyuResult ModeResult "
			"NormaltestResult PointbiserialrResult Power_divergenceResult "
			"RanksumsResult RelfreqResult RepeatedResults SigmaclipResult "
			"SkewtestResult SpearmanrResult Ttest_1sampResult Ttest_indResult "
			"Ttest_relResult WeightedTauResult",
			TUPLE),
	PICKLE_NAMED("scipy.stats.stats",
		     "gmean hmean iqr kurtosis mode pearsonr sem skew spearmanr trim_mean "
		     "zscore",
		     S_FUNC),
};

PICKLE_TABLE(pickle_allow_scipy);
