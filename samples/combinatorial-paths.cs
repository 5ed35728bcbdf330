#:project ../src/Fathom.Validation/Fathom.Validation.csproj

// Six groups, two tested at a time: 15 splits whose predictions join into five paths through all of the data.
using Fathom.Validation;

// Label i is made from the returns i … i + 20: twenty to look back on, one to earn.
LabelSpans spans = LabelSpan.Horizon(observations: 600, horizon: 20);
var cv = new CombinatorialPurgedKFold(groups: 6, testGroups: 2) { Embargo = Embargo.Fraction(0.01) };
Console.WriteLine(FoldDiagram.ToText(spans, cv, width: 100));

// Returns with a little momentum; the strategy follows the sum of the last k returns, with the k that did best on the training labels.
var random = new Random(1);
double[] returns = new double[spans.Count + 21];
for (int t = 1; t < returns.Length; t++)
    returns[t] = 0.08 * returns[t - 1] + 0.01 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
int[] lookbacks = [1, 2, 3, 5, 10, 20];
double Position(int label, int k) => Math.Sign(returns.AsSpan(label + 20 - k, k).ToArray().Sum());
double Earned(int label, double position) => position * returns[label + 20];
double[][] predictions = [.. cv.Split(spans).Select(split =>
{
    int best = lookbacks.MaxBy(k => Sharpe.Ratio([.. split.Train.Select(i => Earned(i, Position(i, k)))]));
    return Array.ConvertAll(split.Test, i => Position(i, best));
})];

Console.WriteLine("path   splits that serve its six groups    annual Sharpe ratio");
foreach (FoldPath path in cv.Recombine(spans, predictions))
{
    double[] earned = [.. path.Predictions.Select((position, label) => Earned(label, position))];
    Console.WriteLine($"{path.Number + 1,4}   {string.Join("  ", path.Splits.Select(s => $"S{s + 1,-2}")),-30}      {TradingMetrics.AnnualSharpe(earned, 252),6:0.00}");
}
