namespace Fathom.Trees;

/// <summary>
/// The labels of survival: when each row was last seen, and whether it failed then or was only lost from sight (censored). Converts to <see cref="Labels"/>,
/// where censored times are negative as in XGBoost.
/// </summary>
public sealed class SurvivalTimes
{
    private readonly double[] _signed;

    /// <summary>Collects times.</summary>
    /// <param name="times">One positive, finite time per row, in any unit.</param>
    /// <param name="failed">Per row: true where the event was seen at that time, false where the row was censored.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a time is not positive and finite.</exception>
    public SurvivalTimes(ReadOnlySpan<double> times, ReadOnlySpan<bool> failed)
    {
        if (times.Length != failed.Length)
            throw new ArgumentException($"There are {times.Length} times but {failed.Length} answers to whether the row failed.", nameof(failed));
        _signed = new double[times.Length];
        for (int row = 0; row < times.Length; row++)
        {
            if (!(times[row] > 0 && double.IsFinite(times[row])))
                throw new ArgumentException($"Time {row} is {times[row]}; survival times are positive and finite.", nameof(times));
            _signed[row] = failed[row] ? times[row] : -times[row];
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count => _signed.Length;

    /// <summary>Times as labels, those of censored rows negative.</summary>
    public static implicit operator Labels(SurvivalTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return new(times._signed);
    }
}
