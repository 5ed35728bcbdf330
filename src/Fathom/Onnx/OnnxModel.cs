using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Onnx;

/// <summary>Models from ONNX files.</summary>
public static class OnnxModel
{
    /// <summary>
    /// Reads a network of images or rows of features as a functional model, whose layers can be trained on: convolutions, pooling, dense layers, normalization,
    /// the activations and merges between them. Inputs and outputs keep the axes they have in the file (channels second); weights in half precision widen.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The model, not compiled; layers are named after what their operations make.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or has operations for which there is no layer; the message names them.</exception>
    public static Model Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no ONNX file '{Path.GetFullPath(path)}'. Check the path.", path);
        return new OnnxImporter(OnnxReader.Read(File.ReadAllBytes(path), path)).Import(path);
    }
}
