namespace Fathom.Forecasting;

/// <summary>How a net of the tournament is trained: Adam on batches, ended when the inner validation slice stops improving.</summary>
/// <param name="Loss">What is minimised, on scaled targets.</param>
internal sealed record NetworkRecipe(Loss Loss)
{
    /// <summary>At most this many passes through the training windows.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Windows per step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Epochs without improvement on the validation slice before training ends; the best weights are kept.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Where to run; see <see cref="Devices"/>.</summary>
    public string Device { get; init; } = "cpu";
}
