namespace Fathom.Tables;

/// <summary>Prices by period (open, high, low, close, volume), oldest first. Arrays are views for reading: do not change them.</summary>
public sealed record Bars
{
    /// <summary>Creates bars over arrays of one length, which are not copied.</summary>
    /// <param name="symbol">What was traded, such as "SPY".</param>
    /// <param name="time">The start of each period, strictly rising.</param>
    /// <param name="open">First price of each period.</param>
    /// <param name="high">Highest price.</param>
    /// <param name="low">Lowest price.</param>
    /// <param name="close">Last price.</param>
    /// <param name="volume">Units traded; empty for an index that is not traded.</param>
    /// <exception cref="TableException">Lengths differ, or the times do not rise strictly.</exception>
    public Bars(string symbol, DateTime[] time, double[] open, double[] high, double[] low, double[] close, double[] volume)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(volume);
        foreach (double[] values in (double[][])[open, high, low, close])
        {
            ArgumentNullException.ThrowIfNull(values);
            if (values.Length != time.Length || (volume.Length != time.Length && volume.Length != 0))
                throw new TableException("The arrays of the bars differ in length.", $"bars of {symbol}", "Give one value per time to each.");
        }
        for (int bar = 1; bar < time.Length; bar++)
        {
            if (time[bar] <= time[bar - 1])
                throw new TableException($"The times do not rise: {time[bar]:yyyy-MM-dd} follows {time[bar - 1]:yyyy-MM-dd}.", $"bars of {symbol}, bar {bar}", "Sort the bars by time and drop repeats.");
        }
        (Symbol, Time, Open, High, Low, Close, Volume) = (symbol, time, open, high, low, close, volume);
    }

    /// <summary>What was traded.</summary>
    public string Symbol { get; }

    /// <summary>The start of each period; for daily bars the date.</summary>
    public DateTime[] Time { get; }

    /// <summary>First price of each period.</summary>
    public double[] Open { get; }

    /// <summary>Highest price of each period.</summary>
    public double[] High { get; }

    /// <summary>Lowest price of each period.</summary>
    public double[] Low { get; }

    /// <summary>Last price of each period.</summary>
    public double[] Close { get; }

    /// <summary>Units traded in each period; empty where nothing is traded.</summary>
    public double[] Volume { get; }

    /// <summary>The number of bars.</summary>
    public int Count => Time.Length;

    /// <summary>
    /// The bars with every price multiplied by the factor of its date, and volume divided by the split factor, so that dividends and splits
    /// leave no jump and the last prices stay what they were.
    /// </summary>
    /// <param name="factors">Dividend and split factors of the same symbol.</param>
    public Bars Adjust(FactorFile factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var price = new double[Count];
        var split = new double[Count];
        for (int bar = 0; bar < Count; bar++)
        {
            FactorRow row = factors.At(Time[bar]);
            price[bar] = row.PriceFactor * row.SplitFactor;
            split[bar] = row.SplitFactor;
        }
        return new Bars(Symbol, Time, Scale(Open), Scale(High), Scale(Low), Scale(Close), [.. Volume.Select((volume, bar) => volume / split[bar])]);

        double[] Scale(double[] prices)
        {
            var scaled = new double[prices.Length];
            for (int bar = 0; bar < scaled.Length; bar++) scaled[bar] = prices[bar] * price[bar];
            return scaled;
        }
    }

    /// <summary>The bars as a table: time, open, high, low, close and, where there is one, volume.</summary>
    public Table ToTable()
    {
        List<Column> columns = [new TimeColumn("time", Time), new NumberColumn("open", Open), new NumberColumn("high", High), new NumberColumn("low", Low), new NumberColumn("close", Close)];
        if (Volume.Length > 0) columns.Add(new NumberColumn("volume", Volume));
        return new Table(columns);
    }
}
