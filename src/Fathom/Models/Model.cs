using System.Reflection;
using Fathom.Layers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>
/// A graph of layers that can be trained, evaluated, asked and saved. It is a layer itself, so models nest and are shared like layers.
/// </summary>
/// <remarks>
/// Three ways to make one, as in Keras: <see cref="Sequential"/>; functionally, from inputs and outputs; or by deriving a class that keeps its layers in
/// fields and overrides <see cref="Call(Tensor, CallContext)"/>.
/// </remarks>
[KerasClass("Functional", Module = "keras.src.models.functional", RegisteredName = "Functional")]
public partial class Model : Layer
{
    private readonly FunctionalGraph? _graph;
    private IReadOnlyList<Layer>? _layers;

    /// <summary>Makes a model of one input and one output.</summary>
    /// <param name="inputs">Where data enters.</param>
    /// <param name="outputs">What the model computes.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The output does not depend on the input alone.</exception>
    public Model(SymbolicTensor inputs, SymbolicTensor outputs, string? name = null) : this([inputs], [outputs], name) { }

    /// <summary>Makes a model of several inputs or outputs.</summary>
    /// <param name="inputs">Where data enters, in the order data will be given.</param>
    /// <param name="outputs">What the model computes, in the order targets will be given.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">The outputs depend on an input that is not listed, or two layers have one name.</exception>
    public Model(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, string? name = null) : this(name)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        if (inputs.Count == 0 || outputs.Count == 0) throw new ArgumentException("A model needs at least one input and one output.");
        _graph = new FunctionalGraph([.. inputs], [.. outputs]);
        LayerNames.Assign(_graph.Layers, Name);
        Build([.. inputs.Select(input => input.Shape)]);
    }

    /// <summary>Makes a model whose <see cref="Call(Tensor, CallContext)"/> is written by a derived class.</summary>
    /// <param name="name">The model's name.</param>
    protected Model(string? name = null)
    {
        if (name is not null) Name = name;
    }

    /// <summary>The layers, in order; those of a derived class are the ones its fields hold.</summary>
    public virtual IReadOnlyList<Layer> Layers => _graph?.Layers ?? (_layers ??= FindLayers());

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Layer> Sublayers => Layers;

    internal sealed override string SublayerFolder => "layers/";

    /// <summary>The graph, where the model was made functionally.</summary>
    internal FunctionalGraph? Graph => _graph;

    /// <summary>The layers, where each takes what the one before gives and the class adds nothing of its own; else none.</summary>
    internal virtual IReadOnlyList<Layer>? LayerChain => GetType() == typeof(Model) ? _graph?.Chain : null;

    /// <summary>The shapes the model declares for its data, where it does.</summary>
    internal virtual IReadOnlyList<Shape>? DeclaredInputs => _graph is null ? null : [.. _graph.Inputs.Select(input => input.Shape)];

    /// <summary>Not used: the layers inside pass masks on themselves.</summary>
    protected sealed override bool SupportsMasking => false;

    /// <summary>Not used: the layers inside have a precision each.</summary>
    protected sealed override bool CastsInputs => false;

    /// <summary>The layer of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(layer => layer.Name == name) ?? throw new ArgumentException(
        $"Model '{Name}' has no layer '{name}'. It has: {string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _graph is not null ? GraphShapes(inputs) : Try(inputs);
    }

    /// <summary>Computes the outputs; for a derived class of several inputs or outputs.</summary>
    /// <param name="inputs">One tensor per input, batch first.</param>
    /// <param name="context">Training or not; hand it on to the layers.</param>
    /// <returns>One tensor per output, batch first.</returns>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_graph is not null) return _graph.Call(inputs, context);
        return inputs.Count == 1
            ? [Call(inputs[0], context)]
            : throw new ShapeException($"Model '{Name}' got {inputs.Count} inputs. Override Call(IReadOnlyList<Tensor>, CallContext) to take several.");
    }

    /// <summary>Computes the output; for a derived class of one input and one output.</summary>
    /// <param name="input">Batch first.</param>
    /// <param name="context">Training or not; hand it on to the layers.</param>
    /// <returns>The output, batch first.</returns>
    protected virtual Tensor Call(Tensor input, CallContext context) =>
        throw new InvalidOperationException($"Model '{GetType().Name}' computes nothing: override Call.");

    /// <summary>Makes the weights if the model declares its inputs.</summary>
    /// <exception cref="InvalidOperationException">It does not, and has seen no data.</exception>
    internal void NeedWeights(string purpose)
    {
        if (IsBuilt) return;
        Build(DeclaredInputs ?? throw new InvalidOperationException($"Model '{Name}' has no weights yet. Begin it with an Input, or train it first, then {purpose}."));
    }

    private IReadOnlyList<Shape> GraphShapes(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != _graph!.Inputs.Count)
            throw new ShapeException($"Model '{Name}' has {_graph.Inputs.Count} inputs but got {inputs.Count}. Give one per input, in the order they were declared.");
        for (int i = 0; i < inputs.Count; i++)
            if (!_graph.Inputs[i].Shape.Matches(inputs[i]))
                throw new ShapeException(
                    $"Model '{Name}' got shape {inputs[i]} for input {i} ('{_graph.Inputs[i].Source.Layer.Name}') but was built for {_graph.Inputs[i].Shape}. Reshape the data, or " +
                    "build the model for this shape.");
        return _graph.ComputeOutputShapes(inputs);
    }

    // A derived class computes in plain code: its shapes are found by a trial on zeros, which also builds its layers.
    private Shape[] Try(IReadOnlyList<Shape> inputs)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor[] trial = [.. inputs.Select(shape => zeros(new Shape([.. shape.Select(axis => axis == Shape.Unknown ? 1 : axis)]).WithBatch(1)))];
        Shape[] shapes = [.. Call(trial, CallContext.Trial).Select(SampleShape)];
        LayerNames.Assign(Layers, Name);
        return shapes;
    }

    private List<Layer> FindLayers()
    {
        var found = new List<Layer>();
        var types = new Stack<Type>();
        for (Type type = GetType(); type != typeof(Model) && type != typeof(object); type = type.BaseType!) types.Push(type);
        foreach (FieldInfo field in types.SelectMany(type => type.GetFields(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(field => field.MetadataToken)))
        {
            switch (field.GetValue(this))
            {
                case Layer layer: found.Add(layer); break;
                case IEnumerable<Layer> layers: found.AddRange(layers); break;
            }
        }
        return [.. found.Distinct()];
    }
}
