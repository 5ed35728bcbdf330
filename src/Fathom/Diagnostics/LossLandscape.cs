using Fathom.Initializers;
using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Diagnostics;

/// <summary>
/// The loss on a plane through a model's weights, along two random directions in which every filter is as long as the model's own (Li, Xu, Taylor, Studer and
/// Goldstein 2018, "Visualizing the Loss Landscape of Neural Nets", section 4): so that landscapes of different models can be compared.
/// </summary>
/// <param name="Coordinates">Where the loss was computed along each direction: evenly from −range to range, the model itself in the middle, at 0.</param>
/// <param name="Losses">The loss at weights + Coordinates[i] · First + Coordinates[j] · Second; penalties included, as in training. Not finite where it overflows.</param>
/// <param name="First">The first direction: one array per weight in the order of <see cref="Layer.Weights"/>, 0 for weights that are not moved.</param>
/// <param name="Second">The second direction.</param>
public sealed record LossLandscape(IReadOnlyList<double> Coordinates, double[,] Losses, IReadOnlyList<float[]> First, IReadOnlyList<float[]> Second)
{
    /// <summary>The loss of the model itself.</summary>
    public double Center => Losses[Coordinates.Count / 2, Coordinates.Count / 2];

    /// <summary>
    /// Computes the landscape: points² evaluations of the data. As in the paper's program, biases, the parameters and statistics of normalisations and everything else
    /// of one axis stay where they are, and so do weights that training may not change. The model ends with the weights it began with, bit for bit.
    /// </summary>
    /// <param name="model">A compiled model.</param>
    /// <param name="data">What to evaluate; a few hundred samples show the shape.</param>
    /// <param name="points">Points along each direction; odd, so that the model itself is one, and at least 3.</param>
    /// <param name="range">How far to go each way, above 0; 1 goes as far as the weights are long.</param>
    /// <param name="seed">Of the directions.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends the computation; the weights are restored.</param>
    /// <returns>The landscape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LossLandscape Compute(
        Model model, Dataset data, int points = 25, double range = 1, int seed = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (points < 3 || points % 2 == 0) throw new ArgumentOutOfRangeException(nameof(points), points, "Give an odd number of points, at least 3, so that the model itself is the middle one.");
        if (!(range > 0 && double.IsFinite(range))) throw new ArgumentOutOfRangeException(nameof(range), range, "The range is positive; 1 is usual.");
        // Makes the weights if need be, and says what is wrong with the data before anything is moved.
        double center = model.Evaluate(data)["loss"];
        Weight[] weights = [.. model.Weights];
        float[][] origin = model.GetWeights();
        var random = new Random(seed);
        float[][] first = Directions(model, weights, origin, random), second = Directions(model, weights, origin, random);
        int half = points / 2;
        double[] coordinates = [.. Enumerable.Range(-half, points).Select(step => range * step / half)];
        double[,] losses = new double[points, points];
        int[] moved = [.. Enumerable.Range(0, weights.Length).Where(i => first[i].AsSpan().ContainsAnyExcept(0f))];
        try
        {
            for (int i = 0; i < points; i++)
                for (int j = 0; j < points; j++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (i == half && j == half) losses[i, j] = center;
                    else
                    {
                        foreach (int k in moved) weights[k].Assign(Moved(origin[k], first[k], second[k], coordinates[i], coordinates[j]));
                        losses[i, j] = model.Evaluate(data)["loss"];
                    }
                    progress?.Report((double)((i * points) + j + 1) / (points * points));
                }
        }
        finally
        {
            foreach (int k in moved) weights[k].Assign(origin[k]);
        }
        return new LossLandscape(coordinates, losses, first, second);
    }

    private static float[] Moved(float[] origin, float[] first, float[] second, double a, double b)
    {
        float[] moved = new float[origin.Length];
        for (int i = 0; i < moved.Length; i++) moved[i] = (float)(origin[i] + (a * first[i]) + (b * second[i]));
        return moved;
    }

    private static float[][] Directions(Model model, Weight[] weights, float[][] origin, Random random)
    {
        var trainable = model.TrainableWeights.ToHashSet();
        var layers = WeightNames.Of(model.Layers).ToDictionary(found => found.Weight, found => found.Layer);
        var normal = new RandomNormal(deviation: 1);
        return [.. weights.Select((weight, i) =>
        {
            float[] direction = new float[weight.Size];
            if (weight.Shape.Length < 2 || !trainable.Contains(weight)) return direction;
            normal.Fill(direction, weight.Shape, random);
            (int filters, int inner) = Filters.Of(layers.GetValueOrDefault(weight, model), weight);
            Filters.Normalize(direction, origin[i], filters, inner);
            return direction;
        })];
    }
}
