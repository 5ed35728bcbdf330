namespace Fathom.Forecasting;

/// <summary>A series, a task or a split that cannot be forecast as asked. The message says what happened, where, and how to mend it.</summary>
public sealed class ForecastException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="what">What happened, one sentence.</param>
    /// <param name="where">Where: series, row, column, fold. No full stop.</param>
    /// <param name="how">How to mend it, one sentence.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public ForecastException(string what, string where, string how, Exception? inner = null)
        : base($"{what} ({where}) {how}", inner) => (What, Where, How) = (what, where, how);

    /// <summary>What happened.</summary>
    public string What { get; }

    /// <summary>Where it happened.</summary>
    public string Where { get; }

    /// <summary>How to mend it.</summary>
    public string How { get; }
}
