using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>Numbers of LightGBM, made by tools/oracles/trees_lightgbm.py.</summary>
public class LightGbmTests
{
    /// <summary>LightGBM takes derivatives in single precision of scores in double precision, as here.</summary>
    private const double Tolerance = 5e-6;

    [Theory, InlineData("poisson"), InlineData("gamma"), InlineData("tweedie")]
    public void Regression(string name)
    {
        PeerCase theirs = Read(name);
        IObjective objective = name switch
        {
            "poisson" => Objective.Poisson,
            "gamma" => Objective.Gamma,
            _ => Objective.Tweedie(1.3),
        };
        var model = new GradientBoostingRegressor(Options(theirs)) { Objective = objective };
        model.Fit(theirs.Data);
        theirs.AssertSame(model.Predict(theirs.Features), Tolerance);
    }

    [Theory, InlineData("absolute error"), InlineData("quantile")]
    public void The_first_tree_of_a_robust_loss_has_the_same_leaves(string name)
    {
        PeerCase theirs = Read(name);
        var model = new GradientBoostingRegressor(Options(theirs)) { Objective = name == "quantile" ? Objective.Quantile(0.2) : Objective.AbsoluteError };
        model.Fit(theirs.Data);
        float[] predictions = model.Predict(theirs.Features);
        int leaves = theirs.Predictions.Distinct().Count();
        Assert.InRange(leaves, 8, 16);
        Assert.Equal(leaves, predictions.Distinct().Count());
        Assert.Equal(leaves, predictions.Zip(theirs.Predictions).Distinct().Count());
    }

    [Fact]
    public void LambdaRank()
    {
        PeerCase theirs = Read("lambdarank");
        var model = new GradientBoostingRanker(Options(theirs)) { Places = 5 };
        model.Fit(theirs.Data);
        // LightGBM reads the logistic function from a table of 2^20 entries: 6e-6 off.
        theirs.AssertSame(model.Predict(theirs.Features), 1e-4);
    }

    [Fact]
    public void The_preset_has_the_defaults()
    {
        PeerCase squared = Read("defaults, squared error"), logistic = Read("logistic, leaf-wise");
        var regressor = new GradientBoostingRegressor(GradientBoosting.LightGbmStyle()) { Trees = squared.Rounds };
        regressor.Fit(squared.Data);
        squared.AssertSame(regressor.Predict(squared.Features), Tolerance);

        var classifier = new GradientBoostingClassifier(GradientBoosting.LightGbmStyle()) { Trees = logistic.Rounds, MinLeafRows = 1, MinChildWeight = 3 };
        classifier.Fit(logistic.Data);
        float[,] probabilities = classifier.PredictProbability(logistic.Features);
        logistic.AssertSame([.. Enumerable.Range(0, logistic.Labels.Length).Select(row => probabilities[row, 1])], Tolerance);
    }

    [Theory, InlineData("linear leaves"), InlineData("linear leaves, missing values"), InlineData("linear leaves, logistic")]
    public void Linear_leaves(string name)
    {
        PeerCase theirs = Read(name);
        var options = new BoostingOptions
        {
            Trees = theirs.Rounds, Growth = TreeGrowth.LeafWise, MaxLeaves = 31, L2 = 0, LinearLeaves = true, LinearL2 = theirs.Option("linear_lambda"),
            MinLeafRows = name.EndsWith("logistic", StringComparison.Ordinal) ? 1 : 20, MinChildWeight = name.EndsWith("logistic", StringComparison.Ordinal) ? 3 : 1e-3,
        };
        if (!name.EndsWith("logistic", StringComparison.Ordinal))
        {
            var regressor = new GradientBoostingRegressor(options);
            regressor.Fit(theirs.Data);
            theirs.AssertSame(regressor.Predict(theirs.Features), Tolerance);
            return;
        }
        var classifier = new GradientBoostingClassifier(options);
        classifier.Fit(theirs.Data);
        float[,] probabilities = classifier.PredictProbability(theirs.Features);
        theirs.AssertSame([.. Enumerable.Range(0, theirs.Labels.Length).Select(row => probabilities[row, 1])], Tolerance);
    }

    private static PeerCase Read(string name) => PeerCase.Read("lightgbm.json", name);

    private static BoostingOptions Options(PeerCase theirs) => new()
    {
        Trees = theirs.Rounds, MaxDepth = (int)theirs.Option("max_depth"), LearningRate = theirs.Option("learning_rate"), L2 = theirs.Option("lambda_l2"),
        MinChildWeight = theirs.Option("min_sum_hessian_in_leaf"), MinLeafRows = 1,
    };
}
