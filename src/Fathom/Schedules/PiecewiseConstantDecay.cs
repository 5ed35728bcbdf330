using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>One rate up to and with each boundary, another beyond the last (<c>keras.optimizers.schedules.PiecewiseConstantDecay</c>).</summary>
public sealed class PiecewiseConstantDecay : Schedule, IFromConfig<PiecewiseConstantDecay>
{
    private readonly int[] _boundaries;
    private readonly double[] _values;

    /// <summary>Lays out the pieces.</summary>
    /// <param name="boundaries">The last step of every piece but the last, rising.</param>
    /// <param name="values">The rate of every piece: one more than there are boundaries.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, or the boundaries do not rise.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<int> boundaries, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (boundaries.Count == 0 || values.Count != boundaries.Count + 1)
            throw new ArgumentException($"There are {boundaries.Count} boundaries for {values.Count} values. Give at least one boundary and one value more than boundaries.", nameof(values));
        for (int i = 1; i < boundaries.Count; i++)
            if (boundaries[i] <= boundaries[i - 1])
                throw new ArgumentException($"Boundary {boundaries[i]} follows {boundaries[i - 1]}. Put the boundaries in rising order.", nameof(boundaries));
        _boundaries = [.. boundaries];
        _values = [.. values];
    }

    /// <inheritdoc/>
    public static PiecewiseConstantDecay FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonArray values = config["values"] as JsonArray ?? throw new ModelFormatException($"The configuration {config.ToJsonString()} has no list under 'values'.");
        return new(config.NeedInts("boundaries"), [.. values.Select(value => value!.GetValue<double>())]);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        int piece = 0;
        while (piece < _boundaries.Length && step > _boundaries[piece]) piece++;
        return _values[piece];
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["boundaries"] = new JsonArray([.. _boundaries.Select(boundary => (JsonNode)boundary)]),
        ["values"] = new JsonArray([.. _values.Select(value => (JsonNode)value)]),
        ["name"] = "PiecewiseConstant",
    };
}
