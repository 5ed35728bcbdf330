namespace Fathom.Onnx;

/// <summary>
/// Runs an ONNX file, so that an exported model can be compared with what it was made from. Fathom has no ONNX runtime in it; with Microsoft.ML.OnnxRuntime a
/// runner is an <c>InferenceSession</c> whose inputs and outputs are copied.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="inputs">One for each input of the model, in order, batch first.</param>
/// <returns>The values of each output, in order, row-major, batch first.</returns>
public delegate IReadOnlyList<float[]> OnnxRunner(string path, IReadOnlyList<Samples> inputs);
