#:project ../src/Fathom/Fathom.csproj

// Two inputs (20 daily returns, and the level of the VIX) and two outputs (the size of the next five days' move, and whether it is a fall of more than 2 %).
// Falls are rare, so they weigh more: class weights on one output only.
using Fathom;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Metrics;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;

Bars spy = Datasets.Spy();
var vix = Datasets.Vix().Time.Zip(Datasets.Vix().Close).ToDictionary(day => day.First.Date, day => day.Second);
const int Past = 20, Ahead = 5;
int[] days = [.. Enumerable.Range(Past, spy.Count - Past - Ahead).Where(day => vix.ContainsKey(spy.Time[day].Date))];
float[,,] returns = new float[days.Length, Past, 1];
float[,] fear = new float[days.Length, 1];
float[] size = new float[days.Length], fall = new float[days.Length];
for (int i = 0; i < days.Length; i++)
{
    int day = days[i];
    for (int t = 0; t < Past; t++) returns[i, t, 0] = (float)(100 * Math.Log(spy.Close[day - Past + t + 1] / spy.Close[day - Past + t]));
    fear[i, 0] = (float)Math.Log(vix[spy.Time[day].Date] / 20);
    double move = Math.Log(spy.Close[day + Ahead] / spy.Close[day]);
    (size[i], fall[i]) = ((float)(100 * Math.Abs(move)), move < -0.02 ? 1 : 0);
}

Seeds.Set(1);
SymbolicTensor history = new Input(Past, 1) { Name = "history" }.Tensor(), level = new Input(1) { Name = "vix" }.Tensor();
SymbolicTensor joined = new Concatenate().Apply(new GRU(8).Apply(history), level);
SymbolicTensor shared = new Dense(16, Activation.Relu).Apply(joined);
var model = new Model(
    [history, level],
    [new Dense(1, Activation.Softplus) { Name = "size" }.Apply(shared), new Dense(1, Activation.Sigmoid) { Name = "fall" }.Apply(shared)]);
model.Compile(
    new Adam(0.003), [Loss.MeanAbsoluteError, Loss.BinaryCrossentropy], lossWeights: [1, 2],
    metrics: [[], [Metric.AUC, new Recall()]]);

int trainEnd = (int)(0.7 * days.Length), testStart = trainEnd + Ahead;
var heavier = new Dictionary<int, float> { [0] = 1, [1] = 4 };
Samples equal = Enumerable.Repeat(1f, days.Length).ToArray();
Dataset data = Dataset.From([returns, fear], [size, fall], [equal, Dataset.WeightsByClass(fall, heavier)]).Batch(64);
model.Fit(data.Slice(0, trainEnd).Shuffle(), epochs: 8, callbacks: [new TerminateOnNaN()], verbose: Verbosity.Line);
Scores scores = model.Evaluate(data.Slice(testStart, days.Length));

float median = size[..trainEnd].Order().ElementAt(trainEnd / 2);
double naive = size[testStart..].Average(actual => Math.Abs(actual - median));
// A normal variable is on average √(2/π) of its deviation away from zero.
double calm = Enumerable.Range(testStart, days.Length - testStart).Average(i => Math.Abs(size[i] - Math.Sqrt(2 / Math.PI * Ahead * Enumerable.Range(0, Past).Average(t => returns[i, t, 0] * returns[i, t, 0]))));
Console.WriteLine($"{days.Length - testStart} test days; {fall[testStart..].Average():P1} of them before a fall of more than 2 %");
foreach ((string name, double value) in scores) Console.WriteLine($"{name,-16}{value,10:F4}");
Console.WriteLine($"size of the move, MAE: net {scores["size_loss"]:F4}, as volatile as the last {Past} days {calm:F4}, always the training median of {median:F2} % {naive:F4}");
Console.WriteLine($"fall: area under the curve {scores["fall_auc"]:F3}; a coin has 0.5");
