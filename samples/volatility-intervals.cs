#:project ../src/Fathom.Trees/Fathom.Trees.csproj
#:project ../src/Fathom.Tables/Fathom.Tables.csproj

// Between which bounds will SPY's volatility of the next five days lie? Boosted quantiles and a boosted normal distribution beside what past ratios say.
// Learnt on 1999–2008, stopped by 2009–2011, measured on 2012–2021; five days before each border are left out, since their labels reach beyond it.
using Fathom.Tables;
using Fathom.Trees;

const int Horizon = 5;
double[] levels = [0.05, 0.5, 0.95];
Bars spy = Datasets.Spy();
Dictionary<DateTime, double> vix = Datasets.Vix().Time.Zip(Datasets.Vix().Close).ToDictionary(day => day.First.Date, day => day.Second);
double[] returns = [0, .. spy.Close.Zip(spy.Close.Skip(1), (before, after) => Math.Log(after / before))];

int[] days = [.. Enumerable.Range(66, spy.Count - 66 - Horizon)];
int[] train = Years(1999, 2008), validation = Years(2009, 2011), test = Years(2012, 2021);
int[] Years(int from, int to) => [.. days.Where(day => spy.Time[day].Year >= from && spy.Time[day + Horizon].Year <= to)];
float[,] rows = new float[spy.Count, 7];
var target = new double[spy.Count];
foreach (int day in days)
{
    double[] row =
    [
        Volatility(day, 1), Volatility(day, 5), Volatility(day, 22), Volatility(day, 66),
        returns[(day - 4)..(day + 1)].Sum(), Math.Log(spy.High[day] / spy.Low[day]), vix.GetValueOrDefault(spy.Time[day].Date, double.NaN),
    ];
    for (int column = 0; column < row.Length; column++)
        rows[day, column] = (float)row[column];
    target[day] = Volatility(day + Horizon, Horizon);
}
Features all = Features.FromRows(rows, ["1 day", "5 days", "22 days", "66 days", "return of 5 days", "range", "VIX"]);
BoostingData Data(int[] of) => new(all.Take(of), Array.ConvertAll(of, day => target[day]));

var boosting = new BoostingOptions { Trees = 500, LearningRate = 0.05, MaxDepth = 3, MinLeafRows = 60, MinChildWeight = 60 };
var quantiles = new GradientBoostingRegressor(boosting) { Objective = Objective.Quantile(levels) };
quantiles.Fit(Data(train), [Data(validation)], earlyStopping: 30);
var normal = new GradientBoostingRegressor(boosting) { Objective = Objective.Gaussian };
normal.Fit(Data(train), [Data(validation)], earlyStopping: 30);
float[,] bounds = quantiles.PredictOutputs(all.Take(test)), moments = normal.PredictOutputs(all.Take(test));

double[] ratios = [.. train.Concat(validation).Select(day => target[day] - Volatility(day, 22)).Order()];
double[] z = [-1.6449, 0, 1.6449];
Console.WriteLine($"log volatility of the next {Horizon} days: {train.Length:N0} days to learn from, {test.Length:N0} to measure on; {quantiles.Ensemble.Rounds} and {normal.Ensemble.Rounds} rounds");
Console.WriteLine($"{"",-28}{"below 5 %",12}{"above 95 %",12}{"covered",10}{"width",8}{"pinball",10}");
Report("ratio to the last 22 days", (i, level) => Volatility(test[i], 22) + ratios[(int)(levels[level] * ratios.Length)]);
Report("boosted quantiles", (i, level) => bounds[i, level]);
Report("boosted normal", (i, level) => moments[i, 0] + z[level] * moments[i, 1]);
Console.WriteLine("90 % ought to be covered, and none does: what one decade teaches holds less in the next. The pinball loss weighs coverage and width; by it boosting is better.");

void Report(string name, Func<int, int, double> bound)
{
    double below = 0, above = 0, width = 0, pinball = 0;
    for (int i = 0; i < test.Length; i++)
    {
        double truth = target[test[i]];
        below += truth < bound(i, 0) ? 1.0 / test.Length : 0;
        above += truth > bound(i, 2) ? 1.0 / test.Length : 0;
        width += (bound(i, 2) - bound(i, 0)) / test.Length;
        for (int level = 0; level < levels.Length; level++)
            pinball += Math.Max(levels[level] * (truth - bound(i, level)), (levels[level] - 1) * (truth - bound(i, level))) / (levels.Length * test.Length);
    }
    Console.WriteLine($"{name,-28}{below,12:P1}{above,12:P1}{1 - below - above,10:P1}{width,8:F3}{pinball,10:F4}");
}

// The logarithm of the root mean square return of the days up to one, annualised; a day without a move counts as a move of 1 bp.
double Volatility(int last, int length) =>
    Math.Log(Math.Sqrt(252 * Math.Max(1e-8, returns[(last - length + 1)..(last + 1)].Average(value => value * value))));
