using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The share of found among actual positives (<c>keras.metrics.Recall</c>); 0 where there are none. Targets are 0 and 1, one per output.</summary>
public sealed class Recall : ThresholdRatio, IFromConfig<Recall>
{
    /// <summary>Creates the metric.</summary>
    public Recall() { }

    private Recall(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Recall FromConfig(JsonObject config) => new(config);

    private protected override double Ratio(Confusion counts) => counts.Recall;
}
