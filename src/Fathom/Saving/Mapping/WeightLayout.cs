namespace Fathom.Saving;

/// <summary>How the weights of layers are named and laid out where they come from.</summary>
public enum WeightLayout
{
    /// <summary>
    /// PyTorch's modules: <c>weight</c> (outputs, inputs, window axes) and <c>bias</c>, <c>running_mean</c> and <c>running_var</c>, <c>weight_ih_l0</c> …; parts joined by
    /// dots.
    /// </summary>
    PyTorch,

    /// <summary>As here and in Keras: <c>kernel</c> (window axes, inputs, outputs), <c>gamma</c>, <c>moving_mean</c> …; parts joined by slashes.</summary>
    Keras,
}
