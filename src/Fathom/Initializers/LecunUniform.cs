using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Uniform on ±√(3 / fan-in) (LeCun et al. 1998, section 4.6).</summary>
public sealed class LecunUniform() : FanInitializer(1, FanMode.FanIn, DrawDistribution.Uniform), IFromConfig<LecunUniform>
{
    /// <inheritdoc/>
    public static LecunUniform FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LecunUniform { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
