namespace Fathom.Trees;

/// <summary>
/// Models of XGBoost, read and written: JSON and UBJSON as its <c>save_model</c> writes them (1.0 to 3.x read; written as 1.7 does, which later ones read).
/// Trees of the boosters gbtree and dart; missing values, categories, several classes and DART's weights included.
/// </summary>
/// <remarks>
/// XGBoost adds its trees in single precision, Fathom in double: predictions agree to about 1e-6. Columns of categories have the levels "0", "1", … there,
/// for XGBoost's files hold codes only.
/// </remarks>
public static class XgboostModel
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">A file that XGBoost's <c>save_model</c> wrote, .json or .ubj.</param>
    /// <param name="objective">Needed where the model minimises a loss that is none of Fathom's: what gives its scores a meaning.</param>
    /// <param name="toBestIteration">Whether to leave out the rounds after the best that early stopping found, as XGBoost's scikit-learn interface does; its <c>Booster.predict</c> keeps them.</param>
    /// <returns>A fitted <see cref="GradientBoostingClassifier"/>, <see cref="GradientBoostingRanker"/>, <see cref="GradientBoostingSurvival"/> or <see cref="GradientBoostingRegressor"/>.</returns>
    /// <exception cref="InvalidDataException">The file is no model of XGBoost, is damaged, or uses what Fathom has not: the booster gblinear, several targets, an unknown objective.</exception>
    public static GradientBoosting Read(string path, IObjective? objective = null, bool toBestIteration = false)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, objective, toBestIteration);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">JSON or UBJSON, read to its end; left open.</param>
    /// <param name="objective">Needed where the model minimises a loss that is none of Fathom's: what gives its scores a meaning.</param>
    /// <param name="toBestIteration">Whether to leave out the rounds after the best that early stopping found.</param>
    /// <returns>A fitted <see cref="GradientBoostingClassifier"/>, <see cref="GradientBoostingRanker"/>, <see cref="GradientBoostingSurvival"/> or <see cref="GradientBoostingRegressor"/>.</returns>
    /// <exception cref="InvalidDataException">The stream holds no model of XGBoost, is damaged, or uses what Fathom has not.</exception>
    public static GradientBoosting Read(Stream stream, IObjective? objective = null, bool toBestIteration = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] bytes = ForeignModel.ReadAll(stream);
        // UBJSON gives the length of the first key where JSON has a quotation mark.
        bool isJson = bytes.AsSpan(Math.Min(1, bytes.Length)).TrimStart(" \r\n\t"u8) is [(byte)'"' or (byte)'}', ..];
        ModelValue value = isJson ? JsonModel.Read(bytes) : UbjsonModel.Read(bytes);
        if (value is not ModelValue.MapValue root)
            throw new InvalidDataException("This is no model of XGBoost: it is no object.");
        return XgboostReader.Read(root, objective, toBestIteration);
    }

    /// <summary>Writes a fitted model for XGBoost to load.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="path">The file; replaced only once the new one is complete.</param>
    /// <param name="format">JSON or UBJSON.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="NotSupportedException">XGBoost has nothing that equals the model: its objective, linear leaves, combined categories, or zeros that count as missing.</exception>
    public static void Write(GradientBoosting model, string path, XgboostFormat format = XgboostFormat.Json)
    {
        ArgumentNullException.ThrowIfNull(model);
        ForeignModel.WriteAll(path, Bytes(model, format));
    }

    /// <summary>Writes a fitted model for XGBoost to load.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="stream">Left open.</param>
    /// <param name="format">JSON or UBJSON.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="NotSupportedException">XGBoost has nothing that equals the model: its objective, linear leaves, combined categories, or zeros that count as missing.</exception>
    public static void Write(GradientBoosting model, Stream stream, XgboostFormat format = XgboostFormat.Json)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Bytes(model, format));
    }

    private static byte[] Bytes(GradientBoosting model, XgboostFormat format)
    {
        ModelValue.MapValue root = new XgboostWriter(model.Fitted).Write();
        return format == XgboostFormat.Json ? JsonModelWriter.Write(root) : UbjsonModelWriter.Write(root);
    }
}
