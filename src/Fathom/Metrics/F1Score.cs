using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The harmonic mean of precision and recall (<c>keras.metrics.F1Score</c>); 0 for a class that is never found.</summary>
/// <remarks>Predictions are (batch, …, classes), targets one-hot, several labels at once, or class numbers (batch, …), which Keras does not take.</remarks>
public sealed class F1Score : Metric, IFromConfig<F1Score>
{
    /// <summary>How classes become one figure; as in Keras not at all unless given: <c>f1_score_0</c>, <c>f1_score_1</c> ….</summary>
    public FScoreAverage Average { get; init; }

    /// <summary>A prediction above it counts as positive, between 0 and 1; if none, the largest of a sample. Needed where there is one output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or above 1.</exception>
    public double? Threshold { get; init => field = FScoreState.Threshold(value); }

    /// <inheritdoc/>
    public static F1Score FromConfig(JsonObject config) => new()
    {
        Name = config.LayerName(), Average = FScoreState.ReadAverage(config), Threshold = config["threshold"] is null ? null : config.Need<double>("threshold"),
    };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["average"] = FScoreState.WriteAverage(Average), ["threshold"] = Threshold };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => FScoreState.Start(this, 1, Average, Threshold, output);
}
