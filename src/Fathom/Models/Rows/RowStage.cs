namespace Fathom.Models.Rows;

/// <summary>One layer of a <see cref="RowPredictor"/>: numbers in, numbers out, no allocation.</summary>
/// <param name="outputs">How many numbers come out.</param>
internal abstract unsafe class RowStage(int outputs) : IDisposable
{
    /// <summary>How many numbers come out.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>How many numbers are written, some of them beside the outputs.</summary>
    public virtual int Written => Outputs;

    /// <summary>How many numbers of working memory a call needs.</summary>
    public virtual int ScratchLength => 0;

    /// <summary>Computes.</summary>
    /// <param name="from">The inputs.</param>
    /// <param name="to">Receives the outputs; does not overlap the inputs.</param>
    /// <param name="scratch">Working memory, aligned to cache lines.</param>
    public abstract void Run(float* from, float* to, float* scratch);

    public virtual void Dispose() { }
}
