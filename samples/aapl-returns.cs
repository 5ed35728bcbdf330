#:project ../src/Fathom/Fathom.csproj

// The course's AAPL lab: does an LSTM on 60 days of returns beat doing nothing? Needs yfinance.csv in the folder FATHOM_DATA names.
using Fathom;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;
using Fathom.Validation;

Table prices = Datasets.Read("yfinance.csv");
DateTime[] days = prices.Time("Date").Values;
double[] close = prices.Number("Close AAPL").Values;

// Every business day up to the end of 2022; a holiday keeps the close before it.
var known = days.Zip(close).Where(row => row.Second > 0 && row.First <= new DateTime(2022, 12, 30)).ToDictionary(row => row.First, row => row.Second);
var filled = new List<double>();
for (DateTime day = known.Keys.Min(); day <= known.Keys.Max(); day = day.AddDays(1))
    if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
        filled.Add(known.TryGetValue(day, out double value) ? value : filled[^1]);
float[] returns = [.. filled.Zip(filled.Skip(1), (before, after) => (float)Math.Log(after / before))];
float[,] series = new float[returns.Length, 1];
for (int i = 0; i < returns.Length; i++) series[i, 0] = returns[i];

Dataset windows = Dataset.Windows(series, returns, sequenceLength: 60, delay: 60).Batch(32);
int trainEnd = (int)(0.6 * filled.Count), validationEnd = trainEnd + (int)(0.2 * filled.Count);
Dataset train = windows.Slice(0, trainEnd), validation = windows.Slice(trainEnd, validationEnd), test = windows.Slice(validationEnd, returns.Length);
Console.WriteLine($"{filled.Count} business days; windows {train.Count}/{validation.Count}/{test.Count}");

float[] target = returns[(validationEnd + 60)..][..test.Count], last = returns[(validationEnd + 59)..][..test.Count];
double[] seen = [.. returns.Skip(60).Take(train.Count).Select(r => (double)r).Order()];
var losses = new Dictionary<string, double[]>
{
    ["predict zero"] = Losses(_ => 0),
    ["training median"] = Losses(_ => seen[seen.Length / 2]),
    ["training mean"] = Losses(_ => seen.Average()),
    ["repeat the last return"] = Losses(i => last[i]),
};
var perSeed = new List<double[]>();
for (int seed = 0; seed < 5; seed++)
{
    Seeds.Set(seed);
    var model = new Sequential { new Input(60, 1), new LSTM(16), new Dense(1) };
    model.Compile(new RMSprop(), Loss.MeanSquaredError);
    model.Fit(train.Shuffle(), epochs: 50, validation, [new EarlyStopping { Patience = 5, RestoreBestWeights = true }], Verbosity.Silent);
    float[] forecast = model.Predict(test)[0].ToArray();
    perSeed.Add(Losses(i => forecast[i]));
}
losses["LSTM(16), 5 seeds"] = [.. Enumerable.Range(0, target.Length).Select(i => perSeed.Average(loss => loss[i]))];
double[] seeds = [.. perSeed.Select(loss => loss.Average())];
double spread = Math.Sqrt(seeds.Sum(mae => (mae - seeds.Average()) * (mae - seeds.Average())) / (seeds.Length - 1));

Console.WriteLine($"{"forecaster",-26}{"test MAE",12}");
foreach ((string name, double[] loss) in losses.OrderBy(row => row.Value.Average())) Console.WriteLine($"{name,-26}{loss.Average(),12:F7}{(name[0] == 'L' ? $" ± {spread:F7}" : "")}");

(string best, double[] baseline) = losses.Where(row => row.Key[0] != 'L').MinBy(row => row.Value.Average());
double[] net = losses["LSTM(16), 5 seeds"];
double p = DieboldMariano.Test(baseline, net, horizon: 1).PValue, skill = 1 - net.Average() / baseline.Average();
Console.WriteLine(skill > 0 && p < 0.05
    ? $"LSTM beats '{best}' on next-day AAPL returns by {skill:P1} MAE (Diebold–Mariano p = {p:F2})."
    : $"LSTM does not beat '{best}' on next-day AAPL returns ({skill:P1} MAE, Diebold–Mariano p = {p:F2}). Do not trade this.");

double[] Losses(Func<int, double> forecast) => [.. target.Select((actual, i) => Math.Abs(actual - forecast(i)))];
