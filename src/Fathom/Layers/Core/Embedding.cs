using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A vector per token: row <c>id</c> of a trained table (<c>keras.layers.Embedding</c>).</summary>
/// <remarks>
/// Input (batch, …), token ids from 0 up to but without <see cref="InputDim"/>, whole numbers of any type (a fraction is cut off); output (batch, …,
/// <see cref="OutputDim"/>). Weights: embeddings (<see cref="InputDim"/>, <see cref="OutputDim"/>).
/// </remarks>
public sealed class Embedding : UnaryLayer, IFromConfig<Embedding>
{
    private Weight? _embeddings;

    /// <summary>Creates the layer.</summary>
    /// <param name="inputDim">The number of tokens, at least 1: one more than the greatest id.</param>
    /// <param name="outputDim">The length of a vector, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is below 1.</exception>
    public Embedding(int inputDim, int outputDim)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputDim, 1);
        (InputDim, OutputDim) = (inputDim, outputDim);
    }

    /// <summary>The number of tokens.</summary>
    public int InputDim { get; }

    /// <summary>The length of a vector.</summary>
    public int OutputDim { get; }

    /// <summary>Whether id 0 is padding, which the layers after this one leave out: the output carries the mask. Not unless set.</summary>
    public bool MaskZero { get; init; }

    /// <summary>Draws the first table; uniform on ±0.05 unless set.</summary>
    public Initializer EmbeddingsInitializer { get; init; } = new RandomUniform();

    /// <summary>A penalty on the table.</summary>
    public Regularizer? EmbeddingsRegularizer { get; init; }

    /// <summary>Bounds of the table.</summary>
    public Constraint? EmbeddingsConstraint { get; init; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => MaskZero;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Shape([.. input, OutputDim]);
    }

    /// <inheritdoc/>
    public static Embedding FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Embedding(config.Need<int>("input_dim"), config.Need<int>("output_dim"))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            MaskZero = config.Get("mask_zero", false),
            EmbeddingsInitializer = config.GetInitializer("embeddings_initializer", new RandomUniform()),
            EmbeddingsRegularizer = config.GetRegularizer("embeddings_regularizer"),
            EmbeddingsConstraint = config.GetConstraint("embeddings_constraint"),
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        _embeddings = AddWeight("embeddings", [InputDim, OutputDim], EmbeddingsInitializer, regularizer: EmbeddingsRegularizer, constraint: EmbeddingsConstraint);
        _embeddings.IsTable = true;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor ids = input.to(int64).contiguous();
        CheckIds(ids);
        if (ids.device_type == DeviceType.CPU && _embeddings!.IsReadAsItIs) return EmbeddingFunction.Run(ids, _embeddings.Table, _embeddings.TableGradient);
        Tensor table = _embeddings!.Value;
        return ids.device_type == DeviceType.CPU && table.dtype == float32
            ? EmbeddingFunction.Run(ids, table, null)
            : table.index_select(0, ids.flatten()).reshape([.. ids.shape, OutputDim]);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[0].ne(0)];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["input_dim"] = InputDim;
        config["output_dim"] = OutputDim;
        config.Put("embeddings_initializer", EmbeddingsInitializer);
        config.Put("embeddings_regularizer", EmbeddingsRegularizer);
        config.Put("embeddings_constraint", EmbeddingsConstraint);
        config["mask_zero"] = MaskZero;
    }

    // An id out of range would read foreign memory, and end a process's use of an accelerator.
    private void CheckIds(Tensor ids)
    {
        if (ids.numel() == 0) return;
        long least = long.MaxValue, greatest = long.MinValue;
        if (ids.device_type != DeviceType.CPU) (least, greatest) = (ids.min().ToInt64(), ids.max().ToInt64());
        else
            foreach (long id in MemoryMarshal.Cast<byte, long>(ids.bytes))
            {
                least = Math.Min(least, id);
                greatest = Math.Max(greatest, id);
            }
        if (least < 0 || greatest >= InputDim)
            throw new ArgumentException(
                $"{this.Title} has vectors for the ids 0 … {InputDim - 1} but got ids from {least} to {greatest}. Make it with an inputDim above the greatest id, or map what is not in " +
                "the vocabulary to one id, as StringLookup and IntegerLookup do.", nameof(ids));
    }
}
