#:project ../src/Fathom.Validation/Fathom.Validation.csproj
#:project ../src/Fathom.Tables/Fathom.Tables.csproj

// How sure is the Sharpe ratio of the S&P 500, 1999–2018? Moving, circular and stationary blocks. Needs sp500.csv.gz in the folder FATHOM_DATA names.
using Fathom.Tables;
using Fathom.Validation;

double[] close = Datasets.Read("sp500.csv.gz").Number("Adj Close").Values;
double[] returns = [.. close.Zip(close.Skip(1), (before, after) => Math.Log(after / before))];
BlockLength length = BlockLength.Optimal(returns);
int blocks = (int)Math.Ceiling(length.Circular);
Console.WriteLine($"{returns.Length:N0} daily returns; block length {length.Stationary:0.0} stationary, {length.Circular:0.0} circular");

double scale = Math.Sqrt(252);
Bootstrap[] methods = [new MovingBlockBootstrap(blocks), new CircularBlockBootstrap(blocks), new StationaryBootstrap(length.Stationary)];
foreach (Bootstrap method in methods)
{
    Interval ci = method.ConfidenceInterval(returns, sample => scale * Sharpe.Ratio(sample));
    int from = Place(ci.Lower), to = Place(ci.Upper), at = Place(ci.Estimate);
    string picture = string.Concat(Enumerable.Range(0, 61).Select(i => i == at ? 'O' : i == from || i == to ? '|' : i > from && i < to ? '-' : i == Place(0) ? ':' : ' '));
    Console.WriteLine($"{method.GetType().Name,-24} {picture} {ci}");
}

static int Place(double sharpe) => Math.Clamp((int)Math.Round(30 + 30 * sharpe), 0, 60);
