using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A fully connected layer: activation(x · kernel + bias), over the last axis (<c>keras.layers.Dense</c>).</summary>
/// <remarks>Input (batch, …, features), output (batch, …, units). Weights: kernel (features, units), bias (units).</remarks>
public sealed class Dense : UnaryLayer, IFromConfig<Dense>
{
    private Weight? _kernel, _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="units">The number of outputs, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public Dense(int units, Activation? activation = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Units = units;
        Activation = activation ?? Activation.Linear;
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Draws the first kernel.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Draws the first bias.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Bounds of the kernel.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Bounds of the bias.</summary>
    public Constraint? BiasConstraint { get; init; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        this.NeedSameLastAxis(input, _kernel?.Shape[0]);
        return input.With(-1, Units);
    }

    /// <inheritdoc/>
    public static Dense FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Dense(config.Need<int>("units"), config.GetActivation("activation"))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            UseBias = config.Get("use_bias", true),
            KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform()),
            BiasInitializer = config.GetInitializer("bias_initializer", new Zeros()),
            KernelRegularizer = config.GetRegularizer("kernel_regularizer"),
            BiasRegularizer = config.GetRegularizer("bias_regularizer"),
            KernelConstraint = config.GetConstraint("kernel_constraint"),
            BiasConstraint = config.GetConstraint("bias_constraint"),
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _kernel = AddWeight("kernel", [input[^1], Units], KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        if (UseBias) _bias = AddWeight("bias", [Units], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor result = _bias is not null && input.ndim == 2
            ? addmm(_bias.Value, input, _kernel!.Value, 1f, 1f)
            : _bias is null ? input.matmul(_kernel!.Value) : input.matmul(_kernel!.Value).add_(_bias.Value);
        return Activation.Apply(result);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["units"] = Units;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("bias_regularizer", BiasRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
        config.Put("bias_constraint", BiasConstraint);
    }
}
