#:project ../src/Fathom/Fathom.csproj

// Training of your own kind: a model that is also trained on inputs moved a small step in the direction that hurts it most (Goodfellow et al. 2015), so that a
// slightly different price does not change its mind. Override TrainStep; losses, optimizer, metrics and callbacks stay what they are.
using Fathom;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;
using TorchSharp;

Bars spy = Datasets.Spy();
const int Past = 30;
int count = spy.Count - Past - 1;
float[,] x = new float[count, Past];
float[] y = new float[count];
for (int i = 0; i < count; i++)
{
    for (int t = 0; t < Past; t++) x[i, t] = Return(i + t + 1);
    y[i] = Math.Abs(Return(i + Past + 1)) > 1 ? 1 : 0;
}

int trainEnd = (int)(0.7 * count);
Dataset data = Dataset.From(x, y).Batch(128);
Console.WriteLine($"Will tomorrow move by more than 1 %? {count - trainEnd} test days, {y[trainEnd..].Average():P1} of them do.");
Console.WriteLine($"{"training",-14}{"accuracy",10}{"loss",10}{"loss, moved against it",26}");
foreach (float step in new[] { 0f, 0.1f })
{
    Seeds.Set(3);
    var model = new HardenedNet(step);
    model.Compile(new Adam(0.001), Loss.BinaryCrossentropy, [Metric.Accuracy]);
    model.Fit(data.Slice(0, trainEnd).Shuffle(), epochs: 10, verbose: Verbosity.Silent);
    Scores scores = model.Evaluate(data.Slice(trainEnd, count));
    Console.WriteLine($"{(step == 0 ? "plain" : "hardened"),-14}{scores["accuracy"],10:F4}{scores["loss"],10:F4}{model.LossUnderAttack(x, y, trainEnd, 0.1f),26:F4}");
}

float Return(int day) => (float)(100 * Math.Log(spy.Close[day] / spy.Close[day - 1]));

internal sealed class HardenedNet(float step) : Model("hardened_net")
{
    private readonly Dense _hidden = new(32, Activation.Relu), _output = new(1, Activation.Sigmoid);

    protected override torch.Tensor Call(torch.Tensor input, CallContext context) => _output.Forward(_hidden.Forward(input, context), context);

    protected override void TrainStep(Batch batch)
    {
        IReadOnlyList<torch.Tensor> predictions = Forward(batch.Inputs, CallContext.Train);
        torch.Tensor loss = ComputeLoss(batch, predictions);
        if (step > 0) loss = 0.5f * loss + 0.5f * Loss(batch.Targets[0], Attack(batch.Inputs[0], batch.Targets[0], step), CallContext.Train);
        Minimize(loss);
        Record(batch, predictions, loss);
    }

    public double LossUnderAttack(float[,] x, float[] y, int start, float size)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor inputs = ((Samples)x).ToTensor()[start..], targets = ((Samples)y).ToTensor()[start..];
        return Loss(targets, Attack(inputs, targets, size), CallContext.Infer).ToDouble();
    }

    private torch.Tensor Loss(torch.Tensor targets, torch.Tensor inputs, CallContext context) => Fathom.Loss.BinaryCrossentropy.Compute(targets, Forward(inputs, context));

    private torch.Tensor Attack(torch.Tensor inputs, torch.Tensor targets, float size)
    {
        torch.Tensor moved = inputs.detach().clone().requires_grad_(true);
        torch.Tensor direction = torch.autograd.grad([Loss(targets, moved, CallContext.Train)], [moved])[0];
        return (moved + size * direction.sign()).detach();
    }
}
