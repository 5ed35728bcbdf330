using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A function of tensors as a layer (<c>keras.layers.Lambda</c>), for a step without weights of its own.</summary>
/// <remarks>
/// Code cannot be saved: a model with a Lambda can be saved only where the function has a name, given with <see cref="Register"/>, and loaded only by a
/// program that registered it too. For more than an expression, derive from <see cref="UnaryLayer"/>.
/// </remarks>
public sealed class Lambda : UnaryLayer, IFromConfig<Lambda>
{
    private static readonly ConcurrentDictionary<string, (Func<Tensor, Tensor> Function, Func<Shape, Shape> OutputShape)> Named = new();

    private readonly Func<Tensor, Tensor> _function;
    private readonly Func<Shape, Shape> _outputShape;

    /// <summary>Makes a layer of a function.</summary>
    /// <param name="function">Takes and gives a tensor, batch first.</param>
    /// <param name="outputShape">The output's shape for an input's, batch left out; unchanged unless given.</param>
    public Lambda(Func<Tensor, Tensor> function, Func<Shape, Shape>? outputShape = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        (_function, _outputShape) = (function, outputShape ?? (shape => shape));
    }

    /// <summary>Makes a layer of a registered function: one that can be saved.</summary>
    /// <param name="registeredName">The name given to <see cref="Register"/>.</param>
    /// <exception cref="ArgumentException">Nothing is registered under that name.</exception>
    public Lambda(string registeredName)
    {
        ArgumentNullException.ThrowIfNull(registeredName);
        if (!Named.TryGetValue(registeredName, out (Func<Tensor, Tensor> Function, Func<Shape, Shape> OutputShape) found))
            throw new ArgumentException($"No function is registered as '{registeredName}'. Call Lambda.Register(\"{registeredName}\", …) first, also before loading a model that uses it.", nameof(registeredName));
        (_function, _outputShape, RegisteredName) = (found.Function, found.OutputShape, registeredName);
    }

    /// <summary>The name the function is saved under; none where it cannot be saved.</summary>
    public string? RegisteredName { get; }

    /// <summary>Names a function, so that models with it can be saved and loaded.</summary>
    /// <param name="name">The name in saved files.</param>
    /// <param name="function">Takes and gives a tensor, batch first.</param>
    /// <param name="outputShape">The output's shape for an input's, batch left out; unchanged unless given.</param>
    public static void Register(string name, Func<Tensor, Tensor> function, Func<Shape, Shape>? outputShape = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        Named[name] = (function, outputShape ?? (shape => shape));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _outputShape(input);

    /// <inheritdoc/>
    public static Lambda FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config["function"] is not JsonObject function || (string?)function["class_name"] != "function" || (string?)function["config"] is not { } name)
            throw new ModelFormatException(
                $"The Lambda '{config.LayerName()}' holds Python code, which cannot run here. Write the same function in C#, call Lambda.Register with it, and save the model in Keras with " +
                "a function of that name registered by keras.saving.register_keras_serializable.");
        return new Lambda(name) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        Tensor output = _function(input);
        Shape got = SampleShape(output), wanted = _outputShape(SampleShape(input));
        return got.Matches(wanted)
            ? output
            : throw new ShapeException($"The function of {this.Title} gave shape {got} where {wanted} was declared. Give Lambda the output shape as its second argument.");
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (RegisteredName is null)
            throw new InvalidOperationException(
                $"The function of {this.Title} cannot be saved, since files hold no code. Give it a name with Lambda.Register(\"name\", function), and make the layer with new Lambda(\"name\").");
        config["function"] = new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = RegisteredName, ["registered_name"] = RegisteredName };
        config["arguments"] = new JsonObject();
    }
}
