using Fathom.Models.Rows;

namespace Fathom.Models;

/// <summary>
/// A model that answers one row at a time, in microseconds and without allocating: for prices that do not wait. It holds a copy of the weights as they were when it was made:
/// make another after training. It gives what <see cref="Model.Predict(Samples, int)"/> gives, to float rounding.
/// </summary>
/// <remarks>Not for two threads at once: make one per thread.</remarks>
/// <example><code>
/// using RowPredictor predictor = model.RowPredictor();
/// Span&lt;float&gt; answer = stackalloc float[predictor.Output.Size];
/// predictor.Predict(window, answer);             // (timesteps, features) row-major
/// </code></example>
public sealed unsafe class RowPredictor : IDisposable
{
    // Room to align each buffer to a cache line, and for what a stage writes beside its outputs.
    private const int Margin = 32;

    private readonly RowStage[] _stages;
    private readonly float[] _memory;
    private readonly int _length, _scratchAt;

    internal RowPredictor(Shape input, Shape output, RowStage[] stages)
    {
        (Input, Output, _stages) = (input, output, stages);
        _length = (stages.Aggregate(input.Size, (longest, stage) => Math.Max(longest, Math.Max(stage.Outputs, stage.Written))) + Margin + 15) / 16 * 16;
        _scratchAt = 2 * _length;
        _memory = GC.AllocateArray<float>(_scratchAt + stages.Select(stage => stage.ScratchLength).DefaultIfEmpty().Max() + 2 * Margin, pinned: true);
    }

    /// <summary>The shape of one row, without the batch.</summary>
    public Shape Input { get; }

    /// <summary>The shape of one answer.</summary>
    public Shape Output { get; }

    /// <summary>Asks about one row.</summary>
    /// <param name="row">The values of <see cref="Input"/>, row-major.</param>
    /// <param name="answer">Receives the values of <see cref="Output"/>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Predict(ReadOnlySpan<float> row, Span<float> answer)
    {
        if (row.Length != Input.Size) throw new ArgumentException($"A row has {Input.Size} values, of shape ({string.Join(", ", Input)}), but {row.Length} were given.", nameof(row));
        if (answer.Length != Output.Size) throw new ArgumentException($"An answer has {Output.Size} values, of shape ({string.Join(", ", Output)}), but there is room for {answer.Length}.", nameof(answer));
        fixed (float* memory = _memory)
        {
            float* from = (float*)(((nint)memory + 63) & ~(nint)63), scratch = from + _scratchAt, to = from + _length;
            row.CopyTo(new Span<float>(from, row.Length));
            foreach (RowStage stage in _stages)
            {
                stage.Run(from, to, scratch);
                float* made = to;
                to = from;
                from = made;
            }
            new ReadOnlySpan<float>(from, answer.Length).CopyTo(answer);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory of recurrent layers at once rather than some time later.</summary>
    public void Dispose()
    {
        foreach (RowStage stage in _stages) stage.Dispose();
    }
}
