using Fathom.Data;
using Fathom.Models;

namespace Fathom.Onnx;

/// <summary>Models as ONNX files, for other runtimes.</summary>
public static class OnnxExport
{
    extension(Model model)
    {
        /// <summary>
        /// Writes the model as an ONNX file (operator set 18), as it is outside training. The batch and axes of unknown length stay open; inputs and outputs are
        /// named after their layers, single precision, channels last. The file appears only when it is complete.
        /// </summary>
        /// <param name="path">Where to; by custom it ends in <c>.onnx</c>.</param>
        /// <exception cref="InvalidOperationException">The weights do not exist yet, or the model is a derived class, which computes in plain code.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be expressed in ONNX; the message names it.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void ExportOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            OnnxFile.Write(model, path);
        }

        /// <summary>Writes the model as an ONNX file, and makes sure that it computes what the model does.</summary>
        /// <param name="path">Where to; by custom it ends in <c>.onnx</c>.</param>
        /// <param name="runner">Runs the file, for example in ONNX Runtime.</param>
        /// <param name="inputs">
        /// What to compare on, one for each input; two samples drawn by <see cref="Seeds"/> unless given: token ids for embeddings, standard normal numbers otherwise.
        /// </param>
        /// <param name="tolerance">How far an output may be off, relative to 1 or to the output's own size, whichever is more.</param>
        /// <returns>The greatest difference, in that measure.</returns>
        /// <exception cref="InvalidOperationException">The outputs differ by more, or one of the conditions of the export is not met.</exception>
        /// <exception cref="NotSupportedException">A layer cannot be expressed in ONNX; the message names it.</exception>
        public double ExportOnnx(string path, OnnxRunner runner, IReadOnlyList<Samples>? inputs = null, double tolerance = 1e-4)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(runner);
            model.ExportOnnx(path);
            inputs ??= OnnxCheck.Draw(model.GetGraph());
            return OnnxCheck.Compare(model, model.Predict(Dataset.From(inputs, []).Batch(256)), runner(path, inputs), tolerance);
        }
    }
}
