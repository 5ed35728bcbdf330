using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Truncated normal with variance 2 / fan-in, for rectified units (He et al. 2015, eq. 10).</summary>
public sealed class HeNormal() : FanInitializer(2, FanMode.FanIn, DrawDistribution.TruncatedNormal), IFromConfig<HeNormal>
{
    /// <inheritdoc/>
    public static HeNormal FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new HeNormal { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
