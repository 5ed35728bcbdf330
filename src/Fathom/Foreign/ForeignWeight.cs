using Fathom.Layers;

namespace Fathom.Foreign;

/// <summary>A weight of the model and what makes it.</summary>
/// <param name="Name">The weight's name, for example <c>conv1/kernel</c>.</param>
/// <param name="Weight">The weight.</param>
/// <param name="Source">What makes it.</param>
internal sealed record ForeignWeight(string Name, Weight Weight, WeightSource Source);
