using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>Numbers of XGBoost's objectives, made by tools/oracles/trees_xgboost_objectives.py.</summary>
public class XgboostObjectiveTests
{
    /// <summary>XGBoost adds leaf values in single precision: 20 roundings of 6e-8 relative.</summary>
    private const double Tolerance = 5e-6;

    [Theory]
    [InlineData("absolute error", SplitMethod.Histogram)]
    [InlineData("poisson", SplitMethod.Exact), InlineData("poisson", SplitMethod.Histogram)]
    [InlineData("gamma", SplitMethod.Exact), InlineData("gamma", SplitMethod.Histogram)]
    [InlineData("tweedie", SplitMethod.Exact), InlineData("tweedie", SplitMethod.Histogram)]
    public void Regression(string name, SplitMethod split)
    {
        PeerCase theirs = Read(name);
        IObjective objective = name switch
        {
            "absolute error" => Objective.AbsoluteError,
            "poisson" => Objective.Poisson,
            "gamma" => Objective.Gamma,
            _ => Objective.Tweedie(1.3),
        };
        BoostingOptions options = Options(theirs, split);
        var model = new GradientBoostingRegressor(options)
        {
            LearningRate = name == "absolute error" ? 1 : options.LearningRate, MaxDelta = name == "poisson" ? 0.7 : null, MinLeafRows = 1, Objective = objective,
        };
        model.Fit(theirs.Data);
        Assert.Equal(theirs.Margin, model.Ensemble.BaseScores[0], 1e-7);
        theirs.AssertSame(model.Predict(theirs.Features), Tolerance);
    }

    [Theory, InlineData(SplitMethod.Exact), InlineData(SplitMethod.Histogram)]
    public void Survival(SplitMethod split)
    {
        PeerCase theirs = Read("cox");
        var model = new GradientBoostingSurvival(Options(theirs, split)) { MinChildWeight = 0.5 };
        model.Fit(theirs.Data);
        theirs.AssertSame(model.Predict(theirs.Features), Tolerance);
    }

    [Fact]
    public void A_class_weight_is_a_scale_pos_weight_and_a_margin_stands_in_for_the_start()
    {
        PeerCase theirs = Read("scale_pos_weight");
        double[] margin = Enumerable.Repeat(theirs.Margin, theirs.Labels.Length).ToArray();
        var model = new GradientBoostingClassifier(Options(theirs, SplitMethod.Exact)) { ClassWeights = ClassWeights.Of(1, 3) };
        model.Fit(new BoostingData(theirs.Features, theirs.Labels) { Weights = theirs.Weights, BaseMargin = margin });
        float[,] probabilities = model.PredictProbability(theirs.Features, margin);
        theirs.AssertSame([.. Enumerable.Range(0, margin.Length).Select(row => probabilities[row, 1])], Tolerance);
    }

    [Theory, InlineData("dart tree", DartNormalization.Tree), InlineData("dart forest", DartNormalization.Forest)]
    public void Dart_that_leaves_out_every_tree(string name, DartNormalization normalization)
    {
        PeerCase theirs = Read(name);
        var model = new GradientBoostingRegressor(Options(theirs, SplitMethod.Exact)) { Dart = new Dart { DropRate = 1, Normalization = normalization } };
        model.Fit(theirs.Data);
        theirs.AssertSame(model.Predict(theirs.Features), Tolerance);
    }

    private static PeerCase Read(string name) => PeerCase.Read("xgboost_objectives.json", name);

    private static BoostingOptions Options(PeerCase theirs, SplitMethod split) => new()
    {
        Trees = theirs.Rounds, MaxDepth = 4, Split = split, LearningRate = theirs.Option("eta"), L2 = theirs.Option("lambda"), Gamma = theirs.Option("gamma"),
        MinChildWeight = theirs.Option("min_child_weight"),
    };
}
