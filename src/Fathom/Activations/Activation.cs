using static TorchSharp.torch;

namespace Fathom;

/// <summary>A function applied to a layer's output: value by value, or along the last axis where it says so.</summary>
/// <remarks>
/// Names and definitions are those of <c>keras.activations</c>. Where Keras has arguments, these functions take its defaults; the layers
/// <see cref="Layers.ReLU"/>, <see cref="Layers.LeakyReLU"/>, <see cref="Layers.ELU"/> and <see cref="Layers.Softmax"/> take others.
/// </remarks>
public sealed partial class Activation
{
    private readonly Func<Tensor, Tensor> _function;

    // Runs the initializers of the functions before the first look-up by name.
    static Activation() { }

    private Activation(string name, Func<Tensor, Tensor> function, bool builtIn = true)
    {
        Name = name;
        IsBuiltIn = builtIn;
        _function = function;
        ActivationNames.Add(this);
    }

    /// <summary>The name written into a model's configuration, for example <c>relu</c>.</summary>
    public string Name { get; }

    private bool IsBuiltIn { get; }

    /// <summary>Makes a function of the program's own known by a name, so that models with it can be saved, and loaded wherever it was registered before.</summary>
    /// <param name="name">A name that none of Keras's activations has. Registered again, it means the newer function.</param>
    /// <param name="function">Takes any shape and gives the same, in tensor operations that have gradients.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException">The name is empty or one of Keras's.</exception>
    public static Activation Register(string name, Func<Tensor, Tensor> function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        if (ActivationNames.Find(name) is { IsBuiltIn: true }) throw new ArgumentException($"'{name}' is an activation of Keras. Give yours another name.", nameof(name));
        return new Activation(name, function, builtIn: false);
    }

    /// <summary>Finds an activation by its name.</summary>
    /// <param name="name">The name in Keras, for example <c>relu</c>, or one given to <see cref="Register"/>.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Activation FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ActivationNames.Find(name)
            ?? throw new ArgumentException($"There is no activation '{name}'. Known are: {ActivationNames.List()}. If it is your own, call Activation.Register before.", nameof(name));
    }

    /// <summary>Applies the function.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape; half the last axis for <see cref="Glu"/>.</returns>
    public Tensor Apply(Tensor x) => _function(x);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
