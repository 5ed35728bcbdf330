using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Cells that act as one: each reads the output of the one before (<c>keras.layers.StackedRNNCells</c>). Its states are those of all, in order.</summary>
public sealed class StackedRNNCells : RecurrentCell, IFromConfig<StackedRNNCells>
{
    /// <summary>Creates the cell.</summary>
    /// <param name="cells">The cells, at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public StackedRNNCells(IReadOnlyList<RecurrentCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw new ArgumentException("A stack needs at least one cell.", nameof(cells));
        Cells = [.. cells];
    }

    /// <summary>The cells, the first to read the input first.</summary>
    public IReadOnlyList<RecurrentCell> Cells { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => Cells;

    internal override string SublayerFolder => "cells/";

    internal override string? SequenceAxes => Cells[0].SequenceAxes;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeStateShapes(Shape input) => [.. Inputs(input).SelectMany(pair => pair.Cell.ComputeStateShapes(pair.Input))];

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        (RecurrentCell last, Shape read) = Inputs(input).Last();
        return last.ComputeOutputShape(read);
    }

    /// <inheritdoc/>
    public static StackedRNNCells FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonArray cells = config["cells"] as JsonArray ?? throw new ModelFormatException("The saved StackedRNNCells lists no cells.");
        var stack = new StackedRNNCells([.. cells.Select(cell => KerasRegistry.Deserialize<RecurrentCell>(cell)!)]) { Name = config.LayerName() };
        if (!config.Get("trainable", true)) stack.Trainable = false;
        return stack;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        foreach ((RecurrentCell cell, Shape read) in Inputs(input)) cell.BuildFor(read);
    }

    /// <inheritdoc/>
    protected override (Tensor Output, IReadOnlyList<Tensor> States) Step(Tensor input, IReadOnlyList<Tensor> states, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        (Tensor output, IReadOnlyList<Tensor> after) = Run(new SequenceCall(input.unsqueeze(1), states, context) { ReturnState = true });
        return (output, after);
    }

    /// <inheritdoc/>
    internal override (Tensor Output, IReadOnlyList<Tensor> States) Run(SequenceCall call)
    {
        // A cell reads nothing but the outputs before it: cell after cell over the whole sequence is the same as timestep after timestep.
        call = call.InOrder;
        Tensor output = call.Sequence;
        var after = new List<Tensor>();
        int first = 0;
        foreach (RecurrentCell cell in Cells)
        {
            bool last = cell == Cells[^1];
            int count = call.InitialStates.Count == 0 ? 0 : cell.ComputeStateShapes(SampleShape(output.select(1, 0))).Count;
            IReadOnlyList<Tensor> states;
            (output, states) = cell.Run(call with
            {
                Sequence = output,
                InitialStates = [.. call.InitialStates.Skip(first).Take(count)],
                ReturnSequences = !last || call.ReturnSequences,
                ZeroOutputForMask = last && call.ZeroOutputForMask,
            });
            after.AddRange(states);
            first += count;
        }
        return (output, after);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["cells"] = new JsonArray([.. Cells.Select(cell => KerasRegistry.Serialize(cell, "keras.layers"))]);
    }

    private IEnumerable<(RecurrentCell Cell, Shape Input)> Inputs(Shape input)
    {
        foreach (RecurrentCell cell in Cells)
        {
            yield return (cell, input);
            input = cell.ComputeOutputShape(input);
        }
    }
}
