namespace Fathom.Trees;

/// <summary>Draws the rows that a round learns from.</summary>
internal sealed class RowSampler
{
    private readonly GradientBoosting _options;
    private readonly RowChooser _chooser;
    private readonly GossSampler? _goss;
    private readonly MvsSampler? _mvs;
    private readonly BayesianSampler? _bayesian;
    private readonly int _rows;

    internal RowSampler(GradientBoosting options, RoundGradients gradients, int rows, int outputs, Workers workers)
    {
        _options = options;
        _rows = rows;
        _chooser = new(options.Sampling is AllRows or BayesianRows ? 0 : rows, workers);
        _goss = options.Sampling is GossRows goss ? new(goss, gradients, _chooser, rows, outputs, workers) : null;
        _mvs = options.Sampling is MvsRows mvs ? new(mvs, gradients, _chooser, rows, outputs, workers) : null;
        _bayesian = options.Sampling is BayesianRows bayesian ? new(bayesian, gradients, rows, workers) : null;
    }

    /// <summary>The rows of a round, ascending; null for all. Scales derivatives where rows stand for others or are weighted at random.</summary>
    internal int[]? Draw(int round)
    {
        var random = new CounterHash(_options.Seed, round, RandomPurpose.Rows);
        switch (_options.Sampling)
        {
            case BernoulliRows bernoulli:
                return AtLeastOne(_chooser.Choose(row => random.UniformAt(row) < bernoulli.Fraction), random);
            case GossRows when round * _options.LearningRate >= 1:
                return _goss!.Draw(random);
            case MvsRows:
                return AtLeastOne(_mvs!.Draw(random), random);
            case BayesianRows:
                _bayesian!.Weigh(random);
                return null;
            default:
                return null;
        }
    }

    private int[] AtLeastOne(int[] chosen, CounterHash random) => chosen.Length > 0 ? chosen : [(int)(random.UniformAt(_rows) * _rows)];
}
