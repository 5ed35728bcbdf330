using Fathom.Saving;

namespace Fathom.Tabular;

/// <summary>A pipeline alone in a <c>.fathom</c> file; <see cref="FathomFile"/> puts several things side by side.</summary>
public static class PipelineFiles
{
    private const string PartName = "pipeline";

    extension(Pipeline pipeline)
    {
        /// <summary>Saves the fitted pipeline. The file appears under its name only when it is complete.</summary>
        /// <param name="path">Where to; by custom it ends in <c>.fathom</c>.</param>
        /// <param name="training">How it was trained, if that is to be known later.</param>
        /// <exception cref="InvalidOperationException">A step has not been fitted.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void Save(string path, TrainingDescription? training = null)
        {
            ArgumentNullException.ThrowIfNull(pipeline);
            FathomFile.Write(path, TabularParts.Kinds, new() { [PartName] = pipeline }, training);
        }

        /// <summary>Loads the one pipeline of a file.</summary>
        /// <typeparam name="T"><see cref="RegressionPipeline"/> or <see cref="ClassificationPipeline"/>.</typeparam>
        /// <param name="path">The file.</param>
        /// <returns>The pipeline, as it was saved.</returns>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ModelFormatException">The file is damaged, or does not hold exactly one.</exception>
        public static T Load<T>(string path) where T : Pipeline
        {
            using var file = FathomFile.Open(path, TabularParts.Kinds);
            return file.Load<T>();
        }
    }
}
