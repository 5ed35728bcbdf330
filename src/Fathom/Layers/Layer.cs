using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// A step of a model: tensors in, tensors out, with weights of its own. Most layers take one tensor and give one: derive those from
/// <see cref="UnaryLayer"/>.
/// </summary>
/// <remarks>
/// Life of a layer: it is made with its options; <see cref="Build(IReadOnlyList{Shape})"/> makes its weights once the input shapes are known; then it is
/// called any number of times. A layer used twice shares its weights.
/// </remarks>
public abstract partial class Layer : IKerasSerializable
{
    private readonly List<Weight> _weights = [];
    private readonly List<RandomStream> _randomStreams = [];
    private readonly string? _name;
    private string? _automaticName;
    private IReadOnlyList<Shape>? _builtFor;

    /// <summary>
    /// The name, unique in its model. Unless given, the model that first holds the layer chooses one as Keras does: <c>dense</c>, <c>dense_1</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or holds a slash.</exception>
    public string Name
    {
        get => _name ?? _automaticName ?? KerasNames.LayerName(GetType());
        init => _name = !string.IsNullOrWhiteSpace(value) && !value.Contains('/', StringComparison.Ordinal)
            ? value
            : throw new ArgumentException($"'{value}' cannot name a layer: a name is not empty and has no '/'.", nameof(value));
    }

    /// <summary>Whether the user chose the name.</summary>
    internal bool HasOwnName => _name is not null;

    /// <summary>Names a layer that has no name of its own.</summary>
    internal void NameAutomatically(string name) => _automaticName = name;

    /// <summary>
    /// Whether training may change the weights; setting it sets that of all inner layers. Set it before the model is compiled, and compile again after a
    /// change.
    /// </summary>
    public bool Trainable
    {
        get;
        set
        {
            field = value;
            foreach (Layer layer in Sublayers) layer.Trainable = value;
        }
    } = true;

    /// <summary>
    /// The learning rate of this layer's weights relative to the optimizer's, multiplied with those of the layers around it; 1 unless set. Set it before the
    /// first batch; to keep weights as they are set <see cref="Trainable"/>. Keras has no such option and saves none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or not finite.</exception>
    public double LearningRateMultiplier
    {
        get;
        set => field = value is > 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is multiplied by a positive number. Set Trainable to false to keep a layer's weights as they are.");
    } = 1;

    /// <summary>Tells the weights where they lie and how fast they learn.</summary>
    internal void PlaceWeights(string path = "", double rate = 1)
    {
        rate *= LearningRateMultiplier;
        foreach (Weight weight in _weights) (weight.Path, weight.LearningRateMultiplier) = ($"{path}{weight.Name}", rate);
        foreach (Layer layer in Sublayers) layer.PlaceWeights($"{path}{layer.Name}/", rate);
    }

    /// <summary>In which precision the layer computes; setting it sets that of all inner layers. Single precision unless set.</summary>
    public DTypePolicy DTypePolicy
    {
        get;
        set
        {
            field = value ?? throw new ArgumentNullException(nameof(value));
            if (value != DTypePolicy.Float32) s_mixed = true;
            foreach (Layer layer in Sublayers) layer.DTypePolicy = value;
        }
    } = DTypePolicy.Float32;

    /// <summary>A penalty on what the layer gives, added to the loss of training and evaluation (<c>activity_regularizer</c>).</summary>
    public Regularizer? ActivityRegularizer { get; set; }

    /// <summary>Whether the weights exist.</summary>
    public bool IsBuilt => _builtFor is not null;

    /// <summary>The shapes the layer was built for; empty before.</summary>
    public IReadOnlyList<Shape> InputShapes => _builtFor ?? [];

    /// <summary>The sequences of random numbers of this layer and the layers inside it.</summary>
    internal IEnumerable<RandomStream> RandomStreams => _randomStreams.Concat(Sublayers.SelectMany(layer => layer.RandomStreams)).Distinct();

    /// <summary>What the layer itself carries from batch to batch, if anything.</summary>
    internal virtual CarriedStates? Carried => null;

    /// <summary>What this layer and the layers inside it carry from batch to batch.</summary>
    internal IEnumerable<CarriedStates> AllCarried => (Carried is { } own ? [own] : Enumerable.Empty<CarriedStates>()).Concat(Sublayers.SelectMany(layer => layer.AllCarried)).Distinct();

    /// <summary>The weights of the layer itself, in the order Keras lists them; those of inner layers are with <see cref="Sublayers"/>.</summary>
    public IReadOnlyList<Weight> OwnWeights => _weights;

    /// <summary>The layers inside this one.</summary>
    public virtual IReadOnlyList<Layer> Sublayers => [];

    /// <summary>The group of a weights file that Keras keeps a layer inside this one in; none where it goes by the inner layer's class.</summary>
    internal virtual string? FolderOf(Layer inner) => null;

    /// <summary>The group of a weights file that layers inside this one lie in where they go by class; empty for the layer's own group.</summary>
    internal virtual string SublayerFolder => "";

    /// <summary>Forgets what the layer and the layers inside it carry from batch to batch: the states of stateful recurrent layers.</summary>
    public void ResetState()
    {
        foreach (CarriedStates carried in AllCarried) carried.Forget();
    }

    /// <summary>The names of the inputs where Keras's layer takes them one by one, the first two by place; none where it takes a list of them.</summary>
    internal virtual IReadOnlyList<string> ArgumentNames => [];

    /// <summary>The options that Keras takes with each call: a saved graph has them there, not with the layer.</summary>
    internal virtual IReadOnlyList<string> CallOptions => [];

    /// <summary>The name of the argument that Keras gives all inputs after the first with; none where they are one argument with it.</summary>
    internal virtual string? RestArgument => null;

    /// <summary>All weights, those of inner layers included, each once.</summary>
    public IEnumerable<Weight> Weights => _weights.Concat(Sublayers.SelectMany(layer => layer.Weights)).Distinct();

    /// <summary>The weights training may change now: trainable ones of trainable layers.</summary>
    public IEnumerable<Weight> TrainableWeights => Trainable
        ? _weights.Where(weight => weight.IsTrainable).Concat(Sublayers.SelectMany(layer => layer.TrainableWeights)).Distinct()
        : [];

    /// <summary>The number of values in all weights.</summary>
    public long ParameterCount => Weights.Sum(weight => (long)weight.Size);

    /// <summary>The shapes the layer gives for inputs of these shapes.</summary>
    /// <param name="inputs">One shape per input, batch left out.</param>
    /// <returns>One shape per output, batch left out.</returns>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public abstract IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs);

    /// <summary>Makes the weights, unless they exist.</summary>
    /// <param name="inputs">One shape per input, batch left out.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (IsBuilt) return;
        _ = ComputeOutputShapes(inputs);
        OnBuild(inputs);
        _builtFor = [.. inputs];
    }

    /// <summary>Adds a call of this layer to a graph.</summary>
    /// <param name="inputs">The tensors to call it on.</param>
    /// <returns>The layer's only output.</returns>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    /// <exception cref="InvalidOperationException">The layer has several outputs: use <see cref="ApplyAll"/>.</exception>
    public SymbolicTensor Apply(params IReadOnlyList<SymbolicTensor> inputs)
    {
        IReadOnlyList<SymbolicTensor> outputs = ApplyAll(inputs);
        return outputs.Count == 1
            ? outputs[0]
            : throw new InvalidOperationException($"Layer '{Name}' has {outputs.Count} outputs. Call ApplyAll to get all of them.");
    }

    /// <summary>Adds a call of this layer to a graph.</summary>
    /// <param name="inputs">The tensors to call it on.</param>
    /// <returns>All outputs.</returns>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public IReadOnlyList<SymbolicTensor> ApplyAll(params IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape[] shapes = [.. inputs.Select(input => input.Shape)];
        if (IsBuilt && !InputShapes.SequenceEqual(shapes)) CheckSharedUse(shapes);
        Build(shapes);
        return new Node(this, [.. inputs], ComputeOutputShapes(shapes)).Outputs;
    }

    /// <summary>Makes the weights with <see cref="AddWeight"/>. Not called for a layer without weights.</summary>
    /// <param name="inputs">One shape per input, already accepted by <see cref="ComputeOutputShapes"/>.</param>
    protected virtual void OnBuild(IReadOnlyList<Shape> inputs) { }

    /// <summary>Makes a sequence of random numbers for the layer's own use. Call it in the constructor.</summary>
    /// <returns>The sequence, seeded from <see cref="Seeds"/>.</returns>
    protected RandomStream AddRandomStream()
    {
        var stream = new RandomStream();
        _randomStreams.Add(stream);
        return stream;
    }

    /// <summary>Makes a weight. It lives as long as the layer, whatever scope is open.</summary>
    /// <param name="name">The name as Keras has it, for example <c>kernel</c>.</param>
    /// <param name="shape">The axes; none makes a scalar.</param>
    /// <param name="initializer">Draws the first values.</param>
    /// <param name="trainable">Whether an optimizer may change it.</param>
    /// <param name="regularizer">A penalty on it.</param>
    /// <param name="constraint">Brings it back into bounds after each step.</param>
    /// <returns>The weight.</returns>
    protected Weight AddWeight(
        string name, ReadOnlySpan<int> shape, Initializer initializer, bool trainable = true, Regularizer? regularizer = null, Constraint? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        int[] axes = shape.ToArray();
        WeightBudget.Spend(name, axes);
        using var scope = NewDisposeScope();
        Tensor value = FirstValues.Draw(initializer, axes).requires_grad_(trainable).DetachFromDisposeScope();
        var weight = new Weight(name, axes, trainable, regularizer, constraint, value);
        _weights.Add(weight);
        return weight;
    }

    /// <summary>Counts a weight of an inner layer among this layer's own, as Keras's wrappers do that keep it as an attribute.</summary>
    private protected void ShareWeight(Weight weight) => _weights.Add(weight);

    /// <summary>The shape of one sample of a batch.</summary>
    /// <param name="batch">Batch first.</param>
    /// <returns>Its shape without the batch axis.</returns>
    protected static Shape SampleShape(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new Shape([.. batch.shape.Skip(1).Select(axis => (int)axis)]);
    }

    private void CheckSharedUse(Shape[] shapes)
    {
        if (shapes.Length != InputShapes.Count)
            throw new ShapeException($"Layer '{Name}' was built for {InputShapes.Count} inputs but is applied to {shapes.Length}. Apply it to as many each time.");
        _ = ComputeOutputShapes(shapes);
    }
}
