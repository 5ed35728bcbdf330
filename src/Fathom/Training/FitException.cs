namespace Fathom.Training;

/// <summary>One of several fits went wrong; <see cref="Exception.InnerException"/> says how.</summary>
public sealed class FitException : Exception
{
    /// <summary>Names the fit.</summary>
    /// <param name="fit">Which one, counted from 0.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cause">What it threw.</param>
    public FitException(int fit, int count, Exception cause) : base($"Fit {fit} (of {count}, counted from 0) failed: {cause?.Message}", cause) => Fit = fit;

    /// <summary>Which fit, counted from 0.</summary>
    public int Fit { get; }
}
