using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>A learning rate as a function of the step. A plain number converts to one that never changes.</summary>
public abstract class Schedule : IKerasSerializable
{
    /// <summary>The rate at a step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <returns>The rate.</returns>
    public abstract double At(long step);

    /// <inheritdoc/>
    public abstract JsonObject GetConfig();

    /// <summary>Whether the rate is the same at every step.</summary>
    public bool IsConstant => this is ConstantRate;

    /// <summary>The form a saved optimizer holds: a plain number for a constant rate, a description for a schedule.</summary>
    internal virtual JsonNode Serialize() => KerasRegistry.Serialize(this, "keras.optimizers.schedules")!;

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    internal static Schedule Deserialize(JsonNode? saved) => saved is JsonValue value && value.TryGetValue(out double rate)
        ? rate
        : KerasRegistry.Deserialize<Schedule>(saved) ?? throw new ModelFormatException("A saved optimizer has no learning_rate.");

    /// <summary>A rate that never changes.</summary>
    /// <param name="rate">The rate, positive.</param>
    /// <returns>The schedule.</returns>
    public static Schedule Constant(double rate) => new ConstantRate(rate);

    /// <summary>A rate that never changes.</summary>
    /// <param name="rate">The rate, positive.</param>
    public static implicit operator Schedule(double rate) => Constant(rate);

    /// <summary>Accepts a number of steps of at least 1.</summary>
    private protected static int Positive(int steps) =>
        steps >= 1 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), steps, "A schedule decays over at least one step.");
}
