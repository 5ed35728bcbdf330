using System.Text;

namespace Fathom.Trees;

/// <summary>
/// Models of LightGBM, read and written: the text that its <c>save_model</c> writes (versions 2 to 4; written as version 4). All boosters, missing values in all three of
/// its ways, categories, several classes, linear leaves.
/// </summary>
/// <remarks>
/// Both libraries add trees in double precision: predictions agree to about 1e-12. Fathom holds inputs in single precision, so thresholds are rounded such that every
/// single-precision input goes the same way. Levels of categories have the names in the file's <c>pandas_categorical</c>, or "0", "1", … where there are none.
/// </remarks>
public static class LightGbmModel
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">A file that LightGBM's <c>save_model</c> wrote.</param>
    /// <param name="objective">Needed where the model minimises a loss that is none of Fathom's: what gives its scores a meaning.</param>
    /// <returns>A fitted <see cref="GradientBoostingClassifier"/>, <see cref="GradientBoostingRanker"/> or <see cref="GradientBoostingRegressor"/>.</returns>
    /// <exception cref="InvalidDataException">The file is no model of LightGBM, is damaged, or uses what Fathom has not: an unknown objective.</exception>
    public static GradientBoosting Read(string path, IObjective? objective = null)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, objective);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The text in UTF-8, read to its end; left open.</param>
    /// <param name="objective">Needed where the model minimises a loss that is none of Fathom's: what gives its scores a meaning.</param>
    /// <returns>A fitted <see cref="GradientBoostingClassifier"/>, <see cref="GradientBoostingRanker"/> or <see cref="GradientBoostingRegressor"/>.</returns>
    /// <exception cref="InvalidDataException">The stream holds no model of LightGBM, is damaged, or uses what Fathom has not.</exception>
    public static GradientBoosting Read(Stream stream, IObjective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return LightGbmReader.Read(LightGbmText.Parse(Encoding.UTF8.GetString(ForeignModel.ReadAll(stream))), objective);
    }

    /// <summary>Writes a fitted model for LightGBM to load.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="path">The file; replaced only once the new one is complete.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="NotSupportedException">LightGBM has no objective with the same link, categories are combined, or linear leaves are about a column whose zeros count as missing.</exception>
    public static void Write(GradientBoosting model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ForeignModel.WriteAll(path, Bytes(model));
    }

    /// <summary>Writes a fitted model for LightGBM to load.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="stream">Left open.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="NotSupportedException">LightGBM has no objective with the same link, categories are combined, or linear leaves are about a column whose zeros count as missing.</exception>
    public static void Write(GradientBoosting model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Bytes(model));
    }

    private static byte[] Bytes(GradientBoosting model) => Encoding.UTF8.GetBytes(new LightGbmWriter(model.Fitted).Write());
}
