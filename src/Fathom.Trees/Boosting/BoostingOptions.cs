namespace Fathom.Trees;

/// <summary>
/// The options that all gradient boosting estimators share. Estimators have them as properties of their own; an object of this class carries a set of
/// them to several estimators, as the presets <see cref="GradientBoosting.XGBoostStyle"/>, <see cref="GradientBoosting.LightGbmStyle"/> and
/// <see cref="GradientBoosting.CatBoostStyle"/> do.
/// </summary>
public class BoostingOptions
{
    private readonly int? _maxDepth;

    /// <summary>The defaults.</summary>
    public BoostingOptions()
    {
    }

    private protected BoostingOptions(BoostingOptions style)
    {
        ArgumentNullException.ThrowIfNull(style);
        Trees = style.Trees;
        LearningRate = style.LearningRate;
        Growth = style.Growth;
        Split = style.Split;
        _maxDepth = style._maxDepth;
        MaxLeaves = style.MaxLeaves;
        MinChildWeight = style.MinChildWeight;
        MinLeafRows = style.MinLeafRows;
        L1 = style.L1;
        L2 = style.L2;
        MaxDelta = style.MaxDelta;
        Monotone = style.Monotone;
        Interactions = style.Interactions;
        Gamma = style.Gamma;
        LinearLeaves = style.LinearLeaves;
        LinearL2 = style.LinearL2;
        Sampling = style.Sampling;
        ColumnFraction = style.ColumnFraction;
        ColumnFractionPerLevel = style.ColumnFractionPerLevel;
        ColumnFractionPerNode = style.ColumnFractionPerNode;
        Dart = style.Dart;
        Categories = style.Categories;
        MaxCombination = style.MaxCombination;
        Bins = style.Bins;
        Threads = style.Threads;
        Seed = style.Seed;
    }

    /// <summary>The number of boosting rounds: trees per output. Default 100.</summary>
    public int Trees
    {
        get;
        init => field = AtLeast(value, 1, nameof(Trees));
    } = 100;

    /// <summary>The share of each tree's values that is added, in (0, 1]. Smaller needs more trees and generalises better. Default 0.1.</summary>
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "The learning rate lies in (0, 1].");
    } = 0.1;

    /// <summary>The order in which a tree grows. Default <see cref="TreeGrowth.DepthWise"/>.</summary>
    public TreeGrowth Growth { get; init; } = TreeGrowth.DepthWise;

    /// <summary>Where columns of numbers may be cut. Default <see cref="SplitMethod.Histogram"/>.</summary>
    public SplitMethod Split { get; init; } = SplitMethod.Histogram;

    /// <summary>The most questions between the root and a leaf, 1 to 64. Default 6; with <see cref="TreeGrowth.LeafWise"/> the leaves are the limit to set and the default is 64. Symmetric trees have at most 12.</summary>
    public int MaxDepth
    {
        get => _maxDepth ?? (Growth == TreeGrowth.LeafWise ? 64 : 6);
        init => _maxDepth = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(MaxDepth), value, "The depth lies in 1 to 64.");
    }

    /// <summary>The most leaves of a tree under <see cref="TreeGrowth.LeafWise"/>, from 2. Default 31.</summary>
    public int MaxLeaves
    {
        get;
        init => field = AtLeast(value, 2, nameof(MaxLeaves));
    } = 31;

    /// <summary>The least sum of second derivatives in a leaf: for squared error the least (weighted) number of rows. Default 1.</summary>
    public double MinChildWeight
    {
        get;
        init => field = NotNegative(value, nameof(MinChildWeight));
    } = 1;

    /// <summary>
    /// The least number of rows in a leaf, from 1; in histograms it is estimated from the share of second derivatives, as in LightGBM (min_data_in_leaf).
    /// Default null: 20 for absolute, quantile and Huber losses, whose leaves follow the rows in them wherever these lie, and for linear leaves, else 1.
    /// </summary>
    public int? MinLeafRows
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 1, nameof(MinLeafRows));
    }

    /// <summary>λ: the weight of the squared leaf values in the loss. Default 1.</summary>
    public double L2
    {
        get;
        init => field = NotNegative(value, nameof(L2));
    } = 1;

    /// <summary>α: the weight of the absolute leaf values in the loss; leaves with little gradient become 0. Default 0.</summary>
    public double L1
    {
        get;
        init => field = NotNegative(value, nameof(L1));
    }

    /// <summary>The greatest absolute leaf value before the learning rate, above 0; for rare classes 1 to 10 helps. Default null: none.</summary>
    public double? MaxDelta
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxDelta), value, "The greatest leaf value is above 0.");
    }

    /// <summary>One direction per column that predictions must follow, all else being equal; columns of categories have none. Default empty: no column has one.</summary>
    public IReadOnlyList<MonotoneDirection> Monotone
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
        }
    } = [];

    /// <summary>
    /// Sets of column numbers: the questions on the way to a leaf are about columns of one set. Sets may overlap; a column in no set stands alone.
    /// Default empty: any columns may stand together.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Interactions
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value.Select(set => (int[])[.. set])];
        }
    } = [];

    /// <summary>γ: a question is asked only where its gain (<see cref="TreeNode.Gain"/>) is above this. Default 0.</summary>
    public double Gamma
    {
        get;
        init => field = NotNegative(value, nameof(Gamma));
    }

    /// <summary>
    /// Whether leaves are linear functions of the columns of numbers that the questions on the way to them are about (<see cref="LinearLeaf"/>; Shi, Li &amp; Li 2019, eq. 3;
    /// LightGBM's linear_tree). Questions are chosen as ever. The first round's leaves are constant, as is what a leaf adds to a row that lacks one of its values; a column that
    /// says nothing new in a leaf is left out there. Not for absolute, quantile and Huber losses, <see cref="Monotone"/> columns or a <see cref="MaxDelta"/>. Values beyond
    /// those of the fit are extrapolated. Default false.
    /// </summary>
    public bool LinearLeaves { get; init; }

    /// <summary>
    /// The weight of the squared coefficients of <see cref="LinearLeaves"/> in the loss: LightGBM's linear_lambda. Their constants have no such weight, and <see cref="L2"/> and
    /// <see cref="L1"/> have none on either. It is in the units of the columns: put these on one scale if it is above 0. Default 0.
    /// </summary>
    public double LinearL2
    {
        get;
        init => field = NotNegative(value, nameof(LinearL2));
    }

    /// <summary>The rows that each round learns from. Default <see cref="RowSampling.All"/>.</summary>
    public RowSampling Sampling
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = RowSampling.All;

    /// <summary>The share of columns, drawn anew for each tree, that its questions may be about, in (0, 1]. Default 1.</summary>
    public double ColumnFraction
    {
        get;
        init => field = Share(value, nameof(ColumnFraction));
    } = 1;

    /// <summary>The share of the tree's columns, drawn anew for each level, in (0, 1]. Default 1.</summary>
    public double ColumnFractionPerLevel
    {
        get;
        init => field = Share(value, nameof(ColumnFractionPerLevel));
    } = 1;

    /// <summary>The share of the level's columns, drawn anew for each node, in (0, 1]; without effect on symmetric trees. Default 1.</summary>
    public double ColumnFractionPerNode
    {
        get;
        init => field = Share(value, nameof(ColumnFractionPerNode));
    } = 1;

    /// <summary>Leaves out earlier rounds at random while a new one is fitted. Default null: none.</summary>
    public Dart? Dart { get; init; }

    /// <summary>How columns of categories are learnt from. Default <see cref="CategoryHandling.Hybrid"/>.</summary>
    public CategoryHandling Categories { get; init; } = CategoryHandling.Hybrid;

    /// <summary>
    /// The most columns of categories that are taken as one, 1 to 4 (CatBoost's max_ctr_complexity): from 2 on, the ordered statistics of their tuples of levels are further columns, named
    /// "a × b", with numbers after those of the features. At most 50, those with the fewest possible tuples; left out are tuples that hardly two rows share. For regression and two
    /// classes, not with <see cref="CategoryHandling.Splits"/>. Default 1: none.
    /// </summary>
    public int MaxCombination
    {
        get;
        init => field = value is >= 1 and <= 4 ? value : throw new ArgumentOutOfRangeException(nameof(MaxCombination), value, "Combinations are of 1 to 4 columns.");
    } = 1;

    /// <summary>
    /// The most bins that a column's values fall into, 2 to 65,535; missing values have a bin of their own. Columns that use more than 255 are slower
    /// and take their histograms from larger caches. Default 255.
    /// </summary>
    public int Bins
    {
        get;
        init => field = value is >= 2 and <= 65_535 ? value : throw new ArgumentOutOfRangeException(nameof(Bins), value, "The number of bins lies in 2 to 65,535.");
    } = 255;

    /// <summary>The most threads that work at once. Never changes the model. Default: the processors of the machine.</summary>
    public int Threads
    {
        get;
        init => field = AtLeast(value, 1, nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>Seeds sampling and rounding. Default 0.</summary>
    public int Seed { get; init; }

    private static double Share(double value, string name) =>
        value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "The share of columns lies in (0, 1].");

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");

    private static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number from 0.");
}
