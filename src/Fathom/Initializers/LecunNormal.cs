using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Truncated normal with variance 1 / fan-in, for self-normalising units (Klambauer et al. 2017).</summary>
public sealed class LecunNormal() : FanInitializer(1, FanMode.FanIn, DrawDistribution.TruncatedNormal), IFromConfig<LecunNormal>
{
    /// <inheritdoc/>
    public static LecunNormal FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LecunNormal { Seed = config.GetSeed(), InputAxes = config.GetAxes("input_axes"), OutputAxes = config.GetAxes("output_axes") };
    }
}
