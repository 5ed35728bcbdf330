using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Truncated normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010, eq. 12).</summary>
public sealed class GlorotNormal() : FanInitializer(1, FanMode.FanAverage, DrawDistribution.TruncatedNormal), IFromConfig<GlorotNormal>
{
    /// <inheritdoc/>
    public static GlorotNormal FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GlorotNormal { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
