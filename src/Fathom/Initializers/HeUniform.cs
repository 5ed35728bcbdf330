using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Uniform on ±√(6 / fan-in), for rectified units (He et al. 2015, section 2.2).</summary>
public sealed class HeUniform() : FanInitializer(2, FanMode.FanIn, DrawDistribution.Uniform), IFromConfig<HeUniform>
{
    /// <inheritdoc/>
    public static HeUniform FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new HeUniform { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
