using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Draws with mean zero and variance scale / fan (<c>keras.initializers.VarianceScaling</c>).</summary>
/// <param name="scale">The variance times the fan, positive.</param>
/// <param name="mode">The fan.</param>
/// <param name="distribution">The distribution.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not positive.</exception>
public sealed class VarianceScaling(double scale = 1, FanMode mode = FanMode.FanIn, DrawDistribution distribution = DrawDistribution.TruncatedNormal)
    : FanInitializer(scale > 0 ? scale : throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale is positive; 1 and 2 are usual."), mode, distribution),
      IFromConfig<VarianceScaling>
{
    /// <inheritdoc/>
    public static VarianceScaling FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string mode = config.Get("mode", "fan_in"), distribution = config.Get("distribution", "truncated_normal");
        return new VarianceScaling(
            config.Get("scale", 1.0),
            mode switch
            {
                "fan_in" => FanMode.FanIn,
                "fan_out" => FanMode.FanOut,
                "fan_avg" => FanMode.FanAverage,
                _ => throw new ModelFormatException($"VarianceScaling has no mode '{mode}'; it is fan_in, fan_out or fan_avg."),
            },
            distribution switch
            {
                "truncated_normal" or "normal" => DrawDistribution.TruncatedNormal,
                "untruncated_normal" => DrawDistribution.UntruncatedNormal,
                "uniform" => DrawDistribution.Uniform,
                _ => throw new ModelFormatException($"VarianceScaling has no distribution '{distribution}'; it is truncated_normal, untruncated_normal or uniform."),
            })
        {
            Seed = config.GetSeed(),
            InputAxes = config.GetAxes("input_axes"),
            OutputAxes = config.GetAxes("output_axes"),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["scale"] = Scale;
        config["mode"] = Mode switch { FanMode.FanIn => "fan_in", FanMode.FanOut => "fan_out", _ => "fan_avg" };
        config["distribution"] = Distribution switch
        {
            DrawDistribution.TruncatedNormal => "truncated_normal",
            DrawDistribution.UntruncatedNormal => "untruncated_normal",
            _ => "uniform",
        };
        return config;
    }
}
