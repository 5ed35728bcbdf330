#:project ../src/Fathom/Fathom.csproj

// A batch of 256 in four parts of 64: gradients are summed over four steps before the weights move, so the memory of a small batch trains like a large one.
// The two runs end at the same weights, to rounding.
using Fathom;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;

Bars spy = Datasets.Spy();
const int Past = 30, Count = 4_096;
float[,] x = new float[Count, Past];
float[] y = new float[Count];
for (int i = 0; i < Count; i++)
{
    for (int t = 0; t < Past; t++) x[i, t] = Return(i + t + 1);
    y[i] = Math.Abs(Return(i + Past + 1));
}

float[] whole = Train(256, null), parts = Train(64, 4);
double largest = whole.Zip(parts, (a, b) => Math.Abs((double)a - b)).Max();
Console.WriteLine($"{whole.Length} weights after 3 epochs; largest difference between one batch of 256 and four of 64: {largest:E1}");
return largest <= 1e-6 ? 0 : 1;

float[] Train(int batchSize, int? accumulated)
{
    Seeds.Set(7);
    var model = new Sequential { new Input(Past), new Dense(24, Activation.Tanh), new Dense(1) };
    model.Compile(new SGD(0.01) { Momentum = 0.9, GradientAccumulationSteps = accumulated }, Loss.MeanSquaredError);
    model.Fit(x, y, epochs: 3, batchSize: batchSize, verbose: Verbosity.Silent, shuffle: false);
    return [.. model.GetWeights().SelectMany(weight => weight)];
}

float Return(int day) => (float)(100 * Math.Log(spy.Close[day] / spy.Close[day - 1]));
