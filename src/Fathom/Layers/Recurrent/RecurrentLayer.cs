using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>
/// What the recurrent layers with a cell of their own share: its options. The weights (kernel, recurrent_kernel, bias) are the cell's.
/// </summary>
public abstract class RecurrentLayer : RNN
{
    private protected RecurrentLayer(RecurrentCell cell, CellOptions options) : base(cell) => Options = options;

    private protected RecurrentLayer(RecurrentCell cell, CellOptions options, JsonObject config) : base(cell, config) => Options = options;

    /// <inheritdoc cref="VectorCell.Activation"/>
    public Activation Activation => Options.Activation;

    /// <inheritdoc cref="VectorCell.UseBias"/>
    public bool UseBias { get => Options.UseBias; init => Options.UseBias = value; }

    /// <inheritdoc cref="VectorCell.KernelInitializer"/>
    public Initializer KernelInitializer { get => Options.KernelInitializer; init => Options.KernelInitializer = value; }

    /// <inheritdoc cref="VectorCell.RecurrentInitializer"/>
    public Initializer RecurrentInitializer { get => Options.RecurrentInitializer; init => Options.RecurrentInitializer = value; }

    /// <inheritdoc cref="VectorCell.BiasInitializer"/>
    public Initializer BiasInitializer { get => Options.BiasInitializer; init => Options.BiasInitializer = value; }

    /// <inheritdoc cref="VectorCell.KernelRegularizer"/>
    public Regularizer? KernelRegularizer { get => Options.KernelRegularizer; init => Options.KernelRegularizer = value; }

    /// <inheritdoc cref="VectorCell.RecurrentRegularizer"/>
    public Regularizer? RecurrentRegularizer { get => Options.RecurrentRegularizer; init => Options.RecurrentRegularizer = value; }

    /// <inheritdoc cref="VectorCell.BiasRegularizer"/>
    public Regularizer? BiasRegularizer { get => Options.BiasRegularizer; init => Options.BiasRegularizer = value; }

    /// <inheritdoc cref="VectorCell.KernelConstraint"/>
    public Constraint? KernelConstraint { get => Options.KernelConstraint; init => Options.KernelConstraint = value; }

    /// <inheritdoc cref="VectorCell.RecurrentConstraint"/>
    public Constraint? RecurrentConstraint { get => Options.RecurrentConstraint; init => Options.RecurrentConstraint = value; }

    /// <inheritdoc cref="VectorCell.BiasConstraint"/>
    public Constraint? BiasConstraint { get => Options.BiasConstraint; init => Options.BiasConstraint = value; }

    /// <inheritdoc cref="VectorCell.Dropout"/>
    public float Dropout { get => Options.Dropout; init => Options.Dropout = value; }

    /// <inheritdoc cref="VectorCell.RecurrentDropout"/>
    public float RecurrentDropout { get => Options.RecurrentDropout; init => Options.RecurrentDropout = value; }

    private protected CellOptions Options { get; }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        WriteSequenceOptions(config);
    }
}
