using System.Text.Json.Nodes;

namespace Fathom.Schedules;

/// <summary>A rate that never changes.</summary>
internal sealed class ConstantRate : Schedule
{
    private readonly double _rate;

    public ConstantRate(double rate)
    {
        if (!double.IsFinite(rate) || rate < 0)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"A learning rate of {rate} cannot train anything. Give a small positive number, for example 0.001.");
        _rate = rate;
    }

    public override double At(long step) => _rate;

    public override JsonObject GetConfig() => new() { ["value"] = _rate };

    internal override JsonNode Serialize() => JsonValue.Create(_rate);
}
