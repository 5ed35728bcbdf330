#:project ../src/Fathom/Fathom.csproj

// Mixed precision: products of matrices in bfloat16, weights and their updates in single precision. What does it cost in accuracy, and does it pay on this machine?
// It does on processors with AVX512-BF16 or AMX and on GPUs, for nets wide enough; elsewhere it is slower.
using System.Diagnostics;
using Fathom;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;

Bars spy = Datasets.Spy();
const int Past = 64;
int count = spy.Count - Past - 1, trainEnd = (int)(0.7 * count);
float[,] x = new float[count, Past];
float[] y = new float[count];
for (int i = 0; i < count; i++)
{
    for (int t = 0; t < Past; t++) x[i, t] = Return(i + t + 1);
    y[i] = MathF.Log(0.1f + Math.Abs(Return(i + Past + 1)));
}

Dataset data = Dataset.From(x, y).Batch(256);
Console.WriteLine($"{"precision",-18}{"train loss",12}{"test loss",12}{"seconds",10}");
foreach (DTypePolicy policy in new[] { DTypePolicy.Float32, DTypePolicy.MixedBFloat16 })
{
    Seeds.Set(5);
    var model = new Sequential { new Input(Past), new Dense(1024, Activation.Relu), new Dense(1024, Activation.Relu), new Dense(1) { Name = "answer" } };
    model.DTypePolicy = policy;
    // The last layer adds up in single precision.
    model.GetLayer("answer").DTypePolicy = DTypePolicy.Float32;
    model.Compile(new Adam(0.0003), Loss.MeanSquaredError);
    var clock = Stopwatch.StartNew();
    History history = model.Fit(data.Slice(0, trainEnd).Shuffle(seed: 1), epochs: 4, verbose: Verbosity.Silent);
    Console.WriteLine($"{policy,-18}{history["loss"][^1],12:F4}{model.Evaluate(data.Slice(trainEnd, count))["loss"],12:F4}{clock.Elapsed.TotalSeconds,10:F1}");
}

double mean = y[..trainEnd].Average();
Console.WriteLine($"{"training mean",-18}{"",12}{y[trainEnd..].Average(actual => (actual - mean) * (actual - mean)),12:F4}");

float Return(int day) => (float)(100 * Math.Log(spy.Close[day] / spy.Close[day - 1]));
