using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Gives the values along one axis of each sample mean 0 and variance 1, then scales and shifts them: gamma · (x − mean) / √(variance + ε) + beta
/// (<c>keras.layers.LayerNormalization</c>; Ba et al. 2016).
/// </summary>
/// <remarks>Any shape, unchanged. Weights: gamma and beta, each as long as the axis.</remarks>
public sealed class LayerNormalization : UnaryLayer, IFromConfig<LayerNormalization>
{
    private Weight? _gamma, _beta;
    private long[] _length = [];

    /// <summary>The axis to normalize over, batch counted: 1 is the first after the batch, -1 (default) the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, the batch.</exception>
    public int Axis
    {
        get;
        init => field = value != 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch; 1 is the first axis of a sample.");
    } = -1;

    /// <summary>Added to the variance; 0.001 as in Keras (PyTorch takes 0.00001).</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether to multiply by gamma.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>Draws the first beta.</summary>
    public Initializer BetaInitializer { get; init; } = new Zeros();

    /// <summary>Draws the first gamma.</summary>
    public Initializer GammaInitializer { get; init; } = new Ones();

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        int length = Length(input);
        if (_length.Length > 0 && length != _length[0])
            throw new ShapeException($"{this.Title} got shape {input} but was built for {_length[0]} values along axis {Axis}. Check the layers before it, or use a new layer for this input.");
        return input;
    }

    /// <inheritdoc/>
    public static LayerNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        int[] axes = config["axis"] is JsonArray ? config.NeedInts("axis") : [config.Get("axis", -1)];
        if (axes.Length != 1 || config.Get("rms_scaling", false))
            throw new ModelFormatException($"The LayerNormalization '{config.LayerName()}' normalizes over several axes or by RMS; only one axis by mean and variance is known here.");
        return new LayerNormalization
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Axis = axes[0],
            Epsilon = config.Get("epsilon", 1e-3),
            Center = config.Get("center", true),
            Scale = config.Get("scale", true),
            BetaInitializer = config.GetInitializer("beta_initializer", new Zeros()),
            GammaInitializer = config.GetInitializer("gamma_initializer", new Ones()),
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int length = Length(input);
        _length = [length];
        if (Scale) _gamma = AddWeight("gamma", [length], GammaInitializer);
        if (Center) _beta = AddWeight("beta", [length], BetaInitializer);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        bool last = Axis == -1 || Axis == input.ndim - 1;
        Tensor result = nn.functional.layer_norm(last ? input : input.transpose(Axis, -1), _length, _gamma?.Value, _beta?.Value, Epsilon);
        return last ? result : result.transpose(Axis, -1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = Axis;
        config["epsilon"] = Epsilon;
        config["center"] = Center;
        config["scale"] = Scale;
        config.Put("beta_initializer", BetaInitializer);
        config.Put("gamma_initializer", GammaInitializer);
    }

    private int Length(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int axis = Axis < 0 ? input.Count + Axis : Axis - 1;
        return axis >= 0 && axis < input.Count && input[axis] != Shape.Unknown
            ? input[axis]
            : throw new ShapeException($"{this.Title} got shape {input}, which has no axis {Axis} of known length. Give that axis a length, or set Axis.");
    }
}
