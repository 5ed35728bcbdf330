using Fathom.Models;

namespace Fathom.Benchmarks.Labs;

/// <summary>A net and what it is trained on, as one side and the other write it.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Key">What <c>labs.py</c> calls it.</param>
/// <param name="Batch">Samples per step.</param>
/// <param name="Steps">Steps per round.</param>
internal sealed record Lab(string Name, string Key, int Batch, int Steps)
{
    /// <summary>The shape of a sample.</summary>
    public required Shape Input { get; init; }

    /// <summary>How many words a text is drawn from; 0 for numbers.</summary>
    public int Words { get; init; }

    /// <summary>What is learnt.</summary>
    public required LabTask Task { get; init; }

    /// <summary>Builds Fathom's net.</summary>
    public required Func<Model> Model { get; init; }

    /// <summary>Builds the loop's net.</summary>
    public required Func<LoopNet> Net { get; init; }

    /// <summary>Multiplications and additions of a step's matrix products and convolutions, forward and back.</summary>
    public required double Work { get; init; }

    /// <summary>Draws the samples of a pass.</summary>
    public (Samples X, Samples Y) Draw()
    {
        var random = new Random(1);
        float[] x = new float[Batch * Steps * Input.Aggregate(1, (size, axis) => size * axis)], y = new float[Batch * Steps];
        for (int i = 0; i < x.Length; i++) x[i] = Words > 0 ? random.Next(Words) : random.NextSingle() - 0.5f;
        for (int i = 0; i < y.Length; i++) y[i] = Task.Targets(random);
        return (Samples.From(x, Input), y);
    }
}
