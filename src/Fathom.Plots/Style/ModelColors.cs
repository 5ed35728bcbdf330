using Fathom.Forecasting;

namespace Fathom.Plots;

/// <summary>One colour per model through the whole report: given out by rank, the first task's best model first. Baselines are neutral.</summary>
/// <param name="results">The results the report is about.</param>
internal sealed class ModelColors(IReadOnlyList<TournamentResult> results)
{
    private readonly Dictionary<string, string> _colors = results
        .SelectMany(result => result.Leaderboard.Where(row => !row.IsBaseline))
        .OrderBy(row => row.Rank)
        .Select(row => row.Model)
        .Distinct()
        .Take(Palette.Models.Count)
        .Select((model, index) => (model, Palette.Models[index]))
        .ToDictionary();

    /// <summary>The colour of a model; grey for baselines and for models beyond the palette.</summary>
    /// <param name="model">Name of the model.</param>
    public string this[string model] => _colors.GetValueOrDefault(model, Palette.Grey);
}
