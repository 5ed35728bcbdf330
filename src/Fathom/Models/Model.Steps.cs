using Fathom.Data;
using Fathom.Layers;
using Fathom.Training;
using static TorchSharp.torch;

namespace Fathom.Models;

// What is done with one batch, open to models that train in their own way.
public partial class Model
{
    /// <summary>Trains on one batch. Override it for training of your own kind; end with <see cref="Record"/>.</summary>
    /// <param name="batch">The tensors, on the model's device.</param>
    protected virtual void TrainStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (IsCalledPlainly && Compiled.Dense is { } dense &&
            dense.Run(batch, Compiled.Parameters, Compiled.Optimizer.LossScale, Compiled.Figures.HasMetrics, out double value, out Tensor? predicted))
        {
            Compiled.Optimizer.Step(Compiled.Parameters);
            Compiled.KeepConstraints();
            Compiled.Figures.AddLoss(value, batch.Size);
            if (predicted is not null) Compiled.Figures.AddMetrics(batch, [predicted]);
            return;
        }
        IReadOnlyList<Tensor> predictions = Forward(batch.Inputs, CallContext.Train);
        Tensor loss = ComputeLoss(batch, predictions);
        Minimize(loss);
        Record(batch, predictions, loss);
    }

    /// <summary>Computes the figures of one batch without training.</summary>
    /// <param name="batch">The tensors, on the model's device.</param>
    protected virtual void TestStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IReadOnlyList<Tensor> predictions = Forward(batch.Inputs, CallContext.Infer);
        Record(batch, predictions, ComputeLoss(batch, predictions));
    }

    /// <summary>The compiled losses of all outputs, weighted and summed, the penalties on weights and those that layers add.</summary>
    /// <param name="batch">Holds the targets.</param>
    /// <param name="predictions">One per output.</param>
    /// <returns>A scalar.</returns>
    protected Tensor ComputeLoss(Batch batch, IReadOnlyList<Tensor> predictions)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(predictions);
        Tensor total = OutputLoss(0);
        for (int i = 1; i < Compiled.Losses.Count; i++) total += OutputLoss(i);
        foreach (Weight weight in Compiled.Penalised) total += weight.Regularizer!.Penalty(weight.Value);
        foreach (Tensor added in AddedLosses.Current) total += added;
        return total;

        Tensor OutputLoss(int i)
        {
            Tensor loss = Compiled.Losses[i].Compute(batch.Targets[i], predictions[i], batch.WeightOf(i), Masks.Of(predictions[i]));
            Compiled.Figures.AddOutputLoss(i, loss.detach(), batch.Size);
            return Compiled.LossWeights[i] == 1 ? loss : loss * Compiled.LossWeights[i];
        }
    }

    /// <summary>Computes gradients and takes one step of the optimizer.</summary>
    /// <param name="loss">A scalar.</param>
    protected void Minimize(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Compiled.Parameters.Differentiate(Compiled.Optimizer.ScaleLoss(loss));
        Compiled.Optimizer.Step(Compiled.Parameters);
        Compiled.KeepConstraints();
    }

    /// <summary>Adds a batch to the figures.</summary>
    /// <param name="batch">Holds the targets.</param>
    /// <param name="predictions">One per output.</param>
    /// <param name="loss">The batch's loss, a scalar.</param>
    protected void Record(Batch batch, IReadOnlyList<Tensor> predictions, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        Compiled.Figures.AddLoss(loss.detach(), batch.Size);
        Compiled.Figures.AddMetrics(batch, predictions);
    }

    void ITrainable.TrainOn(Batch batch)
    {
        using AddedLosses.Scope added = AddedLosses.Open();
        TrainStep(batch);
    }

    void ITrainable.TestOn(Batch batch)
    {
        using AddedLosses.Scope added = AddedLosses.Open();
        TestStep(batch);
    }

    void ITrainable.FinishTraining()
    {
        if (_usesAverage) ((ITrainee)this).UsesAverage = false;
        Compiled.Optimizer.FinalizeValues(Compiled.Parameters);
    }
}
