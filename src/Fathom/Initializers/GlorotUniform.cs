using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Uniform on ±√(6 / (fan-in + fan-out)); the default for kernels (Glorot and Bengio 2010, eq. 16).</summary>
public sealed class GlorotUniform() : FanInitializer(1, FanMode.FanAverage, DrawDistribution.Uniform), IFromConfig<GlorotUniform>
{
    /// <inheritdoc/>
    public static GlorotUniform FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GlorotUniform { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
