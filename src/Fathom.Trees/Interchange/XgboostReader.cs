using System.Globalization;

namespace Fathom.Trees;

/// <summary>Makes a fitted model of XGBoost's document.</summary>
internal static class XgboostReader
{
    internal static GradientBoosting Read(ModelValue.MapValue root, IObjective? objective, bool toBestIteration)
    {
        ModelValue.MapValue learner = root.Inner("learner"), parameters = learner.Inner("learner_model_param");
        if (parameters.Integer("num_target", 1) > 1)
            throw new InvalidDataException("The model has several targets, which Fathom's models have not. Train one model for each.");
        int outputs = Math.Max(1, parameters.Integer("num_class", 0)), columns = parameters.Integer("num_feature", 0);
        if (columns is < 1 or > ForeignModel.MostColumns || outputs > ForeignModel.MostColumns)
            throw new InvalidDataException($"The model is damaged: it has {columns} columns and {outputs} outputs.");

        string name = learner.Inner("objective").TextOf("name");
        objective ??= ForeignModel.Find(XgboostObjectives.NameOf(learner.Inner("objective")), name, outputs);
        if (objective.Outputs != outputs)
            throw new InvalidDataException($"The model has {outputs} outputs, but '{objective.Name}' has {objective.Outputs}.");

        (ModelValue.MapValue model, double[]? weights) = Booster(learner.Inner("gradient_booster"));
        string[] types = learner.Texts("feature_types");
        var reader = new XgboostTreeReader(columns, types);
        List<(Tree Tree, int Output)> trees = Trees(model, weights, reader, outputs);
        if (toBestIteration && BestRounds(learner, model) is { } best)
            trees.RemoveRange(Math.Min(trees.Count, best), trees.Count - Math.Min(trees.Count, best));

        string[]?[] levels = reader.Levels();
        string[] names = learner.Texts("feature_names");
        if (names.Length > 0 && names.Length != columns)
            throw new InvalidDataException($"The model is damaged: it has {names.Length} names for {columns} columns.");
        var schema = new FeatureSchema(names.Length > 0 ? names : new string?[columns], levels, new LevelStatistics?[columns])
        {
            Rules = levels.Any(names => names is not null) ? [.. Enumerable.Repeat(ColumnRules.UnknownIsLevel, columns)] : [],
        };
        return ForeignModel.Estimator(new(ForeignModel.Ensemble(trees, BaseScores(parameters, name, outputs)), objective, schema));
    }

    private static (ModelValue.MapValue Model, double[]? Weights) Booster(ModelValue.MapValue booster)
    {
        string kind = booster.TextOf("name");
        return kind switch
        {
            "gbtree" => (booster.Inner("model"), null),
            "dart" => (booster.Inner("gbtree").Inner("model"), booster.NumbersOf("weight_drop")),
            _ => throw new InvalidDataException($"The model is of the booster '{kind}', not of trees."),
        };
    }

    private static List<(Tree Tree, int Output)> Trees(ModelValue.MapValue model, double[]? weights, XgboostTreeReader reader, int outputs)
    {
        IReadOnlyList<ModelValue.MapValue> documents = model.Maps("trees");
        int[] groups = model.Integers("tree_info");
        if (groups.Length != documents.Count || (weights is not null && weights.Length != documents.Count))
            throw new InvalidDataException($"The model is damaged: {groups.Length} trees have a class{(weights is null ? "" : $", {weights.Length} a weight")}, {documents.Count} are there.");
        var trees = new List<(Tree Tree, int Output)>();
        for (int i = 0; i < documents.Count; i++)
        {
            if ((uint)groups[i] >= (uint)outputs)
                throw new InvalidDataException($"The model is damaged: tree {i} belongs to class {groups[i]} of {outputs}.");
            trees.Add((reader.Read(documents[i], weights?[i] ?? 1), groups[i]));
        }
        return trees;
    }

    /// <summary>The number of trees up to the best round, or null where early stopping found none.</summary>
    private static int? BestRounds(ModelValue.MapValue learner, ModelValue.MapValue model)
    {
        int best = learner.Holds("attributes") ? learner.Inner("attributes").Integer("best_iteration", -1) : -1;
        if (best < 0)
            return null;
        int perRound = Math.Max(1, learner.Inner("learner_model_param").Integer("num_class", 0)) * Math.Max(1, model.Inner("gbtree_model_param").Integer("num_parallel_tree", 1));
        return (int)Math.Min(int.MaxValue, (best + 1L) * perRound);
    }

    /// <summary>One number for all outputs, or, since version 3.1, a list in brackets.</summary>
    private static double[] BaseScores(ModelValue.MapValue parameters, string objective, int outputs)
    {
        string[] given = parameters.TextOf("base_score").Trim('[', ']').Split(',');
        if (given.Length != 1 && given.Length != outputs)
            throw new InvalidDataException($"The model is damaged: it has {given.Length} base scores for {outputs} outputs.");
        var scores = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            string text = given[given.Length == 1 ? 0 : output];
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out double score))
                throw new InvalidDataException($"The model is damaged: the base score '{text}' is no number.");
            scores[output] = XgboostObjectives.Margin(objective, score);
        }
        return scores;
    }
}
