using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Gives values mean 0 and variance 1, then multiplies by a learned gamma and adds a learned beta: the base of the normalizations that do.</summary>
public abstract class ScaledNormalization : UnaryLayer
{
    private protected ScaledNormalization() { }

    private protected ScaledNormalization(JsonObject config)
    {
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        Epsilon = config.Get("epsilon", 1e-3);
        Center = config.Get("center", true);
        Scale = config.Get("scale", true);
        BetaInitializer = config.GetInitializer("beta_initializer", new Zeros());
        GammaInitializer = config.GetInitializer("gamma_initializer", new Ones());
        BetaRegularizer = config.GetRegularizer("beta_regularizer");
        GammaRegularizer = config.GetRegularizer("gamma_regularizer");
        BetaConstraint = config.GetConstraint("beta_constraint");
        GammaConstraint = config.GetConstraint("gamma_constraint");
    }

    /// <summary>Added to the variance; 0.001 as in Keras (PyTorch takes 0.00001).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Epsilon is a small positive number; 0.001 is usual.");
    } = 1e-3;

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether to multiply by gamma.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>Draws the first beta.</summary>
    public Initializer BetaInitializer { get; init; } = new Zeros();

    /// <summary>Draws the first gamma.</summary>
    public Initializer GammaInitializer { get; init; } = new Ones();

    /// <summary>A penalty on beta.</summary>
    public Regularizer? BetaRegularizer { get; init; }

    /// <summary>A penalty on gamma.</summary>
    public Regularizer? GammaRegularizer { get; init; }

    /// <summary>Bounds on beta.</summary>
    public Constraint? BetaConstraint { get; init; }

    /// <summary>Bounds on gamma.</summary>
    public Constraint? GammaConstraint { get; init; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <summary>What to multiply by, or none.</summary>
    private protected Weight? Gamma { get; private set; }

    /// <summary>What to add, or none.</summary>
    private protected Weight? Beta { get; private set; }

    /// <summary>Makes gamma and beta as far as the options want them.</summary>
    private protected void AddScale(ReadOnlySpan<int> shape, bool scale, bool center)
    {
        if (scale) Gamma = AddWeight("gamma", shape, GammaInitializer, regularizer: GammaRegularizer, constraint: GammaConstraint);
        if (center) Beta = AddWeight("beta", shape, BetaInitializer, regularizer: BetaRegularizer, constraint: BetaConstraint);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["epsilon"] = Epsilon;
        config["center"] = Center;
        config["scale"] = Scale;
        config.Put("beta_initializer", BetaInitializer);
        config.Put("gamma_initializer", GammaInitializer);
        config.Put("beta_regularizer", BetaRegularizer);
        config.Put("gamma_regularizer", GammaRegularizer);
        config.Put("beta_constraint", BetaConstraint);
        config.Put("gamma_constraint", GammaConstraint);
    }
}
