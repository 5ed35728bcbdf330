using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>(1 + β²) precision · recall / (β² precision + recall) (<c>keras.metrics.FBetaScore</c>); 0 for a class that is never found.</summary>
/// <remarks>Predictions are (batch, …, classes), targets one-hot, several labels at once, or class numbers (batch, …), which Keras does not take.</remarks>
public sealed class FBetaScore : Metric, IFromConfig<FBetaScore>
{
    /// <summary>β: how many times as much recall counts as precision; positive, 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double Beta
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Beta is positive: 1 counts recall and precision alike, 2 recall twice as much.");
    } = 1;

    /// <summary>How classes become one figure; as in Keras not at all unless given: <c>fbeta_score_0</c>, <c>fbeta_score_1</c> ….</summary>
    public FScoreAverage Average { get; init; }

    /// <summary>A prediction above it counts as positive, between 0 and 1; if none, the largest of a sample. Needed where there is one output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0, or above 1.</exception>
    public double? Threshold { get; init => field = FScoreState.Threshold(value); }

    /// <inheritdoc/>
    public override string Name { get; init; } = "fbeta_score";

    /// <inheritdoc/>
    public static FBetaScore FromConfig(JsonObject config) => new()
    {
        Name = config.LayerName(), Average = FScoreState.ReadAverage(config), Beta = config.Get("beta", 1.0), Threshold = config["threshold"] is null ? null : config.Need<double>("threshold"),
    };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["average"] = FScoreState.WriteAverage(Average), ["beta"] = Beta, ["threshold"] = Threshold };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => FScoreState.Start(this, Beta, Average, Threshold, output);
}
