using Fathom.Layers;

namespace Fathom.Onnx;

/// <summary>A tensor of an ONNX file in the model that is made of it.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="ChannelsLast">Whether its second axis in the file is the last one here.</param>
/// <param name="NotNegative">Whether no value can be below zero, so that zeros around it win no maximum.</param>
internal sealed record ImportedValue(SymbolicTensor Tensor, bool ChannelsLast = false, bool NotNegative = false);
