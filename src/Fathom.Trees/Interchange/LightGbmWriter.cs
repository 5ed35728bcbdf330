using System.Globalization;
using System.Text;

namespace Fathom.Trees;

/// <summary>Makes LightGBM's text of a fitted model. The first round carries the base scores, for LightGBM has none.</summary>
internal sealed class LightGbmWriter(FittedEnsemble fitted)
{
    private const int Categorical = 1;
    private const int DefaultLeft = 2;
    private const int MissingIsZero = 1 << 2;
    private const int MissingIsNan = 2 << 2;

    private readonly FeatureSchema _schema = fitted.Schema;

    internal string Write()
    {
        int outputs = fitted.Ensemble.Outputs;
        bool isLinear = fitted.Ensemble.HasLinearLeaves;
        if (isLinear)
            CheckLinearLeaves();
        (string objective, string? parameter) = LightGbmObjectives.Write(fitted.Objective);
        string[] trees = [.. ForeignModel.WithBaseScores(fitted.Ensemble).Select((tree, i) => Tree(LevelQuestions.Of(tree, _schema), i))];
        IEnumerable<int> columns = Enumerable.Range(0, _schema.Count);
        var text = new StringBuilder();
        text.Append("tree\nversion=v4\n");
        Line(text, "num_class", outputs);
        Line(text, "num_tree_per_iteration", outputs);
        text.Append("label_index=0\n");
        Line(text, "max_feature_idx", _schema.Count - 1);
        text.Append("objective=").Append(objective).Append('\n');
        text.Append("feature_names=").AppendJoin(' ', columns.Select(NameOf)).Append('\n');
        text.Append("feature_infos=").AppendJoin(' ', columns.Select(InfoOf)).Append('\n');
        text.Append("tree_sizes=").AppendJoin(' ', trees.Select(Encoding.UTF8.GetByteCount)).Append("\n\n");
        text.AppendJoin("", trees);
        text.Append("end of trees\n\nfeature_importances:\n\nparameters:\n");
        if (isLinear)
            text.Append("[linear_tree: 1]\n");
        if (parameter is not null)
            text.Append(parameter).Append('\n');
        return text.Append("end of parameters\n\npandas_categorical:null\n").ToString();
    }

    /// <exception cref="NotSupportedException">Leaves take for missing what LightGBM's take for zeros.</exception>
    private void CheckLinearLeaves()
    {
        IEnumerable<int> columns = fitted.Ensemble.Trees.SelectMany(tree => tree.Nodes).SelectMany(node => node.Linear?.Columns ?? []);
        if (columns.Any(column => _schema.RulesOf(column).HasFlag(ColumnRules.ZeroIsMissing)))
            throw new NotSupportedException($"Linear leaves are about a column whose zeros count as missing, which LightGBM's files cannot say: fit with {nameof(BoostingOptions.LinearLeaves)} = false.");
    }

    private string Tree(Tree tree, int number)
    {
        TreeNode[] nodes = [.. tree.Nodes.Select(Turned)];
        // Questions and leaves are numbered apart; leaves appear as children by the complement of their number.
        var numbers = new int[nodes.Length];
        int questions = 0, leaves = 0;
        for (int i = 0; i < nodes.Length; i++)
            numbers[i] = nodes[i].IsLeaf ? ~leaves++ : questions++;
        TreeNode[] asking = [.. nodes.Where(node => !node.IsLeaf)], ending = [.. nodes.Where(node => node.IsLeaf)];
        List<int> bounds = [0];
        List<uint> words = [];
        string[] thresholds = [.. asking.Select(node => Threshold(node, bounds, words))];

        var text = new StringBuilder();
        Line(text, "Tree", number);
        Line(text, "num_leaves", leaves);
        Line(text, "num_cat", bounds.Count - 1);
        if (questions > 0)
        {
            Line(text, "split_feature", asking.Select(node => node.Feature));
            Line(text, "split_gain", asking.Select(node => node.Gain));
            text.Append("threshold=").AppendJoin(' ', thresholds).Append('\n');
            Line(text, "decision_type", asking.Select(DecisionType));
            Line(text, "left_child", asking.Select(node => numbers[node.Left]));
            Line(text, "right_child", asking.Select(node => numbers[node.Right]));
        }
        Line(text, "leaf_value", ending.Select(node => node.Value));
        if (questions > 0)
        {
            Line(text, "leaf_weight", ending.Select(node => node.Cover));
            Line(text, "leaf_count", ending.Select(node => Rows(node)));
            Line(text, "internal_value", asking.Select(_ => 0));
            Line(text, "internal_weight", asking.Select(node => node.Cover));
            Line(text, "internal_count", asking.Select(Rows));
        }
        if (bounds.Count > 1)
        {
            Line(text, "cat_boundaries", bounds);
            Line(text, "cat_threshold", words);
        }
        bool isLinear = tree.HasLinearLeaves;
        Line(text, "is_linear", isLinear ? 1 : 0);
        if (isLinear)
            AddLinearLeaves(text, ending);
        return text.Append("shrinkage=1\n\n\n").ToString();
    }

    private static void AddLinearLeaves(StringBuilder text, TreeNode[] leaves)
    {
        IEnumerable<LinearLeaf> linear = leaves.Where(leaf => leaf.Linear is not null).Select(leaf => leaf.Linear!);
        Line(text, "leaf_const", leaves.Select(leaf => leaf.Linear?.Constant ?? leaf.Value));
        Line(text, "num_features", leaves.Select(leaf => leaf.Linear?.Columns.Count ?? 0));
        Line(text, "leaf_features", linear.SelectMany(leaf => leaf.Columns));
        Line(text, "leaf_coeff", linear.SelectMany(leaf => leaf.Coefficients));
    }

    /// <summary>LightGBM sends missing and unknown levels right: where ours go left, the other levels do instead and the children change sides.</summary>
    private TreeNode Turned(TreeNode node) => node.LeftLevels is { } levels && node.MissingLeft
        ? node with
        {
            Left = node.Right, Right = node.Left, MissingLeft = false,
            LeftLevels = new CategorySet([.. Enumerable.Range(0, _schema.Levels[node.Feature]!.Length).Where(code => !levels.Contains(code))]),
        }
        : node;

    /// <summary>
    /// A number halfway between the highest single-precision value that goes left and the threshold, which goes right: values in double precision then go
    /// where their single-precision rounding does. For categories, the number of a set, which is added.
    /// </summary>
    private static string Threshold(TreeNode node, List<int> bounds, List<uint> words)
    {
        if (node.LeftLevels is not { } levels)
        {
            double threshold = float.IsPositiveInfinity(node.Threshold) ? double.MaxValue : ((double)MathF.BitDecrement(node.Threshold) + node.Threshold) / 2;
            return threshold.ToString("R", CultureInfo.InvariantCulture);
        }
        int[] codes = levels.ToArray();
        var set = new uint[codes.Length == 0 ? 1 : codes[^1] / 32 + 1];
        foreach (int code in codes)
            set[code / 32] |= 1u << (code % 32);
        words.AddRange(set);
        bounds.Add(words.Count);
        return (bounds.Count - 2).ToString(CultureInfo.InvariantCulture);
    }

    private int DecisionType(TreeNode node) => node.LeftLevels is not null
        ? Categorical | MissingIsNan
        : (node.MissingLeft ? DefaultLeft : 0) | (_schema.RulesOf(node.Feature).HasFlag(ColumnRules.ZeroIsMissing) ? MissingIsZero : MissingIsNan);

    /// <summary>Fathom keeps no numbers of rows; LightGBM takes them for weights when it explains predictions.</summary>
    private static int Rows(TreeNode node) => (int)Math.Clamp(Math.Round(node.Cover), 1, int.MaxValue);

    /// <summary>LightGBM keeps names apart by spaces, and refuses the marks of JSON in them.</summary>
    private string NameOf(int column) => _schema.Names[column] is { } name
        ? string.Concat(name.Select(letter => char.IsWhiteSpace(letter) || ",:[]{}\"".Contains(letter, StringComparison.Ordinal) ? '_' : letter))
        : string.Create(CultureInfo.InvariantCulture, $"Column_{column}");

    private string InfoOf(int column) => _schema.Levels[column] is { } levels
        ? string.Join(':', levels.Length == 0 ? ["-1"] : ForeignModel.CodesAsLevels(levels.Length))
        : "[-inf:inf]";

    private static void Line(StringBuilder text, string key, int value) => Line(text, key, [value]);

    private static void Line<T>(StringBuilder text, string key, IEnumerable<T> values) where T : IFormattable =>
        text.Append(key).Append('=').AppendJoin(' ', values.Select(value => value.ToString(null, CultureInfo.InvariantCulture))).Append('\n');
}
