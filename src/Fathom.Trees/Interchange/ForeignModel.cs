namespace Fathom.Trees;

/// <summary>What reading and writing other libraries' models have in common.</summary>
internal static class ForeignModel
{
    /// <summary>A damaged number must not make the reader lay out columns without end.</summary>
    internal const int MostColumns = 1 << 20;

    /// <summary>Codes of levels lie below.</summary>
    internal const int MostLevels = 1 << 20;

    internal static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes beside the file and renames: a failure leaves the old file as it was.</summary>
    internal static void WriteAll(string path, byte[] bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The estimator that predicts with foreign trees.</summary>
    internal static GradientBoosting Estimator(FittedEnsemble fitted) => fitted.Objective switch
    {
        LogisticObjective or SoftmaxObjective => GradientBoostingClassifier.Of(fitted),
        LambdaRankObjective => GradientBoostingRanker.Of(fitted),
        CoxObjective => GradientBoostingSurvival.Of(fitted),
        _ => GradientBoostingRegressor.Of(fitted),
    };

    /// <summary>One of Fathom's objectives, or an error that says what to do.</summary>
    internal static IObjective Find(string? name, string foreignName, int outputs)
    {
        IObjective? objective;
        try
        {
            objective = name is null ? null : ObjectiveNames.Find(name, outputs);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The model is damaged: its objective '{foreignName}' has a constant out of range.", exception);
        }
        return objective ?? throw new InvalidDataException($"The model minimises '{foreignName}', which is none of Fathom's objectives: pass one with the same link to Read.");
    }

    /// <summary>Trees in the order of <see cref="TreeEnsemble"/>: round after round, one for each output; where an output has fewer trees, zeros make up for them.</summary>
    internal static TreeEnsemble Ensemble(IReadOnlyList<(Tree Tree, int Output)> trees, double[] baseScores)
    {
        Tree[][] perOutput = [.. Enumerable.Range(0, baseScores.Length).Select(output => trees.Where(tree => tree.Output == output).Select(tree => tree.Tree).ToArray())];
        int rounds = perOutput.Max(own => own.Length);
        var nothing = new Tree(new TreeNode { Feature = -1 });
        return new([.. Enumerable.Range(0, rounds).SelectMany(round => perOutput.Select(own => round < own.Length ? own[round] : nothing))], baseScores);
    }

    /// <summary>Names of levels for codes from 0.</summary>
    internal static string[] CodesAsLevels(int count) => [.. Enumerable.Range(0, count).Select(code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Trees that need no base scores: the first round carries them.</summary>
    internal static Tree[] WithBaseScores(TreeEnsemble ensemble)
    {
        Tree[] trees = ensemble.Rounds > 0 ? [.. ensemble.Trees] : [.. ensemble.BaseScores.Select(_ => new Tree(new TreeNode { Feature = -1 }))];
        for (int output = 0; output < ensemble.Outputs; output++)
        {
            double score = ensemble.BaseScores[output];
            trees[output] = new([.. trees[output].Nodes.Select(node => node.IsLeaf ? node with { Value = node.Value + score, Linear = node.Linear?.Plus(score) } : node)]);
        }
        return trees;
    }
}
