using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class SamplingTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 5, count: 3000, columns: 6);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 6, count: 3000, columns: 6);

    public static TheoryData<string, RowSampling> Samplings => new()
    {
        { "half", RowSampling.Bernoulli(0.5) }, { "goss", RowSampling.Goss }, { "goss 0.1/0.3", new GossRows { TopFraction = 0.1, OtherFraction = 0.3 } },
        { "minimal variance", RowSampling.Mvs }, { "minimal variance, a third", new MvsRows { Fraction = 0.33 } }, { "Bayesian bootstrap", RowSampling.BayesianBootstrap() },
    };

    [Theory, MemberData(nameof(Samplings))]
    public void A_sample_of_rows_costs_little_accuracy(string name, RowSampling sampling)
    {
        double all = Loss(RowSampling.All), sampled = Loss(sampling), nothing = Held.Targets.Average(target => target * target);
        Assert.True(all < 0.4 * nothing);
        Assert.True(sampled - all < 0.15 * (nothing - all), $"{name}: {sampled} against {all} with all rows and {nothing} without a model.");
    }

    [Fact]
    public void Bernoulli_draws_its_share_of_rows_anew_each_round()
    {
        var model = new GradientBoostingRegressor { Trees = 20, Sampling = RowSampling.Bernoulli(0.3) };
        model.Fit(Rows.Features, Rows.Targets);
        double[] covers = [.. model.Ensemble.Trees.Select(tree => tree.Nodes[0].Cover)];
        Assert.True(covers.Distinct().Count() > 10);
        // Binomial(3000, 0.3): deviation 25.
        Assert.All(covers, cover => Assert.InRange(cover, 900 - 5 * 25.1, 900 + 5 * 25.1));
    }

    [Fact]
    public void Goss_keeps_the_weight_of_all_rows_after_its_warm_up()
    {
        var model = new GradientBoostingRegressor { Trees = 30, LearningRate = 0.1, Sampling = RowSampling.Goss };
        model.Fit(Rows.Features, Rows.Targets);
        double[] covers = [.. model.Ensemble.Trees.Select(tree => tree.Nodes[0].Cover)];
        Assert.All(covers[..10], cover => Assert.Equal(3000, cover));
        // 2,400 rows stand for themselves eightfold where drawn with probability 1/8: deviation 8·√(2400·7/64) = 130.
        Assert.All(covers[10..], cover => Assert.InRange(cover, 3000 - 5 * 130, 3000 + 5 * 130));
        Assert.True(covers[10..].Distinct().Count() > 10);
    }

    [Theory, InlineData(0.2), InlineData(0.5), InlineData(0.9)]
    public void Minimal_variance_sampling_draws_its_share_without_bias(double fraction)
    {
        // Row i has gradient ~ i and hessian 1; p = min(1, s/μ) sums to the share, and every row counts 1 on average.
        const int Count = 20_000;
        var random = new Random(1);
        double[] sizes = [.. Enumerable.Range(0, Count).Select(_ => Math.Exp(2 * RandomRows.Normal(random)))];
        var keys = new GradientSizes(Count, new Workers(1));
        keys.Measure(row => (float)sizes[row]);
        double threshold = keys.Threshold(fraction * Count);
        Assert.Equal(fraction * Count, sizes.Sum(size => Math.Min(1, size / threshold)), 0.005 * Count);

        var model = new GradientBoostingRegressor { Trees = 25, Sampling = new MvsRows { Fraction = fraction } };
        model.Fit(Rows.Features, Rows.Targets);
        // Hessians of 1 divided by their probabilities: 3,000 on average.
        Assert.Equal(3000, model.Ensemble.Trees.Average(tree => tree.Nodes[0].Cover), 3000 * 0.05);
    }

    [Fact]
    public void The_Bayesian_bootstrap_weighs_rows_as_its_distribution_says()
    {
        var all = new GradientBoostingRegressor { Trees = 20 };
        all.Fit(Rows.Features, Rows.Targets);
        var cold = new GradientBoostingRegressor { Trees = 20, Sampling = RowSampling.BayesianBootstrap(0) };
        cold.Fit(Rows.Features, Rows.Targets);
        Assert.Equal(all.Predict(Held.Features), cold.Predict(Held.Features));
        var warm = new GradientBoostingRegressor { Trees = 20, Sampling = RowSampling.BayesianBootstrap(2) };
        warm.Fit(Rows.Features, Rows.Targets);
        // (−ln u)² has mean Γ(3) = 2 and variance Γ(5) − 4 = 20: the sum over 3,000 rows has deviation √60,000 = 245.
        Assert.All(warm.Ensemble.Trees, tree => Assert.InRange(tree.Nodes[0].Cover, 6000 - 5 * 245, 6000 + 5 * 245));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSampling.BayesianBootstrap(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MvsRows { Fraction = 0 });
    }

    [Fact]
    public void The_seed_decides_the_draws()
    {
        float[] Predict(int seed)
        {
            var model = new GradientBoostingRegressor { Trees = 5, Sampling = RowSampling.Bernoulli(0.5), Seed = seed };
            model.Fit(Rows.Features, Rows.Targets);
            return model.Predict(Held.Features);
        }
        Assert.Equal(Predict(1), Predict(1));
        Assert.NotEqual(Predict(1), Predict(2));
    }

    private static double Loss(RowSampling sampling)
    {
        var model = new GradientBoostingRegressor { Trees = 60, Sampling = sampling, Seed = 1 };
        return model.Fit(Rows.Features, Rows.Targets, validation: (Held.Features, Held.Targets)).ValidationLoss[^1];
    }
}
