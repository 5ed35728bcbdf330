using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks.Labs;

/// <summary>Training as users of TorchSharp write it, on samples that stay in memory.</summary>
internal sealed class TorchLoop : IDisposable
{
    private readonly LoopNet _net;
    private readonly LabTask _task;
    private readonly int _batch, _steps;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _x, _y;

    public TorchLoop(Lab lab, Samples x, Samples y)
    {
        (_net, _task, _batch, _steps) = (lab.Net(), lab.Task, lab.Batch, lab.Steps);
        _optimizer = optim.Adam(_net.Modules.SelectMany(module => module.parameters()), 1e-3);
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = x.ToTensor();
        _x = _net.Arrange(lab.Words > 0 ? inputs.to(int64) : inputs).contiguous().DetachFromDisposeScope();
        _y = _task.Arrange(y.ToTensor()).contiguous().DetachFromDisposeScope();
    }

    /// <summary>The steps of a pass, batch after batch.</summary>
    public void Step()
    {
        for (int i = 0; i < _steps; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Train(_x.narrow(0, i * _batch, _batch), _y.narrow(0, i * _batch, _batch));
        }
    }

    /// <summary>A pass in a new order that adds up loss and metric.</summary>
    public void Epoch()
    {
        double loss = 0, metric = 0;
        using DisposeScope outer = NewDisposeScope();
        Tensor order = randperm(_batch * _steps);
        for (int i = 0; i < _steps; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = order.narrow(0, i * _batch, _batch), y = _y.index_select(0, rows);
            (Tensor output, Tensor value) = Train(_x.index_select(0, rows), y);
            loss += value.item<float>();
            using (no_grad()) metric += _task.LoopMetric(output, y).item<float>();
        }
        Console.Error.WriteLine($"loss {loss / _steps:F4}  metric {metric / _steps:F4}");
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _net.Dispose();
        _x.Dispose();
        _y.Dispose();
    }

    private (Tensor Output, Tensor Loss) Train(Tensor x, Tensor y)
    {
        _optimizer.zero_grad();
        Tensor output = _net.Forward(x), loss = _task.LoopLoss(output, y);
        loss.backward();
        _optimizer.step();
        return (output, loss);
    }
}
