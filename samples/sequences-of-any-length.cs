#:project ../src/Fathom/Fathom.csproj

// Sequences of different lengths: each calendar month of SPY has 15 to 23 trading days. They are padded to one length, and a mask keeps the padding out of
// the LSTM, the loss and the metrics. The question: does the course of this month say how volatile the next one will be?
using Fathom;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;

Bars bars = Datasets.Spy();
var months = Enumerable.Range(1, bars.Count - 1)
    .Select(day => (Month: (bars.Time[day].Year, bars.Time[day].Month), Return: (float)(100 * Math.Log(bars.Close[day] / bars.Close[day - 1]))))
    .GroupBy(day => day.Month, (_, days) => days.Select(day => day.Return).ToArray())
    .Where(days => days.Length >= 15)
    .ToArray();
int longest = months.Max(days => days.Length), count = months.Length - 1;
float[] volatility = [.. months.Select(days => MathF.Log(MathF.Sqrt(days.Average(r => r * r))))];

// Returns of exactly zero occur, so padding is a number that never does.
const float Padding = -99;
float[,,] sequences = new float[count, longest, 1];
for (int month = 0; month < count; month++)
    for (int day = 0; day < longest; day++)
        sequences[month, day, 0] = day < months[month].Length ? months[month][day] : Padding;

int trainEnd = (int)(0.6 * count), testStart = (int)(0.8 * count);
Dataset data = Dataset.From(sequences, volatility[1..]).Batch(16);
Console.WriteLine($"{count} months of {months.Min(days => days.Length)} to {longest} days; trained on {trainEnd}, tested on the last {count - testStart}");

double masked = Average(new Masking { MaskValue = Padding }), blind = Average(new Identity());
double last = Enumerable.Range(testStart, count - testStart).Average(i => Math.Abs(volatility[i + 1] - volatility[i]));
double mean = Enumerable.Range(testStart, count - testStart).Average(i => Math.Abs(volatility[i + 1] - volatility[1..(trainEnd + 1)].Average()));
Console.WriteLine($"{"forecast of the next month's log volatility",-48}{"test MAE",10}");
foreach ((string name, double mae) in new[] { ("LSTM(8), padding masked", masked), ("LSTM(8), padding read as data", blind), ("the same as this month", last), ("the training mean", mean) })
    Console.WriteLine($"{name,-48}{mae,10:F4}");
Console.WriteLine(masked < Math.Min(last, mean) ? "The masked LSTM is ahead of both naive forecasts here; one split proves little." : "Nothing learned beats the better naive forecast. Use that.");

double Average(Layer first) => Enumerable.Range(0, 3).Average(seed =>
{
    Seeds.Set(seed);
    var model = new Sequential { new Input(longest, 1), first, new LSTM(8), new Dense(1) };
    model.Compile(new Adam(0.005), Loss.MeanAbsoluteError);
    model.Fit(data.Slice(0, trainEnd).Shuffle(), epochs: 60, data.Slice(trainEnd, testStart), [new EarlyStopping { Patience = 10, RestoreBestWeights = true }], Verbosity.Silent);
    return model.Evaluate(data.Slice(testStart, count))["loss"];
});
