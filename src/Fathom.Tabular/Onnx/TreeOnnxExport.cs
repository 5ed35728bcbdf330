using Fathom.Onnx;
using Fathom.Trees;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Tabular;

/// <summary>Boosted trees as ONNX files, for other runtimes.</summary>
public static class TreeOnnxExport
{
    private const string TreeDomain = "ai.onnx.ml";
    private const int TreeOperatorSet = 3;

    extension(GradientBoosting model)
    {
        /// <summary>
        /// Writes the fitted model as an ONNX file: operator TreeEnsembleRegressor of ai.onnx.ml 3 and the link as ordinary operators. The input <c>features</c> has shape
        /// (batch, columns), single precision: numbers with NaN as missing, and categories as codes, that is places in <see cref="EnsemblePredictor.LevelsOf"/>; a code beyond
        /// them is in no level that trees ask about. A classifier has the outputs <c>label</c> (batch), whole numbers, and <c>probabilities</c> (batch, classes);
        /// other models have <c>predictions</c> (batch, outputs).
        /// </summary>
        /// <remarks>Runtimes add the trees in single precision: predictions agree to about 1e-5. The file appears only when it is complete.</remarks>
        /// <param name="path">Where to; by custom it ends in <c>.onnx</c>.</param>
        /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
        /// <exception cref="NotSupportedException">The link of the objective is not one of those that the file can hold, leaves are linear, categories are combined, or zeros count as missing values.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void ExportOnnx(string path)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            EnsemblePredictor predictor = model.Predictor;
            if (model.Ensemble.Trees.Any(tree => tree.Nodes.Any(node => node.Linear is not null)))
                throw new NotSupportedException($"Leaves of this model are linear, which ONNX's trees cannot say. Fit it with {nameof(BoostingOptions.LinearLeaves)} = false.");
            var trees = new OnnxTrees(predictor.Outputs);
            foreach (Tree tree in predictor.PortableTrees()) trees.Add(tree);

            List<OnnxNode> nodes = [trees.Node("features", "scores", model.Ensemble.BaseScores)];
            List<(int Field, byte[] Content)> parts = [];
            if (model is GradientBoostingClassifier) AddClasses(nodes, parts, predictor.Outputs);
            else nodes.Add(Link(model));
            int written = Math.Max(predictor.Outputs, model is GradientBoostingClassifier ? 2 : 1);
            parts.AddRange(nodes.Select(node => (1, node.Encode())));
            parts.Add((11, OnnxFile.Describe("features", "features", new Shape(predictor.Columns))));
            if (model is GradientBoostingClassifier) parts.Add((12, OnnxFile.Describe("label", "label", new Shape(), OnnxTensor.Int64)));
            string output = model is GradientBoostingClassifier ? "probabilities" : "predictions";
            parts.Add((12, OnnxFile.Describe(output, output, new Shape(written))));
            OnnxFile.Write(path, "boosted trees", parts, [("", OnnxFile.OperatorSet), (TreeDomain, TreeOperatorSet)]);
        }
    }

    /// <summary>The step from raw scores to predictions.</summary>
    private static OnnxNode Link(GradientBoosting model)
    {
        string objective = model switch { GradientBoostingRegressor regressor => regressor.Objective.Name, GradientBoostingSurvival => "cox", _ => "lambdarank" };
        string kind = objective.Split('(')[0];
        return kind switch
        {
            "squared error" or "absolute error" or "huber" or "lambdarank" => new("Identity", ["scores"], ["predictions"], []),
            "quantile" when model.Predictor.Outputs == 1 => new("Identity", ["scores"], ["predictions"], []),
            "poisson" or "gamma" or "tweedie" or "cox" => new("Exp", ["scores"], ["predictions"], []),
            _ => throw new NotSupportedException($"The link of '{objective}' is not one that Fathom writes to ONNX. Export models with one score per row, or a classifier."),
        };
    }

    /// <summary>Probabilities, and the first of the most probable classes.</summary>
    private static void AddClasses(List<OnnxNode> nodes, List<(int Field, byte[] Content)> parts, int outputs)
    {
        if (outputs == 1)
        {
            parts.Add((5, OnnxTensor.Of([1f], 1).Encode("one")));
            nodes.Add(new("Sigmoid", ["scores"], ["second"], []));
            nodes.Add(new("Sub", ["one", "second"], ["first"], []));
            nodes.Add(new("Concat", ["first", "second"], ["probabilities"], [("axis", 1)]));
        }
        else
        {
            nodes.Add(new("Softmax", ["scores"], ["probabilities"], [("axis", 1)]));
        }
        nodes.Add(new("ArgMax", ["probabilities"], ["label"], [("axis", 1), ("keepdims", 0)]));
    }
}
