namespace Fathom.Trees;

/// <summary>Multiplies random weights into the derivatives of a round.</summary>
internal sealed class BayesianSampler(BayesianRows sampling, RoundGradients gradients, int rows, Workers workers)
{
    internal void Weigh(CounterHash random) => workers.ForRows(rows, 20, (start, end) =>
    {
        for (int row = start; row < end; row++)
        {
            // 1 − u lies in (0, 1], so that its logarithm is finite.
            gradients.Scale(row, (float)Math.Pow(-Math.Log(1 - random.UniformAt(row)), sampling.Temperature));
        }
    });
}
