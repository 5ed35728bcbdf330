using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Fathom.Layers;

// What happens when a layer is called on values: precision, penalties, masks.
public abstract partial class Layer
{
    // Looking at every tensor's type costs time, which a program that never asks for a low precision is spared.
    private static volatile bool s_mixed;

    /// <summary>
    /// Whether the layer hands on masks: unless it overrides <see cref="ComputeMasks"/>, that of its only input. Where it does not, what follows sees no
    /// mask.
    /// </summary>
    protected virtual bool SupportsMasking => false;

    /// <summary>Whether the layer hands on masks.</summary>
    internal bool HandsOnMasks => SupportsMasking;

    /// <summary>
    /// Whether the layer may compute in the low precision its <see cref="DTypePolicy"/> names. A layer that may not gets its inputs in single precision.
    /// </summary>
    protected virtual bool AllowsLowPrecision => true;

    /// <summary>
    /// Whether inputs come in the precision the layer computes in. Not so for a layer that only moves values, or takes numbers as names, such as the
    /// tokens of a text: those would lose digits.
    /// </summary>
    protected virtual bool CastsInputs => true;

    /// <summary>
    /// Whether training keeps only the layer's inputs, and computes what lies between them and the outputs again on the way back: less memory for about one more
    /// forward pass. The gradients are the same, dropout included. Worth it for a layer or model with much inside; not set unless asked for, nor saved.
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    /// <summary>Called with what the layer gives in a training step. Look, but keep nothing.</summary>
    internal event Action<IReadOnlyList<Tensor>>? Trained;

    /// <summary>Whether a call does nothing but compute the outputs in single precision, so that another may do it instead.</summary>
    internal bool IsCalledPlainly => IsBuilt && (!s_mixed || IsInSinglePrecision) && !GradientCheckpointing && ActivityRegularizer is null && Trained is null;

    // Here and now: also of a layer that does not ask for it, a caller may want low precision.
    private bool IsInSinglePrecision => Autocast.Type is null && (DTypePolicy == DTypePolicy.Float32 || !AllowsLowPrecision);

    /// <summary>Calls the layer on values, building it first if need be.</summary>
    /// <param name="inputs">One tensor per input, batch first.</param>
    /// <param name="context">Training or not.</param>
    /// <returns>One tensor per output, batch first.</returns>
    /// <exception cref="ShapeException">The inputs do not fit what the layer was built for.</exception>
    public IReadOnlyList<Tensor> Forward(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (!IsBuilt) Build([.. inputs.Select(SampleShape)]);
        else if (inputs.Count != InputShapes.Count || inputs.Zip(InputShapes).Any(pair => !Fits(pair.First, pair.Second)))
            CheckSharedUse([.. inputs.Select(SampleShape)]);
        IReadOnlyList<Tensor> outputs = GradientCheckpointing && is_grad_enabled()
            ? Recomputation.Run(this, inputs, given => CallInPrecision(given, context))
            : CallInPrecision(inputs, context);
        if (ActivityRegularizer is not null)
            foreach (Tensor output in outputs) AddLoss(ActivityRegularizer.Penalty(output));
        if (SupportsMasking) PassMasks(inputs, outputs);
        if (context.Training) Trained?.Invoke(outputs);
        return outputs;
    }

    /// <summary>Calls a layer of one input and one output on values.</summary>
    /// <param name="input">Batch first.</param>
    /// <param name="context">Training or not.</param>
    /// <returns>The output, batch first.</returns>
    /// <exception cref="ShapeException">The input does not fit what the layer was built for.</exception>
    public Tensor Forward(Tensor input, CallContext context) => Forward([input], context)[0];

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">One tensor per input, batch first.</param>
    /// <param name="context">Training or not.</param>
    /// <returns>One tensor per output, batch first.</returns>
    protected abstract IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context);

    /// <summary>The masks of the outputs; the only input's for every output unless overridden. Called where <see cref="SupportsMasking"/>.</summary>
    /// <param name="inputs">One tensor per input.</param>
    /// <param name="masks">One mask per input, or none.</param>
    /// <returns>One mask per output, or none; fewer than outputs leave the rest without.</returns>
    protected virtual IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return masks.Count == 1 ? masks : [];
    }

    /// <summary>Adds a penalty to the loss of the batch in training or evaluation; of no effect in other calls.</summary>
    /// <param name="loss">A scalar.</param>
    protected static void AddLoss(Tensor loss) => AddedLosses.Add(loss);

    private IReadOnlyList<Tensor> CallInPrecision(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        if (!s_mixed) return CallChecked(inputs, context);
        ScalarType type = AllowsLowPrecision ? DTypePolicy.ComputeType : float32;
        if (CastsInputs) inputs = [.. inputs.Select(input => Cast(input, type))];
        if (Autocast.Type is null && type == float32) return CallChecked(inputs, context);
        using Autocast.Scope _ = Autocast.Use(type);
        return CallChecked(inputs, context);
    }

    private IReadOnlyList<Tensor> CallChecked(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        try
        {
            return Call(inputs, context);
        }
        catch (ExternalException e) when (inputs.FirstOrDefault(input => input.dtype is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16)) is Tensor other)
        {
            throw new ArgumentException($"{this.Title} got values of type {other.dtype} but computes in single precision. Convert them first: x.to(ScalarType.Float32).", nameof(inputs), e);
        }
    }

    private static Tensor Cast(Tensor input, ScalarType type)
    {
        // Of other types nobody could say that they were meant.
        if (input.dtype == type || input.dtype is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16)) return input;
        Tensor cast = input.to(type);
        if (Masks.Of(input) is Tensor mask) Masks.Attach(cast, mask);
        return cast;
    }

    private void PassMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs)
    {
        IReadOnlyList<Tensor?> masks = ComputeMasks(inputs, [.. inputs.Select(Masks.Of)]);
        for (int i = 0; i < outputs.Count && i < masks.Count; i++)
            if (masks[i] is Tensor mask)
                Masks.Attach(outputs[i], mask);
    }

    private static bool Fits(Tensor batch, Shape sample)
    {
        long[] axes = batch.shape;
        if (axes.Length != sample.Count + 1) return false;
        for (int axis = 0; axis < sample.Count; axis++)
            if (sample[axis] != Shape.Unknown && sample[axis] != axes[axis + 1])
                return false;
        return true;
    }
}
