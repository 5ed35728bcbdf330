using System.Text.Json.Nodes;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Hands its input on and adds a penalty on it to the loss: λ₁ Σ |x| + λ₂ Σ x² over the batch (<c>keras.layers.ActivityRegularization</c>). Any shape, unchanged.</summary>
public sealed class ActivityRegularization : UnaryLayer, IFromConfig<ActivityRegularization>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="l1">λ₁, not negative.</param>
    /// <param name="l2">λ₂, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0)
    {
        (L1, L2) = (l1, l2);
        ActivityRegularizer = new L1L2(l1, l2);
    }

    /// <summary>λ₁.</summary>
    public double L1 { get; }

    /// <summary>λ₂.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static ActivityRegularization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ActivityRegularization(config.Get("l1", 0.0), config.Get("l2", 0.0)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context) => input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        // The two numbers say it already.
        _ = config.Remove("activity_regularizer");
        config["l1"] = L1;
        config["l2"] = L2;
    }
}
