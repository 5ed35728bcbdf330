using Fathom.Saving;
using Fathom.Trees;

namespace Fathom.Tabular;

/// <summary>Tree models as parts of a <c>.fathom</c> file, each the JSON file that <c>Fathom.Trees</c> writes for it.</summary>
public static class TreeParts
{
    private const string FileName = "trees.json";

    /// <summary>One kind per tree model.</summary>
    public static PartKinds Kinds { get; } = new(
    [
        Kind("gradient_boosting_regressor", (model, stream) => model.Save(stream), stream => GradientBoostingRegressor.Load(stream)),
        Kind("gradient_boosting_classifier", (model, stream) => model.Save(stream), stream => GradientBoostingClassifier.Load(stream)),
    ]);

    private static PartKind Kind<T>(string name, Action<T, Stream> save, Func<Stream, T> load) where T : class =>
        PartKind.Of<T>(name, (model, writer) => writer.Write(FileName, stream => save(model, stream)), reader => load(reader.Open(FileName)));
}
