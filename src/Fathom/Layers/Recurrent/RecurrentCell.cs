using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What a recurrent layer does at one timestep: from an input and the states before it to an output and the states after it. Derive cells of your own
/// from it, and give them to <see cref="RNN"/>.
/// </summary>
/// <remarks>
/// As a layer by itself a cell takes (batch, …) and its states, and gives its output and its new states. A cell that should be saved, or be read in both
/// directions, implements <see cref="Saving.IFromConfig{TSelf}"/>, and its assembly is made known with <see cref="Saving.KerasRegistry.Register"/>.
/// </remarks>
public abstract class RecurrentCell : Layer
{
    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <summary>The shapes of the states.</summary>
    /// <param name="input">The shape of one timestep, batch left out.</param>
    /// <returns>One shape per state, batch left out.</returns>
    /// <exception cref="ShapeException">The cell cannot take such a timestep.</exception>
    public abstract IReadOnlyList<Shape> ComputeStateShapes(Shape input);

    /// <summary>The shape of the output; that of the first state unless overridden.</summary>
    /// <param name="input">The shape of one timestep, batch left out.</param>
    /// <returns>The shape, batch left out.</returns>
    /// <exception cref="ShapeException">The cell cannot take such a timestep.</exception>
    public virtual Shape ComputeOutputShape(Shape input) => ComputeStateShapes(input)[0];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ShapeException($"{this.Title} got no input: it takes a timestep and its states.");
        IReadOnlyList<Shape> states = ComputeStateShapes(inputs[0]);
        if (inputs.Count != 1 + states.Count) throw new ShapeException($"{this.Title} got {inputs.Count} inputs: it takes a timestep and {states.Count} state(s).");
        foreach ((Shape wanted, Shape got) in states.Zip(inputs.Skip(1)))
            if (!wanted.Matches(got)) throw new ShapeException($"{this.Title} got a state of shape {got} where one of shape {wanted} belongs. Take the states the cell gave before.");
        return [ComputeOutputShape(inputs[0]), .. states];
    }

    /// <summary>Makes the weights. Not needed for a cell without weights.</summary>
    /// <param name="input">The shape of one timestep, batch left out.</param>
    protected virtual void OnBuild(Shape input) { }

    /// <summary>Computes one timestep.</summary>
    /// <param name="input">What is read, batch first.</param>
    /// <param name="states">The states before it, batch first.</param>
    /// <param name="context">Training or not.</param>
    /// <returns>The output and the states after it, batch first.</returns>
    protected abstract (Tensor Output, IReadOnlyList<Tensor> States) Step(Tensor input, IReadOnlyList<Tensor> states, CallContext context);

    /// <summary>The states before the first timestep; zeros unless overridden.</summary>
    /// <param name="input">The first timestep, batch first.</param>
    /// <returns>One tensor per state, batch first.</returns>
    protected virtual IReadOnlyList<Tensor> InitialStates(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return [.. ComputeStateShapes(SampleShape(input)).Select(shape => zeros(shape.WithBatch(input.shape[0]), dtype: input.dtype, device: input.device))];
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        OnBuild(inputs[0]);
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Tensor output, IReadOnlyList<Tensor> states) = Step(inputs[0], [.. inputs.Skip(1)], context);
        return [output, .. states];
    }

    /// <summary>The axes of a sequence of timesteps, for example <c>(batch, timesteps, features)</c>; none where any will do.</summary>
    internal virtual string? SequenceAxes => null;

    /// <summary>Makes the weights for timesteps of a shape.</summary>
    internal void BuildFor(Shape input) => Build([input, .. ComputeStateShapes(input)]);

    /// <summary>Computes all timesteps: the output, and the final states where they are wanted.</summary>
    internal virtual (Tensor Output, IReadOnlyList<Tensor> States) Run(SequenceCall call)
    {
        call = call.InOrder;
        Tensor data = call.Data;
        return call.Loop(data, StartOf(call), (input, states) => Step(input, states, call.Context));
    }

    /// <summary>The states a call begins with.</summary>
    internal IReadOnlyList<Tensor> StartOf(SequenceCall call) => call.InitialStates.Count > 0 ? call.InitialStates : InitialStates(call.Sequence.select(1, 0));
}
