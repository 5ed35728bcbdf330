using System.Globalization;

namespace Fathom.Trees;

/// <summary>Makes XGBoost's document of a fitted model. The first round carries the base scores, for XGBoost has but one, in single precision and as a prediction.</summary>
internal sealed class XgboostWriter
{
    private readonly FittedEnsemble _fitted;
    private readonly FeatureSchema _schema;

    internal XgboostWriter(FittedEnsemble fitted)
    {
        _fitted = fitted;
        _schema = fitted.Schema;
        if (fitted.Ensemble.HasLinearLeaves)
            throw new NotSupportedException($"Leaves of this model are linear, which XGBoost's files cannot say: write it with {nameof(LightGbmModel)}, or fit with {nameof(BoostingOptions.LinearLeaves)} = false.");
        if (_schema.Rules.Any(rules => rules.HasFlag(ColumnRules.ZeroIsMissing)))
            throw new NotSupportedException("In this model zeros count as missing, which XGBoost's files cannot say.");
    }

    internal ModelValue.MapValue Write()
    {
        Tree[] trees = ForeignModel.WithBaseScores(_fitted.Ensemble);
        int outputs = _fitted.Ensemble.Outputs;
        ModelValue objective = XgboostObjectives.Write(_fitted.Objective);
        var treeWriter = new XgboostTreeWriter(_schema);
        ModelValue model = Map(
            ("gbtree_model_param", Map(("num_parallel_tree", Text("1")), ("num_trees", Text(trees.Length)), ("size_leaf_vector", Text("0")))),
            ("tree_info", new ModelValue.NumbersValue([.. trees.Select((_, i) => (double)(i % outputs))], NumberKind.Untyped)),
            ("trees", new ModelValue.ItemsValue([.. trees.Select((tree, i) => treeWriter.Write(LevelQuestions.Of(tree, _schema), i))])));
        bool anyNamed = _schema.Names.Any(name => name is not null), anyLevels = _schema.Levels.Any(levels => levels is not null);
        IEnumerable<int> columns = Enumerable.Range(0, _schema.Count);
        ModelValue learner = Map(
            ("attributes", Map()),
            ("feature_names", new ModelValue.ItemsValue(anyNamed ? [.. columns.Select(column => Text(Clean(_schema.NameOf(column))))] : [])),
            ("feature_types", new ModelValue.ItemsValue(anyLevels ? [.. columns.Select(column => Text(_schema.Levels[column] is null ? "float" : "c"))] : [])),
            ("gradient_booster", Map(("model", model), ("name", Text("gbtree")))),
            ("learner_model_param", Map(
                ("base_score", Text(XgboostObjectives.NeutralBaseScore(_fitted.Objective))),
                ("boost_from_average", Text("1")),
                ("num_class", Text(outputs > 1 ? outputs : 0)),
                ("num_feature", Text(_schema.Count)),
                ("num_target", Text("1")))),
            ("objective", objective));
        return Map(("learner", learner), ("version", new ModelValue.NumbersValue([1, 7, 4], NumberKind.Untyped)));
    }

    internal static ModelValue.MapValue Map(params ReadOnlySpan<(string Key, ModelValue Value)> members)
    {
        var map = new Dictionary<string, ModelValue>(StringComparer.Ordinal);
        foreach ((string key, ModelValue value) in members)
            map[key] = value;
        return new(map);
    }

    internal static ModelValue Text(int number) => Text(number.ToString(CultureInfo.InvariantCulture));

    internal static ModelValue Text(string text) => new ModelValue.TextValue(text);

    /// <summary>XGBoost refuses names with brackets and "less than".</summary>
    private static string Clean(string name) => name.Replace('[', '(').Replace(']', ')').Replace('<', '_');
}
