using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Divides the kernel of a layer by its largest singular value at every call in training, which bounds how much the layer can stretch its input
/// (<c>keras.layers.SpectralNormalization</c>; Miyato et al. 2018). The value is followed by power iteration from call to call.
/// </summary>
/// <remarks>
/// Shapes are the inner layer's. Weights: the inner layer's kernel or embeddings, and vector_u, which the iteration keeps; then those of the inner layer. As in
/// Keras the kernel itself is changed, and gradients do not flow through the singular value.
/// </remarks>
public sealed class SpectralNormalization : UnaryLayer, IFromConfig<SpectralNormalization>
{
    // Keras's own constant.
    private const double Epsilon = 1e-7;
    private Weight? _kernel, _u;

    /// <summary>Wraps a layer.</summary>
    /// <param name="layer">A layer with a kernel or embeddings, of one input and one output.</param>
    /// <param name="powerIterations">Steps of the iteration per call, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="powerIterations"/> is below 1.</exception>
    public SpectralNormalization(Layer layer, int powerIterations = 1)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(powerIterations, 1);
        Layer = layer;
        PowerIterations = powerIterations;
    }

    /// <summary>The layer whose kernel is normalized.</summary>
    public Layer Layer { get; }

    /// <summary>Steps of the iteration per call.</summary>
    public int PowerIterations { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => [Layer];

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    internal override string? FolderOf(Layer inner) => "layer";

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => Layer.ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public static SpectralNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Layer layer = KerasRegistry.Deserialize<Layer>(config["layer"])
            ?? throw new ModelFormatException($"The SpectralNormalization '{config.LayerName()}' holds no layer.");
        return new SpectralNormalization(layer, config.Get("power_iterations", 1)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Layer.Build([input]);
        _kernel = Layer.OwnWeights.FirstOrDefault(weight => weight.Name is "kernel" or "embeddings")
            ?? throw new ShapeException($"{this.Title} wraps {Layer.Title}, which has neither a kernel nor embeddings. Wrap a layer that has, such as Dense or Conv2D.");
        ShareWeight(_kernel);
        _u = AddWeight("vector_u", [1, _kernel.Shape[^1]], new TruncatedNormal(deviation: 0.02), trainable: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Training) return Layer.Forward(input, context);
        Normalize(_kernel!.Value, _u!.Value);
        // A second call before gradients are taken changes the kernel again; the first call's gradients want it as it was.
        _kernel.StandIn = _kernel.Value.clone();
        try
        {
            return Layer.Forward(input, context);
        }
        finally
        {
            _kernel.StandIn = null;
        }
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["layer"] = KerasRegistry.Serialize(Layer, "keras.layers");
        config["power_iterations"] = PowerIterations;
    }

    private void Normalize(Tensor kernel, Tensor kept)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor matrix = kernel.reshape(-1, kernel.shape[^1]), u = kept, v = u;
        for (int i = 0; i < PowerIterations; i++)
        {
            v = Unit(u.matmul(matrix.t()));
            u = Unit(v.matmul(matrix));
        }
        Tensor largest = v.matmul(matrix).matmul(u.t()), nothing = largest.eq(0);
        // A kernel of zeros has no direction to follow.
        _ = kept.copy_(where(nothing, kept, u));
        _ = kernel.div_(largest.masked_fill(nothing, 1).squeeze());
    }

    private static Tensor Unit(Tensor vector) => vector * vector.square().sum().clamp_min(Epsilon * Epsilon).rsqrt();
}
