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
        Kind("gradient_boosting_ranker", (model, stream) => model.Save(stream), GradientBoostingRanker.Load),
        Kind("gradient_boosting_survival", (model, stream) => model.Save(stream), GradientBoostingSurvival.Load),
        Kind("decision_tree_regressor", (model, stream) => model.Save(stream), DecisionTreeRegressor.Load),
        Kind("decision_tree_classifier", (model, stream) => model.Save(stream), DecisionTreeClassifier.Load),
        Kind("random_forest_regressor", (model, stream) => model.Save(stream), RandomForestRegressor.Load),
        Kind("random_forest_classifier", (model, stream) => model.Save(stream), RandomForestClassifier.Load),
        Kind("extra_trees_regressor", (model, stream) => model.Save(stream), ExtraTreesRegressor.Load),
        Kind("extra_trees_classifier", (model, stream) => model.Save(stream), ExtraTreesClassifier.Load),
        Kind("bagging_regressor", (model, stream) => model.Save(stream), BaggingRegressor.Load),
        Kind("bagging_classifier", (model, stream) => model.Save(stream), BaggingClassifier.Load),
        Kind("ada_boost_classifier", (model, stream) => model.Save(stream), AdaBoostClassifier.Load),
        Kind("isolation_forest", (model, stream) => model.Save(stream), IsolationForest.Load),
    ]);

    private static PartKind Kind<T>(string name, Action<T, Stream> save, Func<Stream, T> load) where T : class =>
        PartKind.Of<T>(name, (model, writer) => writer.Write(FileName, stream => save(model, stream)), reader => load(reader.Open(FileName)));
}
