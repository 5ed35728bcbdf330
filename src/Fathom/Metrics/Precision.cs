using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The share of true among predicted positives (<c>keras.metrics.Precision</c>); 0 where nothing is predicted positive. Targets are 0 and 1, one per output.</summary>
public sealed class Precision : ThresholdRatio, IFromConfig<Precision>
{
    /// <summary>Creates the metric.</summary>
    public Precision() { }

    private Precision(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    public static Precision FromConfig(JsonObject config) => new(config);

    private protected override double Ratio(Confusion counts) => counts.Precision;
}
