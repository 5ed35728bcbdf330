namespace Fathom.Trees;

/// <summary>Rows as bin numbers, two bytes per cell: one by rows and one by columns, or a wide one where a column has more than 256 bins.</summary>
internal sealed unsafe class BinnedMatrix
{
    private readonly CellPlace[] _places;

    private BinnedMatrix(FeatureBins[] bins, CellPanel[] panels, bool[] hasMissing, int rows)
    {
        Bins = bins;
        Panels = panels;
        HasMissing = hasMissing;
        Rows = rows;
        _places = new CellPlace[bins.Length];
        for (int panel = 0; panel < panels.Length; panel++)
        {
            for (int lane = 0; lane < panels[panel].Features.Length; lane++)
                _places[panels[panel].Features[lane]] = new(panel, lane);
        }
        Layout = new(bins, panels);
    }

    internal int Rows { get; }

    internal FeatureBins[] Bins { get; }

    /// <summary>Per column: whether a row lacks a value.</summary>
    internal bool[] HasMissing { get; }

    internal CellPanel[] Panels { get; }

    /// <summary>How histograms of these columns are laid out.</summary>
    internal HistogramLayout Layout { get; }

    internal int FeatureCount => Bins.Length;

    /// <summary>Where a column stands.</summary>
    internal (CellPanel Panel, int Lane) Find(int feature) => (Panels[_places[feature].Panel], _places[feature].Lane);

    /// <summary>Chooses bins from the columns and fills them.</summary>
    /// <param name="columns">Numbers, or codes of category levels.</param>
    /// <param name="levels">Per column: the number of its levels, or 0 for numbers.</param>
    /// <param name="varies">Per column: whether other values will take its place (<see cref="With"/>); such columns stand apart.</param>
    /// <param name="maxBins">The most bins of a column, besides that of the missing values.</param>
    /// <param name="seed">Chooses the rows that quantiles are taken from.</param>
    /// <param name="workers">Spreads the work.</param>
    internal static BinnedMatrix Learn(float[][] columns, int[] levels, bool[] varies, int maxBins, int seed, Workers workers)
    {
        var bins = new FeatureBins[columns.Length];
        var sampling = new CounterHash(seed, 0, RandomPurpose.QuantileSample);
        int rows = columns[0].Length;
        workers.For(columns.Length, (long)columns.Length * rows * 20, column =>
            bins[column] = levels[column] > 0
                ? CategoryBins.Learn(columns[column], levels[column], maxBins)
                : new NumericBins(QuantileCuts.Choose(columns[column], maxBins, sampling)));
        var missing = new bool[columns.Length];
        CellPanel[] panels = [.. Arrange(bins, varies, rows)];
        foreach (CellPanel panel in panels)
            Fill(panel, columns, bins, missing, workers);
        return new(bins, panels, missing, rows);
    }

    /// <summary>The same bins over columns of which some differ; panels without such a column are shared.</summary>
    /// <param name="columns">The columns of this matrix.</param>
    /// <param name="others">Columns that are the same arrays, or differ in their values.</param>
    /// <param name="workers">Spreads the work.</param>
    internal BinnedMatrix With(float[][] columns, float[][] others, Workers workers)
    {
        var panels = (CellPanel[])Panels.Clone();
        for (int i = 0; i < panels.Length; i++)
        {
            if (Array.TrueForAll(panels[i].Features, feature => columns[feature] == others[feature]))
                continue;
            panels[i] = new CellPanel(panels[i].Features, panels[i].CellBytes, Rows);
            Fill(panels[i], others, Bins, HasMissing, workers);
        }
        return new(Bins, panels, HasMissing, Rows);
    }

    private static IEnumerable<CellPanel> Arrange(FeatureBins[] bins, bool[] varies, int rows)
    {
        int[] all = [.. Enumerable.Range(0, bins.Length)];
        foreach (bool varying in (bool[])[false, true])
        {
            foreach (int[] features in all.Where(i => varies[i] == varying && bins[i].Count <= HistogramKernels.NarrowBins).Chunk(CellPanel.MostColumns))
                yield return new(features, 1, rows);
        }
        foreach (int feature in all.Where(i => bins[i].Count > HistogramKernels.NarrowBins))
            yield return new([feature], 2, rows);
    }

    private static void Fill(CellPanel panel, float[][] columns, FeatureBins[] bins, bool[] missing, Workers workers) =>
        workers.ForRows(columns[0].Length, 10 * panel.Features.Length, (start, end) =>
        {
            for (int lane = 0; lane < panel.Features.Length; lane++)
            {
                int feature = panel.Features[lane];
                byte* cells = panel.Cells + (long)start * panel.Stride + lane;
                ReadOnlySpan<float> values = columns[feature].AsSpan(start, end - start);
                Span<byte> column = panel.CellBytes == 2 ? [] : panel.Columns[lane].AsSpan(start, end - start);
                if (bins[feature].Fill(values, cells, panel.Stride, column))
                    Volatile.Write(ref missing[feature], true);
            }
        });
}
