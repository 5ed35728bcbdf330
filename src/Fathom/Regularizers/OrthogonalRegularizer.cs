using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Regularizers;

/// <summary>
/// Drives the rows or columns of a matrix to right angles: λ times the mean |cosine| over all pairs (<c>keras.regularizers.OrthogonalRegularizer</c>).
/// </summary>
/// <param name="factor">λ, not negative; 0.01 unless given.</param>
/// <param name="mode">The vectors; rows unless given.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is negative.</exception>
public sealed class OrthogonalRegularizer(double factor = 0.01, OrthogonalMode mode = OrthogonalMode.Rows) : Regularizer, IFromConfig<OrthogonalRegularizer>
{
    /// <summary>λ.</summary>
    public double Factor { get; } = NotNegative(factor);

    /// <summary>The vectors driven apart.</summary>
    public OrthogonalMode Mode { get; } = mode;

    /// <inheritdoc/>
    public static OrthogonalRegularizer FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string mode = config.Get("mode", "rows");
        return new OrthogonalRegularizer(config.Get("factor", 0.01), mode switch
        {
            "rows" => OrthogonalMode.Rows,
            "columns" => OrthogonalMode.Columns,
            _ => throw new ModelFormatException($"OrthogonalRegularizer has no mode '{mode}'; it is rows or columns."),
        });
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["factor"] = Factor, ["mode"] = Mode == OrthogonalMode.Rows ? "rows" : "columns" };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The weight is no matrix, or holds a single such vector.</exception>
    public override Tensor Penalty(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        long vectors = weight.ndim == 2 ? weight.shape[(int)Mode] : 0;
        if (vectors < 2)
            throw new ArgumentException(
                $"An orthogonal regularizer needs a matrix of at least two {(Mode == OrthogonalMode.Rows ? "rows" : "columns")}, but the weight has shape ({string.Join(", ", weight.shape)}). Use another regularizer here.",
                nameof(weight));
        Tensor rows = nn.functional.normalize(Mode == OrthogonalMode.Rows ? weight : weight.t(), dim: 1, eps: 1e-7);
        Tensor cosines = rows.matmul(rows.t()).triu(1);
        return cosines.abs().sum() * (Factor / (vectors * (vectors - 1) / 2.0));
    }
}
